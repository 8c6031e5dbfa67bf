-- Quarters for which a return was owed (at work in a live area, some return having been handed in by anybody) and what came.
with live as (
    select region as area, min("from") as live_from from rollout where stage = 'LIVE' group by region
)
select d.on_date, r.institution_id is not null as given, r.children, r.staff, c.children as counted
from release_dates d
join institution_periods p
    on p.institution_id = $institution and p.from_date <= d.on_date
    and (p.until_date is null or p.until_date > d.on_date)
join live on live.area = p.area and live.live_from <= d.on_date
left join returns r on r.institution_id = p.institution_id and r.as_of = d.on_date
left join institution_children c on c.institution_id = p.institution_id and c.on_date = d.on_date
where d.kind = 'quarter' and d.on_date <= $as_of and exists (from returns) and ({allowed})
order by d.on_date
