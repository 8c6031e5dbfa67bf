select row_number, 'places_used' as column_name, places_used as value, capacity as detail
from staged.services
where places_used > capacity
