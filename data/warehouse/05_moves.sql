-- Every coming and going, one row per day and combination. A child of several populations stands in each.
create table internal.moves as
with starts as (
    select from_day as on_date, *,
        if(moved_in or route = 'TRANSFER_IN', 'TRANSFER_IN', 'ENTRY') as kind, '' as went_to
    from pieces where from_day <= getvariable('covers_to')
),
ends as (
    select until_day as on_date, *,
        if(moved_out or destination = 'EXIT_TRANSFER', 'TRANSFER_OUT', 'EXIT') as kind,
        if(moved_out, 'EXIT_TRANSFER', destination) as went_to
    from pieces where until_day < far()
),
counted as (
    select on_date, area, kind, ministry, type, age_band(birth_month, on_date) as age, sex, disability,
        if(kind = 'TRANSFER_IN', 'TRANSFER_IN', route) as route, reason, went_to as destination,
        round_the_clock, with_status, count(*) as children
    from (from starts union all from ends)
    group by all
),
each as (
    select * exclude (round_the_clock, with_status), unnest(populations_of(round_the_clock, with_status)) as population
    from counted
)
select on_date, area, population, kind, ministry, type, age, sex, disability, route, reason, destination,
    sum(children)::bigint as children
from each group by all
order by on_date, population, area;
