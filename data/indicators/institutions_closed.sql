-- Institutions closed for good by the day, since the register began. Renamings and changes of type are not closings.
select * exclude (institution_id), 1 as numerator
from closed
