select row_number, 'left_on' as column_name, left_on as value
from staged.placements
where left_on > greatest(getvariable('covers_to'), getvariable('today'))
