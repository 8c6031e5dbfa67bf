select row_number, 'left_on' as column_name, left_on as value, exit_destination as detail
from staged.placements
where exit_destination is not null and left_on is null
