select row_number, if(moved_to is null, 'moved_to', 'exit_destination') as column_name,
    coalesce(moved_to, exit_destination) as value
from staged.placements
where (exit_destination = 'EXIT_TRANSFER' and moved_to is null)
    or (moved_to is not null and exit_destination <> 'EXIT_TRANSFER')
