-- numerator: children with a disability. denominator: all children of the same kind, those of unknown disability too.
select * exclude (children), children as numerator
from stock_parts
where disability = 'YES'
union all by name
select * exclude (children), children as denominator
from stock
