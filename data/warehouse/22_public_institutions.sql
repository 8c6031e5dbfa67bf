-- Children per institution on quarter-ends, and children in family care, still exact; areas whose state is 'value'.
create table institution_cells as
select children.institution_id, children.on_date, valued.period, places.place, combos.combo, 'all' as population,
    children.children, false as sensitive, false as guarded
from internal.institution_children children
join internal.institution_periods periods
    on periods.institution_id = children.institution_id and periods.from_date <= children.on_date
    and (periods.until_date is null or periods.until_date > children.on_date)
join valued on valued.on_date = children.on_date and valued.area = periods.area
join places on places.area = periods.area
join stock_combos combos
    on combos.breakdown = 'ministry+type' and combos.ministry = periods.ministry and combos.type = periods.type
order by institution_id, on_date;

create table family_care_cells as
with areas_too as (
    select care.on_date, places.place, care.form, care.children, coalesce(care.families, 0) as families
    from internal.family_care care join places using (area) join internal.area_states states
        on states.area = care.area and states.state = 'value' and states.from_date <= care.on_date
        and (states.until_date is null or states.until_date > care.on_date)
)
select *, form as combo, on_date as period, '' as population, false as sensitive, false as guarded
from (
    from areas_too
    union all
    select on_date, 0, form, sum(children)::bigint, sum(families)::bigint from areas_too group by all
)
order by on_date, place, form;
