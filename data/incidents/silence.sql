-- Operating institutions with children at the newest end of a quarter, and the newest word of each that the release knows.
with newest as (select max(on_date) as on_date from institution_children),
words as (
    select institution_id, max(day) as heard
    from (
        select institution_id, on_date as day from incidents
        union all select institution_id, last_day(month) from nil_returns
    )
    group by institution_id
)
select periods.institution_id, periods.area, periods.ministry, children.children, words.heard, children.on_date,
    periods.from_date
from newest
join institution_children children on children.on_date = newest.on_date and children.children > 0
join institution_periods periods
    on periods.institution_id = children.institution_id and periods.from_date <= newest.on_date
    and (periods.until_date is null or periods.until_date > newest.on_date)
left join words on words.institution_id = periods.institution_id
where {allowed}
order by periods.institution_id
