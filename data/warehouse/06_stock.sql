-- Children on each kept day: +1 where a piece of a stay begins to count in an age band, −1 where it ends, summed along.
create table stock_runs as
with span as (select min(day) as first_day, max(day) as last_day from day_index),
clipped as (
    select area, ministry, type, sex, disability, parents, round_the_clock, with_status,
        greatest(least(from_day, last_day), first_day) as from_day,
        greatest(least(until_day, last_day), first_day) as until_day,
        greatest(least((birth_month + interval 3 year)::date, last_day), first_day) as three_on,
        greatest(least((birth_month + interval 7 year)::date, last_day), first_day) as seven_on
    from pieces cross join span where from_day < until_day
),
indexed as (
    select clipped.*, started.nth as starts, ended.nth as ends, three.nth as turns_3, seven.nth as turns_7
    from clipped
    join day_index started on started.day = clipped.from_day
    join day_index ended on ended.day = clipped.until_day
    join day_index three on three.day = clipped.three_on
    join day_index seven on seven.day = clipped.seven_on
),
banded as (
    select *, '0-2' as age, starts as first, least(ends, turns_3) as after from indexed
    union all
    select *, '3-6', greatest(starts, turns_3), least(ends, turns_7) from indexed
    union all
    select *, '7-17', greatest(starts, turns_7), ends from indexed
),
events as (
    select area, ministry, type, age, sex, disability, parents, round_the_clock, with_status,
        unnest([first, after]) as nth, unnest([1, -1]) as change
    from banded where first < after
),
each as (
    select * exclude (round_the_clock, with_status), unnest(populations_of(round_the_clock, with_status)) as population
    from events
),
summed as (
    select area, population, ministry, type, age, sex, disability, parents, nth, sum(change) as change
    from each group by all having sum(change) <> 0
)
select area, population, ministry, type, age, sex, disability, parents, nth,
    lead(nth, 1, (select max(nth) + 1 from calendar)::integer) over combination as next_nth,
    sum(change) over combination as children
from summed
window combination as (partition by area, population, ministry, type, age, sex, disability, parents order by nth);

create table internal.stock as
with daily as (
    select * exclude (nth, next_nth), unnest(range(nth, next_nth)) as nth from stock_runs where children > 0
)
select '' as breakdown, calendar.on_date, area, population, ministry, type, age, sex, disability, parents,
    children::bigint as children, false as hidden
from daily join calendar using (nth)
order by on_date, population, area, ministry, type;
