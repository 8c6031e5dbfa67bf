-- Children in institutions on the day.
select * exclude (children), children as numerator
from stock
