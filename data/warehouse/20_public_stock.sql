-- The published tables of stocks, still exact: ≤ 2 dimensions, on quarter-ends and reference dates, of areas whose state
-- is 'value' on that date, and of the country over just these areas. '*' stands where a table does not use a dimension.
create table valued as
select calendar.on_date, states.area
from calendar join internal.area_states states
    on states.state = 'value' and states.from_date <= calendar.on_date
    and (states.until_date is null or states.until_date > calendar.on_date)
where calendar.kind <> 'month';

create table stock_tables as
select concat_ws('+', if(grouping(ministry) = 0, 'ministry', null), if(grouping(type) = 0, 'type', null),
        if(grouping(age) = 0, 'age', null), if(grouping(sex) = 0, 'sex', null),
        if(grouping(disability) = 0, 'disability', null), if(grouping(parents) = 0, 'parents', null)) as breakdown,
    on_date, area, population, coalesce(ministry, '*') as ministry, coalesce(type, '*') as type,
    coalesce(age, '*') as age, coalesce(sex, '*') as sex, coalesce(disability, '*') as disability,
    coalesce(parents, '*') as parents, sum(children)::bigint as children
from internal.stock join valued using (on_date, area)
group by grouping sets (
    (on_date, area, population),
    (on_date, area, population, ministry),
    (on_date, area, population, type),
    (on_date, area, population, age),
    (on_date, area, population, sex),
    (on_date, area, population, disability),
    (on_date, area, population, parents),
    (on_date, area, population, ministry, type),
    (on_date, area, population, ministry, age),
    (on_date, area, population, ministry, sex),
    (on_date, area, population, ministry, disability),
    (on_date, area, population, type, age),
    (on_date, area, population, type, sex),
    (on_date, area, population, type, disability),
    (on_date, area, population, age, sex),
    (on_date, area, population, age, disability),
    (on_date, area, population, sex, disability)
);

-- Every cell there could be: where zeros are told (or hidden) the reader must be able to tell them from nothing.
-- Ministry and type only in the pairs that the public registry knows in that area on that day, or that hold children.
create table stock_grid as
with breakdowns as (select distinct breakdown from stock_tables),
blocks as (
    select on_date, area, unnest(['all', '24h', 'status']) as population from valued
    where exists (select 1 from stock_tables)
),
pairs as (
    select valued.on_date, valued.area, periods.ministry, periods.type
    from valued join internal.institution_periods periods
        on periods.area = valued.area and periods.from_date <= valued.on_date
        and (periods.until_date is null or periods.until_date > valued.on_date)
    union
    select on_date, area, ministry, type from stock_tables where breakdown = 'ministry+type' and population = 'all'
),
owners as (
    select 'ministry+type' as used, on_date, area, ministry, type from pairs
    union all select distinct 'ministry', on_date, area, ministry, '*' from pairs
    union all select distinct 'type', on_date, area, '*', type from pairs
    union all select '', on_date, area, '*', '*' from valued
),
others as (
    select distinct breakdown as used, age, sex, disability, parents from stock_tables
    where breakdown in ('', 'age', 'sex', 'disability', 'parents', 'age+sex', 'age+disability', 'sex+disability')
)
select breakdown, blocks.on_date, blocks.area, blocks.population, owners.ministry, owners.type, others.age,
    others.sex, others.disability, others.parents
from breakdowns
join owners on owners.used = ''
    or breakdown = owners.used or starts_with(breakdown, owners.used || '+')
join others on breakdown = concat_ws('+', nullif(owners.used, ''), nullif(others.used, ''))
join blocks on blocks.on_date = owners.on_date and blocks.area = owners.area;

create table stock_cells as
with areas_too as (
    select breakdown, on_date, area, population, ministry, type, age, sex, disability, parents,
        coalesce(stock_tables.children, 0) as children
    from stock_grid left join stock_tables
        using (breakdown, on_date, area, population, ministry, type, age, sex, disability, parents)
),
everywhere as (
    from areas_too
    union all by name
    select breakdown, on_date, getvariable('country') as area, population, ministry, type, age, sex, disability,
        parents, sum(children)::bigint as children
    from areas_too group by all
)
select *, is_sensitive(population, breakdown) as sensitive
from everywhere
order by breakdown, population, on_date, area, ministry, type, age, sex, disability, parents;
