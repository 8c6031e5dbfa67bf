-- Every institution that has worked in an area up to a day: its last period there, and the children of the last quarter-end.
with latest_period as (
    select institution_id, ministry, type, from_date, until_date,
           row_number() over (partition by institution_id order by from_date desc nulls last) as nth
    from institution_periods
    where area = $area and (from_date is null or from_date <= $as_of)
), latest_quarter as (
    select max(on_date) as on_date from release_dates where kind = 'quarter' and on_date <= $as_of
)
select p.institution_id, i.name_uk, coalesce(i.name_en, i.name_uk), p.ministry, p.type, i.status,
       i.transformation_stage, p.from_date, p.until_date, i.capacity, q.on_date, c.children, c.hidden,
       i.area <> $area as moved
from latest_period p
join institutions i using (institution_id)
cross join latest_quarter q
left join institution_children c on c.institution_id = p.institution_id and c.on_date = q.on_date
where p.nth = 1
order by p.until_date is not null and p.until_date <= $as_of, i.name_uk collate uk, p.institution_id
