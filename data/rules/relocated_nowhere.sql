select row_number, 'relocated_to' as column_name, relocated_to as value
from staged.institutions
where relocated_to = region
