select row_number, if(latitude is null, 'latitude', 'longitude') as column_name, coalesce(latitude, longitude) as value
from staged.institutions
where (latitude is null) <> (longitude is null)
