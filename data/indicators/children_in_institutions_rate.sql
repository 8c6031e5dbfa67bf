-- Children in institutions on the day. The children living in the area are divided by where all areas are known.
select * exclude (children), children as numerator
from stock
