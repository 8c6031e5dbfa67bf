select row_number, 'reported_on' as column_name, reported_on as value
from staged.incidents
where reported_on > greatest(getvariable('covers_to'), getvariable('today'))
