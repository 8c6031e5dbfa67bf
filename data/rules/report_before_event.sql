select row_number, 'occurred_on' as column_name, occurred_on as value, reported_on as detail
from staged.incidents
where occurred_on > reported_on
