select row_number, 'left_on' as column_name, left_on as value, admitted_on as detail
from staged.placements
where left_on < admitted_on
