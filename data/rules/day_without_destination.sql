select row_number, 'exit_destination' as column_name, exit_destination as value, left_on as detail
from staged.placements
where left_on is not null and exit_destination is null
