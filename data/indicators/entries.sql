-- Children admitted in the period, transfers from another institution apart.
select * exclude (children), children as numerator
from flows
where kind = 'ENTRY'
