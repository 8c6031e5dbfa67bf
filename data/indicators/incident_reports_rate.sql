-- numerator: reports of abuse within the period. denominator: children in institutions on average over its quarters.
select from_date, to_date, area, ministry, type, incidents as numerator, null::double as denominator, hidden
from incidents where measure = 'REPORTED'
union all by name
select from_date, to_date, area, ministry, type, null::bigint as numerator, children as denominator, hidden
from exposure
