-- numerator: children in the four family-based forms. denominator: those and the children with status in institutions.
select * exclude (children), children as numerator, children as denominator
from family_care
where form in ('GUARD', 'FOSTER', 'DBST', 'PATRONAT')
union all by name
select * exclude (children), children as denominator
from stock
