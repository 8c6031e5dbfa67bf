-- Children by raion on quarter-ends and reference dates, still exact: one number a raion and population, nothing finer.
-- Raions of areas whose state is 'value'; '' are institutions whose raion nobody told. Areas that are not divided have
-- no rows. A raion without a row has no institution, which the registry tells: that is no secret zero.
create table divided as
select distinct area from known_places;

create table standing_on as
select valued.period, valued.on_date, places.place, valued.area, periods.institution_id, coalesce(periods.raion, '') as raion
from valued join places using (area) join divided using (area)
join internal.institution_places periods
    on periods.area = valued.area and periods.from_date <= valued.on_date
    and (periods.until_date is null or periods.until_date > valued.on_date);

create table raion_counts as
with present as (
    select valued.period, valued.area, presence.institution_id, presence.round_the_clock, presence.with_status,
        count(*) as children
    from valued join divided using (area)
    join internal.presence presence
        on presence.area = valued.area and presence.from_day <= valued.on_date
        and (presence.until_day is null or presence.until_day > valued.on_date)
    group by all
),
each as (
    select period, area, institution_id, unnest(populations_of(round_the_clock, with_status)) as population, children
    from present
)
-- Children stay where their institution worked that day, be it closed in the register by then or not.
select each.period, each.area, coalesce(standing_on.raion, '') as raion, each.population, sum(children)::bigint as children
from each left join standing_on
    on standing_on.period = each.period and standing_on.area = each.area
    and standing_on.institution_id = each.institution_id
group by all;

create table raion_cells as
with grid as (
    select period, area, raion, population
    from (select distinct period, area, raion from standing_on) cross join populations
    union
    select period, area, raion, population from raion_counts
)
select grid.period, places.place, grid.area, grid.raion, grid.raion as combo, grid.population,
    coalesce(raion_counts.children, 0) as children, grid.population = 'status' as sensitive,
    grid.population = 'status' as guarded
from grid join places using (area) left join raion_counts using (period, area, raion, population)
order by grid.population, grid.period, places.place, grid.raion;
