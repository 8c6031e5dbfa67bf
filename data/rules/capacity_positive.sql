select row_number, 'capacity' as column_name, capacity as value
from staged.institutions
where capacity = 0 and closed_on is null
