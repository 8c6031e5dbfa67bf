-- The published tables of flows, still exact: by quarter first, then the longer periods as sums of quarters. An area's
-- flows are published where its state is 'value' on the period's last day.
create table spans as
select *, row_number() over (order by kind, to_date)::integer as period from internal.flow_periods;

-- Which tables exist of which kind: destinations only of exits, routes and reasons only of entries and exits. Comings
-- and goings are few: in all tables but the totals zeros are hidden with the small numbers (a total of 5 over five
-- reasons, each not zero, would tell them all).
create table flow_catalogue as
select breakdown, kind, string_split(breakdown, '+') as used,
    len(list_filter(string_split(breakdown, '+'), lambda name: name <> '')) as depth,
    breakdown <> '' as sensitive, is_sensitive('', breakdown) as guarded
from unnest([
    '', 'ministry', 'type', 'age', 'sex', 'disability', 'route', 'reason', 'destination', 'ministry+type',
    'ministry+destination', 'type+destination'
]) as tables(breakdown)
cross join unnest(['ENTRY', 'EXIT', 'TRANSFER_IN', 'TRANSFER_OUT']) as kinds(kind)
where kind = 'EXIT'
    or (kind = 'ENTRY' and breakdown not like '%destination%')
    or breakdown not similar to '.*(route|reason|destination).*';

create table flow_bases as
select *, row_number() over ()::integer as base
from (select distinct kind, ministry, type, age, sex, disability, route, reason, destination from internal.moves);

create table flow_mapped as
with cut as (
    select base, kind, breakdown, depth, sensitive, guarded,
        if(list_contains(used, 'ministry'), ministry, '*') as ministry, if(list_contains(used, 'type'), type, '*') as type,
        if(list_contains(used, 'age'), age, '*') as age, if(list_contains(used, 'sex'), sex, '*') as sex,
        if(list_contains(used, 'disability'), disability, '*') as disability,
        if(list_contains(used, 'route'), route, '*') as route, if(list_contains(used, 'reason'), reason, '*') as reason,
        if(list_contains(used, 'destination'), destination, '*') as destination
    from flow_bases join flow_catalogue using (kind)
)
select *, dense_rank() over (
        order by breakdown, kind, ministry, type, age, sex, disability, route, reason, destination
    )::integer as combo
from cut;

create table flow_combos as select distinct on (combo) * exclude (base) from flow_mapped order by combo;

create table flow_counts as
with by_quarter as (
    select spans.to_date, places.place, moves.population, bases.base, sum(moves.children)::integer as children
    from internal.moves moves
    join (select to_date from spans where spans.kind = 'quarter') spans
        on spans.to_date = last_day((date_trunc('quarter', moves.on_date) + interval 2 month)::date)
    join places using (area)
    join flow_bases bases using (kind, ministry, type, age, sex, disability, route, reason, destination)
    group by all
),
in_tables as (
    select combo, to_date, place, population, sum(children)::integer as children
    from by_quarter join (select base, combo from flow_mapped) using (base) group by all
)
select combo, spans.period, place, population, sum(children)::bigint as children
from in_tables
join spans on in_tables.to_date between spans.from_date and spans.to_date
join (select area, on_date from valued) reported on reported.on_date = spans.to_date
join places using (area, place)
group by all;

create table flow_grid as
with blocks as (
    select spans.period, spans.from_date, spans.to_date, valued.area, places.place
    from spans join valued on valued.on_date = spans.to_date join places using (area)
),
pairs as (
    select blocks.period, blocks.place, owners.ministry, owners.type
    from blocks join internal.institution_periods owners
        on owners.area = blocks.area and owners.from_date <= blocks.to_date
        and (owners.until_date is null or owners.until_date > blocks.from_date)
    union
    select period, place, ministry, type from flow_counts join flow_combos using (combo)
    where breakdown = 'ministry+type' and population = 'all'
),
pairs_too as (
    from pairs union select period, 0, ministry, type from pairs
),
owners as (
    from pairs_too
    union select period, place, ministry, '*' from pairs_too
    union select period, place, '*', type from pairs_too
    union select period, place, '*', '*' from blocks
    union select period, 0, '*', '*' from blocks
)
select combos.combo, combos.breakdown, combos.sensitive, owners.period, owners.place
from owners join flow_combos combos using (ministry, type);

-- Zeros are kept, hidden, and in totals shown; a missing row is one of a type that is not there at all.
create table flow_cells as
with zeros as (
    select combo, period, place, population from flow_grid cross join populations
    where place > 0
),
areas_too as (
    select coalesce(counts.combo, zeros.combo) as combo, coalesce(counts.period, zeros.period) as period,
        coalesce(counts.place, zeros.place) as place, coalesce(counts.population, zeros.population) as population,
        coalesce(children, 0) as children
    from flow_counts counts full join zeros using (combo, period, place, population)
),
everywhere as (
    from areas_too
    union all
    select combo, period, 0, population, sum(children)::bigint from areas_too group by all
)
select everywhere.*, sensitive or population = 'status' as sensitive,
    guarded or population = 'status' as guarded
from everywhere join (select combo, sensitive, guarded from flow_combos) using (combo)
order by combo, population, period, place;

create table flow_sums as
select part.combo as part, total.combo as total, part.breakdown || ' > ' || total.breakdown as family
from flow_combos part join flow_combos total
    on part.depth = total.depth + 1 and part.kind = total.kind and total.ministry in (part.ministry, '*')
    and total.type in (part.type, '*') and total.age in (part.age, '*') and total.sex in (part.sex, '*')
    and total.disability in (part.disability, '*') and total.route in (part.route, '*')
    and total.reason in (part.reason, '*') and total.destination in (part.destination, '*');

-- Quarters add up to the longer periods; periods that end in the same quarter of the year share no quarter. Only where
-- every quarter is published of that area (0, the country, is left out: its areas change from quarter to quarter).
create table flow_series as
with inside as (
    select long.period as total, part.period as part, long.kind || quarter(long.to_date) as family, part.to_date,
        count(*) over (partition by long.period) as quarters
    from spans long join spans part
        on part.kind = 'quarter' and long.kind <> 'quarter' and part.to_date between long.from_date and long.to_date
)
select family, total, part, places.place
from inside join valued on valued.on_date = inside.to_date join places using (area)
qualify count(*) over (partition by total, places.place) = quarters;
