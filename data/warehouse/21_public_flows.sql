-- The published tables of flows, still exact: by quarter first, then the longer periods as sums of quarters.
create table quarter_tables as
with quarters as (select from_date, to_date from internal.flow_periods where kind = 'quarter'),
by_quarter as (
    select quarters.to_date as quarter_end, moves.* exclude (on_date, children), sum(moves.children) as children
    from internal.moves moves join quarters
        on quarters.to_date = last_day((date_trunc('quarter', moves.on_date) + interval 2 month)::date)
    group by all
)
select concat_ws('+', if(grouping(ministry) = 0, 'ministry', null), if(grouping(type) = 0, 'type', null),
        if(grouping(age) = 0, 'age', null), if(grouping(sex) = 0, 'sex', null),
        if(grouping(disability) = 0, 'disability', null), if(grouping(route) = 0, 'route', null),
        if(grouping(reason) = 0, 'reason', null), if(grouping(destination) = 0, 'destination', null)) as breakdown,
    quarter_end, area, population, kind, coalesce(ministry, '*') as ministry, coalesce(type, '*') as type,
    coalesce(age, '*') as age, coalesce(sex, '*') as sex, coalesce(disability, '*') as disability,
    coalesce(route, '*') as route, coalesce(reason, '*') as reason, coalesce(destination, '*') as destination,
    sum(children)::bigint as children
from by_quarter
group by grouping sets (
    (quarter_end, area, population, kind),
    (quarter_end, area, population, kind, ministry),
    (quarter_end, area, population, kind, type),
    (quarter_end, area, population, kind, age),
    (quarter_end, area, population, kind, sex),
    (quarter_end, area, population, kind, disability),
    (quarter_end, area, population, kind, route),
    (quarter_end, area, population, kind, reason),
    (quarter_end, area, population, kind, destination),
    (quarter_end, area, population, kind, ministry, type),
    (quarter_end, area, population, kind, ministry, destination),
    (quarter_end, area, population, kind, type, destination)
);

-- Which tables exist of which kind: destinations only of exits, routes and reasons only of entries and exits.
delete from quarter_tables
where (breakdown like '%destination%' and kind <> 'EXIT')
    or (breakdown in ('route', 'reason') and kind not in ('ENTRY', 'EXIT'));

create table flow_tables as
select breakdown, periods.from_date, periods.to_date, area, population, quarter_tables.kind, ministry, type, age, sex,
    disability, route, reason, destination, sum(children)::bigint as children
from quarter_tables join internal.flow_periods periods
    on quarter_tables.quarter_end between periods.from_date and periods.to_date
group by all;

-- An area's flows are published where its state is 'value' on the period's last day.
create table flow_grid as
with kinds as (select unnest(['ENTRY', 'EXIT', 'TRANSFER_IN', 'TRANSFER_OUT']) as kind),
breakdowns as (select distinct breakdown, kind from quarter_tables),
blocks as (
    select periods.from_date, periods.to_date, valued.area
    from internal.flow_periods periods join valued on valued.on_date = periods.to_date
    where exists (select 1 from quarter_tables)
),
pairs as (
    select blocks.from_date, blocks.to_date, blocks.area, owners.ministry, owners.type
    from blocks join internal.institution_periods owners
        on owners.area = blocks.area and owners.from_date <= blocks.to_date
        and (owners.until_date is null or owners.until_date > blocks.from_date)
    union
    select from_date, to_date, area, ministry, type from flow_tables join blocks using (from_date, to_date, area)
    where breakdown = 'ministry+type' and population = 'all'
),
owners as (
    select 'ministry+type' as used, from_date, to_date, area, ministry, type from pairs
    union all select distinct 'ministry', from_date, to_date, area, ministry, '*' from pairs
    union all select distinct 'type', from_date, to_date, area, '*', type from pairs
    union all select '', from_date, to_date, area, '*', '*' from blocks
),
others as (
    select distinct breakdown as used, kind, age, sex, disability, route, reason, destination from quarter_tables
    where breakdown in ('age', 'sex', 'disability', 'route', 'reason', 'destination')
    union all
    select '', kind, '*', '*', '*', '*', '*', '*' from kinds
)
select breakdown, owners.from_date, owners.to_date, owners.area, breakdowns.kind, owners.ministry, owners.type,
    others.age, others.sex, others.disability, others.route, others.reason, others.destination
from breakdowns
join owners on owners.used = '' or breakdown = owners.used or starts_with(breakdown, owners.used || '+')
join others on others.kind = breakdowns.kind
    and breakdown = concat_ws('+', nullif(owners.used, ''), nullif(others.used, ''));

-- Zeros are kept where they must be hidden; elsewhere a missing row of a published period is a zero.
create table flow_cells as
with grid as (
    select *, unnest(['all', '24h', 'status']) as population from flow_grid
),
areas_too as (
    select breakdown, from_date, to_date, area, population, kind, ministry, type, age, sex, disability, route, reason,
        destination, coalesce(flow_tables.children, 0) as children
    from grid left join flow_tables
        using (breakdown, from_date, to_date, area, population, kind, ministry, type, age, sex, disability, route,
            reason, destination)
    where flow_tables.children > 0 or breakdown = '' or is_sensitive(population, breakdown)
),
everywhere as (
    from areas_too
    union all by name
    select breakdown, from_date, to_date, getvariable('country') as area, population, kind, ministry, type, age, sex,
        disability, route, reason, destination, sum(children)::bigint as children
    from areas_too group by all
)
select *, is_sensitive(population, breakdown) as sensitive
from everywhere
order by breakdown, population, to_date, from_date, area, kind, ministry, type, age, sex, disability, route, reason,
    destination;
