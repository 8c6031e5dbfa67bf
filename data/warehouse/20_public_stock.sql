-- The published tables of stocks, still exact: ≤ 2 dimensions, on quarter-ends and reference dates, of areas whose state
-- is 'value' on that date, and of the country over just these areas. '*' stands where a table does not use a dimension.
-- Combinations, days and areas are numbered, so that the many joins below compare numbers.
create table valued as
select calendar.on_date, calendar.nth as period, states.area
from calendar join internal.area_states states
    on states.state = 'value' and states.from_date <= calendar.on_date
    and (states.until_date is null or states.until_date > calendar.on_date)
where calendar.kind <> 'month';

create table places as
select code as area, row_number() over (order by code)::integer as place from areas
union all select getvariable('country'), 0;

create table populations as select unnest(['all', '24h', 'status']) as population;

create table stock_catalogue as
select breakdown, string_split(breakdown, '+') as used, len(list_filter(string_split(breakdown, '+'), lambda name: name <> '')) as depth,
    is_sensitive('', breakdown) as sensitive
from unnest([
    '', 'ministry', 'type', 'age', 'sex', 'disability', 'parents', 'ministry+type', 'ministry+age', 'ministry+sex',
    'ministry+disability', 'type+age', 'type+sex', 'type+disability', 'age+sex', 'age+disability', 'sex+disability'
]) as tables(breakdown);

-- Every combination of all dimensions, registry pairs without children included, and the cells it counts in.
create table stock_bases as
with pairs as (
    select ministry, type from internal.institution_periods union select ministry, type from internal.stock
),
ages as (select distinct age from internal.stock),
sexes as (select distinct sex from internal.stock),
disabilities as (select distinct disability from internal.stock),
parents_too as (select distinct parents from internal.stock)
select *, row_number() over ()::integer as base from pairs, ages, sexes, disabilities, parents_too;

create table stock_mapped as
with cut as (
    select base, breakdown, depth, sensitive,
        if(list_contains(used, 'ministry'), ministry, '*') as ministry, if(list_contains(used, 'type'), type, '*') as type,
        if(list_contains(used, 'age'), age, '*') as age, if(list_contains(used, 'sex'), sex, '*') as sex,
        if(list_contains(used, 'disability'), disability, '*') as disability,
        if(list_contains(used, 'parents'), parents, '*') as parents
    from stock_bases cross join stock_catalogue
)
select *, dense_rank() over (order by breakdown, ministry, type, age, sex, disability, parents)::integer as combo
from cut;

create table stock_combos as select distinct on (combo) * exclude (base) from stock_mapped order by combo;

create table stock_counts as
with by_base as (
    select valued.period, places.place, stock.population, bases.base, stock.children
    from internal.stock stock
    join valued using (on_date, area) join places using (area)
    join stock_bases bases using (ministry, type, age, sex, disability, parents)
)
select combo, period, place, population, sum(children)::bigint as children
from by_base join (select base, combo from stock_mapped) using (base) group by all;

-- Cells there could be: ministry and type only in pairs that the public registry knows there and then, or that hold
-- children.
create table stock_grid as
with pairs as (
    select valued.period, places.place, periods.ministry, periods.type
    from valued join places using (area) join internal.institution_periods periods
        on periods.area = valued.area and periods.from_date <= valued.on_date
        and (periods.until_date is null or periods.until_date > valued.on_date)
    union
    select period, place, ministry, type from stock_counts join stock_combos using (combo)
    where breakdown = 'ministry+type' and population = 'all'
),
pairs_too as (
    from pairs union select period, 0, ministry, type from pairs
),
owners as (
    from pairs_too
    union select period, place, ministry, '*' from pairs_too
    union select period, place, '*', type from pairs_too
    union select period, place, '*', '*' from valued join places using (area)
    union select period, 0, '*', '*' from valued
)
select combos.combo, combos.breakdown, combos.sensitive, owners.period, owners.place
from owners join stock_combos combos using (ministry, type);

-- Zeros are kept where they must be hidden, and in totals; elsewhere a missing row is a zero. (That no child with status
-- has parents is what the word means: such zeros need no guard.)
create table stock_cells as
with zeros as (
    select combo, period, place, population from stock_grid cross join populations
    where place > 0 and (breakdown = '' or sensitive or population = 'status')
),
areas_too as (
    select coalesce(counts.combo, zeros.combo) as combo, coalesce(counts.period, zeros.period) as period,
        coalesce(counts.place, zeros.place) as place, coalesce(counts.population, zeros.population) as population,
        coalesce(children, 0) as children
    from stock_counts counts full join zeros using (combo, period, place, population)
),
everywhere as (
    from areas_too
    union all
    select combo, period, 0, population, sum(children)::bigint from areas_too group by all
)
select everywhere.*, sensitive or population = 'status' as sensitive,
    (sensitive or population = 'status') and (breakdown <> 'parents' or population <> 'status') as guarded
from everywhere join (select combo, breakdown, sensitive from stock_combos) using (combo)
order by combo, population, period, place;

-- Which combinations add up to which, when a table loses one dimension.
create table stock_sums as
select part.combo as part, total.combo as total, part.breakdown || ' > ' || total.breakdown as family
from stock_combos part join stock_combos total
    on part.depth = total.depth + 1 and total.ministry in (part.ministry, '*') and total.type in (part.type, '*')
    and total.age in (part.age, '*') and total.sex in (part.sex, '*') and total.disability in (part.disability, '*')
    and total.parents in (part.parents, '*');
