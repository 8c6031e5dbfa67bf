-- Children who board in schools of the education system. The children living in the area are divided by elsewhere.
select *, value as numerator, on_date as begins_on
from published
where series = 'EDU_BOARD_TOTAL' or (series = 'EDU_BOARD' and type = '')
