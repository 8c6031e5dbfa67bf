-- Institutions operating on the day. A renaming closes nothing and opens nothing.
select * exclude (institution_id), 1 as numerator
from operating
