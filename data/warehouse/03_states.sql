-- Why an area has no numbers, or that it has: piecewise constant, adjacent and without gaps from the beginning on.
-- First that holds: occupied, not live, not reported, value. Without any return handed in by anybody nobody is late;
-- without a single stay in the register no area has reported.
create table live as
select region as area, min("from") as live_from, min(coalesce(history_from, "from")) as history_from
from staged.rollout
where stage = 'LIVE' and "from" <= getvariable('covers_to')
group by region;

create table returned as
with due as (
    select calendar.on_date, periods.area, count(distinct periods.institution_id) as owed,
        count(distinct returns.institution_id) as given
    from calendar
    join live on live.live_from <= calendar.on_date
    join internal.institution_periods periods
        on periods.area = live.area and periods.from_date <= calendar.on_date
        and (periods.until_date is null or periods.until_date > calendar.on_date)
    left join staged.returns on returns.institution_id = periods.institution_id and returns.as_of = calendar.on_date
    where calendar.kind = 'quarter' and exists (select 1 from staged.returns)
    group by all
)
select area, on_date as from_date, last_day((on_date + interval 3 month)::date) as until_date, owed, given from due;

create table internal.area_states as
with borders as (
    select code as area, beginning() as from_date from areas
    union select region, "from" from staged.territory_status
    union select region, "to" from staged.territory_status where "to" is not null
    union select area, history_from from live
    union select area, from_date from returned
    union select area, until_date from returned
),
pieces as (
    select area, from_date, lead(from_date, 1, far()) over (partition by area order by from_date) as until_date
    from borders where from_date <= getvariable('covers_to') and area in (select code from areas)
),
facts as (
    select pieces.area, pieces.from_date, pieces.until_date,
        coalesce(bool_or(territory.status = 'OCCUPIED'), false) as occupied,
        coalesce(bool_or(territory.status = 'PARTIAL'), false) as partial,
        coalesce(bool_or(live.history_from <= pieces.from_date), false) as live,
        (exists (select 1 from staged.placements)
            and not coalesce(bool_or(returned.given = 0), false)) as reported,
        coalesce(bool_or(returned.given < 0.9 * returned.owed), false) as late
    from pieces
    left join staged.territory_status territory
        on territory.region = pieces.area and territory."from" <= pieces.from_date
        and (territory."to" is null or territory."to" > pieces.from_date)
    left join live on live.area = pieces.area
    left join returned
        on returned.area = pieces.area and returned.from_date <= pieces.from_date
        and returned.until_date > pieces.from_date
    group by all
),
named as (
    select area, from_date, until_date, partial and not occupied as partial, late,
        case
            when occupied then 'occupied'
            when not live then 'not_live'
            when not reported then 'not_reported'
            else 'value'
        end as state
    from facts
),
flagged as (
    select area, from_date, until_date, state, partial and state = 'value' as partial,
        late and state = 'value' as provisional
    from named
),
-- Neighbours that say the same are one.
runs as (
    select *, coalesce(
        (state, partial, provisional) <> lag((state, partial, provisional)) over (partition by area order by from_date),
        true
    )::integer as starts
    from flagged
),
numbered as (select *, sum(starts) over (partition by area order by from_date) as run from runs)
select area, min(from_date) as from_date, nullif(max(until_date), far()) as until_date, any_value(state) as state,
    any_value(partial) as partial, any_value(provisional) as provisional
from numbered group by area, run order by area, from_date;
