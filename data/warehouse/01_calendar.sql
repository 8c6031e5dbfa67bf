-- Days on which stocks are kept, and periods over which flows are published.
-- The first year is the earliest that the rollout or a published national figure reaches back to.
create table calendar as
with bounds as (
    select date_trunc('year', least(
        (select min(history_from) from staged.rollout where stage = 'LIVE'),
        (select min(on_date) from reference_dates),
        getvariable('covers_to')
    ))::date as first_day
),
month_ends as (
    select last_day(unnest(generate_series(first_day, getvariable('covers_to'), interval 1 month))::date) as on_date
    from bounds
)
select on_date,
    case
        when month(on_date) % 3 = 0 and on_date = last_day(on_date) then 'quarter'
        when on_date = last_day(on_date) then 'month'
        else 'reference'
    end as kind,
    row_number() over (order by on_date)::integer as nth
from (select on_date from month_ends union select on_date from reference_dates)
where on_date <= getvariable('covers_to')
order by on_date;

create table internal.release_dates as
select on_date, kind, kind <> 'month' as public from calendar order by on_date;

-- Quarters, the twelve months that end with each of them, and the unfinished year up to the last of them.
create table internal.flow_periods as
with quarters as (
    select (date_trunc('quarter', on_date))::date as from_date, on_date as to_date from calendar where kind = 'quarter'
),
newest as (select max(to_date) as to_date from quarters)
select from_date, to_date, 'quarter' as kind from quarters
union all
select (date_trunc('month', to_date) - interval 11 month)::date, to_date, 'twelve_months'
from quarters
where (date_trunc('month', to_date) - interval 11 month)::date >= (select min(from_date) from quarters)
union all
select (date_trunc('year', to_date))::date, to_date, 'to_date' from newest where quarter(to_date) in (2, 3)
order by kind, to_date;

-- For every day the first kept day on or after it (one more than the last if there is none).
create table day_index as
with span as (select min(on_date) as first_day, max(on_date) as last_day, max(nth) + 1 as after from calendar),
days as (
    select unnest(generate_series(first_day, last_day + interval 1 day, interval 1 day))::date as day from span
)
select day, coalesce(calendar.nth, (select after from span)) as nth
from days asof left join calendar on days.day <= calendar.on_date;
