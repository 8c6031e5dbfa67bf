-- Children of one institution on every quarter-end up to a day, with the state of its area then.
select c.on_date, c.children, c.hidden, {allowed} as allowed
from institution_children c
join institution_periods p
    on p.institution_id = c.institution_id and p.from_date <= c.on_date
    and (p.until_date is null or p.until_date > c.on_date)
where c.institution_id = $institution and c.on_date <= $as_of
order by c.on_date
