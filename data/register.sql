-- Every institution that has worked up to a day: where and whose it was then, what is known of it, its children on the last
-- quarter-end, and its place in the alphabet of either language.
with periods as (
    select institution_id, area, ministry, type, until_date,
           row_number() over (partition by institution_id order by from_date desc nulls last) as nth
    from institution_periods where from_date is null or from_date <= $as_of
), latest_quarter as (
    select max(on_date) as on_date from release_dates where kind = 'quarter' and on_date <= $as_of
), owners as (
    select code from vocabulary where category = 'ownership'
)
select p.institution_id, i.name_uk, coalesce(i.name_en, i.name_uk) as name_en, p.area, coalesce(i.raion, ''),
       coalesce(i.hromada, ''), p.ministry, p.type, coalesce(owners.code, i.ownership, ''), i.status,
       coalesce(i.transformation_stage, ''), i.opened_on, p.until_date, i.capacity, i.capacity_band, i.latitude,
       i.longitude, q.on_date, c.children, c.hidden, coalesce(s.state, 'not_live') as area_state,
       row_number() over (order by i.name_uk collate uk, p.institution_id),
       row_number() over (order by lower(coalesce(i.name_en, i.name_uk)), p.institution_id)
from periods p
join institutions i using (institution_id)
cross join latest_quarter q
left join owners on owners.code = upper(i.ownership)
left join institution_children c on c.institution_id = p.institution_id and c.on_date = q.on_date
left join area_states s
    on s.area = p.area and s.from_date <= q.on_date and (s.until_date is null or s.until_date > q.on_date)
where p.nth = 1
order by i.name_uk collate uk, p.institution_id
