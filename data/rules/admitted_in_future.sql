select row_number, 'admitted_on' as column_name, admitted_on as value
from staged.placements
where admitted_on > greatest(getvariable('covers_to'), getvariable('today'))
