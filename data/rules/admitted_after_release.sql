select row_number, 'admitted_on' as column_name, admitted_on as value, getvariable('covers_to') as detail
from staged.placements
where admitted_on > getvariable('covers_to') and admitted_on <= getvariable('today')
