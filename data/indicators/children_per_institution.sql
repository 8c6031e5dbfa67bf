-- numerator: children in institutions on the day. denominator: institutions operating on the day.
select * exclude (children), children as numerator
from stock
union all by name
select * exclude (institution_id), 1 as denominator
from operating
