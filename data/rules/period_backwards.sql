select row_number, 'to' as column_name, "to" as value, "from" as detail
from staged.territory_status
where "to" <= "from"
