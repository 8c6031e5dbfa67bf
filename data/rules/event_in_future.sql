select row_number, 'on' as column_name, "on" as value
from staged.institution_events
where "on" > greatest(getvariable('covers_to'), getvariable('today'))
