-- The published tables of reports of abuse, still exact, under the stricter rule: an area's total by calendar year, the
-- country's by quarter, and the country's year by one dimension. Small numbers are hidden with the zeros everywhere.
create table incident_spans as
select from_date, to_date, kind, row_number() over (order by kind, to_date)::integer as period
from (
    select from_date, to_date, 'quarter' as kind from internal.flow_periods where kind = 'quarter'
    union all
    select from_date, to_date, 'year' from internal.flow_periods where kind = 'twelve_months' and month(to_date) = 12
);

create table incident_catalogue as
select breakdown, string_split(breakdown, '+') as used, if(breakdown = '', 0, 1) as depth
from unnest(['', 'ministry', 'type', 'abuse', 'alleged', 'delay', 'action']) as tables(breakdown);

-- Every report stands in each measure it counts in.
create table incident_facts as
select * exclude (measures), unnest(measures) as measure
from (
    select on_date, area, ministry, type, abuse, alleged, delay, action,
        ['REPORTED'] || if(confirmed, ['CONFIRMED'], []) || if(in_time, ['IN_TIME'], []) as measures
    from internal.incidents
);

create table incident_combos as
with members as (
    select 'ministry' as dimension, unnest(list_distinct(list(ministry))) as code from internal.institution_periods
    union select 'ministry', unnest(list_distinct(list(ministry))) from internal.incidents
    union select 'type', unnest(list_distinct(list(type))) from internal.institution_periods
    union select 'type', unnest(list_distinct(list(type))) from internal.incidents
    union select 'abuse', code from staged.vocabulary where category = 'abuse_incident' and code not in ('CASE', 'STAFF_VIOLENCE')
    union select 'abuse', unnest(list_distinct(list(abuse))) from internal.incidents
    union select 'alleged', unnest(['head', 'staff', 'child', 'relative', 'visitor', 'nobody', 'unknown'])
    union select 'delay', unnest(['000-003', '004-005', '006-014', '015-030', '031-120', '121+', 'UNKNOWN'])
    union select 'action', unnest(['000-001', '001-024', '024-072', '072+', 'NONE'])
    union select '', '*'
),
measures as (select unnest(['REPORTED', 'CONFIRMED', 'IN_TIME']) as measure)
select row_number() over (order by breakdown, measure, code)::integer as combo, breakdown, depth, measure,
    if(breakdown = 'ministry', code, '*') as ministry, if(breakdown = 'type', code, '*') as type, if(breakdown = 'abuse', code, '*') as abuse,
    if(breakdown = 'alleged', code, '*') as alleged, if(breakdown = 'delay', code, '*') as delay,
    if(breakdown = 'action', code, '*') as action
from incident_catalogue join members on members.dimension = breakdown cross join measures
order by combo;

-- Nothing is published of the time before the first report.
create table incident_cells as
with told as (
    select spans.period, spans.kind, valued.area, places.place
    from incident_spans spans join valued on valued.on_date = spans.to_date join places using (area)
    where spans.to_date >= (select min(on_date) from internal.incidents)
),
grid as (
    select combo, period, place from told cross join incident_combos where told.kind = 'year' and breakdown = ''
    union
    select combo, period, 0 from told cross join incident_combos where told.kind = 'year' or breakdown = ''
),
counted as (
    select combos.combo, spans.period, unnest([0] || if(spans.kind = 'year' and combos.breakdown = '', [places.place], [])) as place,
        count(*) as children
    from incident_facts facts
    join incident_spans spans on facts.on_date between spans.from_date and spans.to_date
    join valued on valued.on_date = spans.to_date and valued.area = facts.area
    join places on places.area = facts.area
    join incident_combos combos
        on combos.measure = facts.measure and combos.ministry in (facts.ministry, '*') and combos.type in (facts.type, '*')
        and combos.abuse in (facts.abuse, '*')
        and combos.alleged in (facts.alleged, '*') and combos.delay in (facts.delay, '*') and combos.action in (facts.action, '*')
    where spans.kind = 'year' or combos.breakdown = ''
    group by combos.combo, spans.period, 3
)
select combo, period, place, '' as population, coalesce(sum(counted.children), 0)::bigint as children, true as sensitive,
    true as guarded
from grid left join counted using (combo, period, place)
group by all
order by combo, period, place;

create table incident_sums as
select part.combo as part, total.combo as total, part.breakdown || ' > ' || part.measure as family
from incident_combos part join incident_combos total on part.depth = 1 and total.depth = 0 and part.measure = total.measure;

create table incident_series as
select 'year' as family, long.period as total, part.period as part, 0 as place
from incident_spans long join incident_spans part
    on part.kind = 'quarter' and long.kind = 'year' and part.to_date between long.from_date and long.to_date
qualify count(*) over (partition by long.period) = 4;

-- Silent institutions on the last day of a year, by area and in the country.
create table silence_cells as
with counted as (
    select valued.period, places.place, count(silence.institution_id) as children
    from valued join places using (area)
    join calendar on calendar.on_date = valued.on_date and calendar.kind = 'quarter' and month(calendar.on_date) = 12
    left join internal.silence silence on silence.area = valued.area and silence.on_date = valued.on_date
    where valued.on_date >= (select min(on_date) from internal.silence)
    group by all
)
select 1 as combo, period, place, '' as population, children, true as sensitive, true as guarded from counted
union all
select 1, period, 0, '', sum(children)::bigint, true, true from counted group by period
order by period, place;
