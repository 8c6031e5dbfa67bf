select row_number, 'moved_to' as column_name, moved_to as value
from staged.placements
where moved_to = institution_id
