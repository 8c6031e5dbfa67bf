select row_number, 'closed_on' as column_name, closed_on as value, opened_on as detail
from staged.services
where closed_on < opened_on
