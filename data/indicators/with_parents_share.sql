-- numerator: children whose parents live and keep their rights. denominator: all children of the same kind.
select * exclude (children), children as numerator
from stock_parts
where parents = 'YES'
union all by name
select * exclude (children), children as denominator
from stock
