select row_number, 'url' as column_name, url as value
from staged.targets
where url is null
