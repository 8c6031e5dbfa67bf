-- Comings and goings of one institution by year, up to a day.
select year(m.on_date) as year, m.kind, m.way, sum(m.children)::bigint as children
from institution_moves m
left join institution_periods p
    on p.institution_id = m.institution_id and p.from_date <= m.on_date
    and (p.until_date is null or p.until_date > m.on_date)
where m.institution_id = $institution and m.on_date <= $as_of and ({allowed})
group by all order by year, kind, children desc, way
