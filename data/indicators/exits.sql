-- Children who left in the period, transfers to another institution apart. Turning 18 is leaving.
select * exclude (children), children as numerator
from flows
where kind = 'EXIT'
