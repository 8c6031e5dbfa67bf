select row_number, 'admitted_on' as column_name, admitted_on as value, strftime(birth_month, '%Y-%m') as detail
from staged.placements
where admitted_on >= birth_month + interval 18 year
