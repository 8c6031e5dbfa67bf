-- numerator: reports of the period that the check confirmed. denominator: children in institutions on average.
select from_date, to_date, area, ministry, type, incidents as numerator, null::double as denominator, hidden
from incidents where measure = 'CONFIRMED'
union all by name
select from_date, to_date, area, ministry, type, null::bigint as numerator, children as denominator, hidden
from exposure
