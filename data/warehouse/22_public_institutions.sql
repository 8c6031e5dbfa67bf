-- Children per institution on quarter-ends, and children in family care, still exact; areas whose state is 'value'.
create table institution_cells as
select children.institution_id, children.on_date, periods.area, periods.ministry, periods.type, children.children,
    false as sensitive
from internal.institution_children children
join internal.institution_periods periods
    on periods.institution_id = children.institution_id and periods.from_date <= children.on_date
    and (periods.until_date is null or periods.until_date > children.on_date)
join valued on valued.on_date = children.on_date and valued.area = periods.area
order by institution_id, on_date;

create table family_care_cells as
with areas_too as (
    select care.on_date, care.area, care.form, care.children, coalesce(care.families, 0) as families
    from internal.family_care care join internal.area_states states
        on states.area = care.area and states.state = 'value' and states.from_date <= care.on_date
        and (states.until_date is null or states.until_date > care.on_date)
)
select *, false as sensitive from (
    from areas_too
    union all by name
    select on_date, getvariable('country') as area, form, sum(children)::bigint as children,
        sum(families)::bigint as families
    from areas_too group by all
)
order by on_date, area, form;
