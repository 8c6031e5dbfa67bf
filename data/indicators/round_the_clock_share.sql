-- numerator: children who stay round the clock. denominator: children of all stay modes.
select * exclude (children), children as numerator
from stock
where population = '24h'
union all by name
select * exclude (children), children as denominator
from stock
where population = 'all'
