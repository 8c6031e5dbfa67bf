-- Every coming and going of a child, one row each, with the child's code.
create table internal.movements as
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
)
select on_date, kind, child.code as child_id, institution_id, area, ministry, type,
    age_band(birth_month, on_date) as age, sex, disability, parents, legal_status, stay_mode,
    coalesce(home_area, 'UNKNOWN') as home_area, if(kind = 'TRANSFER_IN', 'TRANSFER_IN', route) as route, reason,
    went_to as destination, from_day, nullif(until_day, far()) as until_day, round_the_clock, with_status
from (from starts union all from ends) as either
join code_of_child child on child.number = either.child_id
join code_of_stay stay on stay.number = either.placement_id
order by on_date, stay.code;

-- The same per day and combination. A child of several populations stands in each.
create table internal.moves as
with counted as (
    select on_date, area, kind, ministry, type, age, sex, disability, route, reason, destination, round_the_clock,
        with_status, count(*) as children
    from internal.movements
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
