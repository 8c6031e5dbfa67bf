-- Children who have not turned 3 on the day.
select * exclude (children), children as numerator
from stock_parts
where age = '0-2'
