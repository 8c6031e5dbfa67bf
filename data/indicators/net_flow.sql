-- Entries less exits of the period. Below zero: more children left than came.
select * exclude (children), if(kind = 'ENTRY', children, -children) as numerator
from flows
where kind in ('ENTRY', 'EXIT')
