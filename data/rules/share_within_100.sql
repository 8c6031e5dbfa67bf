select row_number, 'value' as column_name, value as value
from staged.published
where unit in ('percent', '%') and value > 100
