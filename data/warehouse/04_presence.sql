-- From stays to the days on which each child counts, and where.
-- A stay counts from its admission until the child leaves or turns 18 (on the first day of that month); nothing after
-- the last day covered is known. Stays that begin at 18 or later never count.
create table stays as
with typed as (
    select placement_id, child_id, institution_id, admitted_on, coalesce(left_on, far()) as left_on, birth_month,
        (birth_month + interval 18 year)::date as turns_18_on, coalesce(sex, 'UNKNOWN') as sex,
        yes_no(disability) as disability, coalesce(legal_status, 'UNKNOWN') as legal_status,
        case
            when legal_status = 'HAS_PARENTS' then 'YES'
            when legal_status in ('ORPHAN', 'DEPRIVED', 'LEFT') then 'NO'
            else 'UNKNOWN'
        end as parents,
        stay_mode, stay_mode in ('STAY_24H', 'STAY_TEMP') as round_the_clock,
        coalesce(legal_status in ('ORPHAN', 'DEPRIVED'), false) as with_status,
        coalesce(admission_route, 'UNKNOWN') as route, coalesce(reason, 'UNKNOWN') as reason,
        home_region as home_area,
        exit_destination
    from staged.placements
    where admitted_on <= getvariable('covers_to')
)
select * exclude (left_on, exit_destination),
    case
        when least(left_on, turns_18_on) > getvariable('covers_to') then far()
        else least(left_on, turns_18_on)
    end as ends_on,
    case
        when turns_18_on < left_on then 'EXIT_AGE18'
        when turns_18_on = left_on then coalesce(exit_destination, 'EXIT_AGE18')
        else coalesce(exit_destination, 'UNKNOWN')
    end as destination
from typed
where admitted_on < turns_18_on and left_on >= admitted_on;

-- Children with two stays on one day; for all others a stay is a segment.
create table overlapping as
select distinct child_id from (
    select child_id, admitted_on, ends_on, max(ends_on) over (
        partition by child_id order by admitted_on, ends_on, placement_id rows between unbounded preceding and 1 preceding
    ) as covered_until
    from stays
) where covered_until > admitted_on;

-- Of the stays that cover a day, the one admitted last counts, then the larger placement_id (numbered as text sorts).
create table segments as
with entangled as (select * from stays where child_id in (from overlapping)),
points as (
    select child_id, admitted_on as day from entangled union select child_id, ends_on from entangled
),
days as (select child_id, day as from_day, lead(day) over (partition by child_id order by day) as until_day from points),
winners as (
    select days.child_id, days.from_day, days.until_day,
        max_by(stays.placement_id, (stays.admitted_on, stays.placement_id)) as placement_id
    from days join entangled stays
        on stays.child_id = days.child_id and stays.admitted_on <= days.from_day and stays.ends_on >= days.until_day
    where days.until_day is not null
    group by all
),
runs as (
    select *, coalesce(
        placement_id <> lag(placement_id) over child or from_day <> lag(until_day) over child, true
    )::integer as starts
    from winners window child as (partition by child_id order by from_day)
),
numbered as (select *, sum(starts) over (partition by child_id order by from_day) as run from runs),
joined as (
    select child_id, any_value(placement_id) as placement_id, min(from_day) as from_day, max(until_day) as until_day
    from numbered group by child_id, run
)
select child_id, placement_id, from_day, until_day from joined
union all
-- A stay of no day (left as admitted) comes and goes, unless the child is elsewhere all that day.
select child_id, placement_id, admitted_on, ends_on from entangled
where admitted_on = ends_on and not exists (
    select 1 from entangled other
    where other.child_id = entangled.child_id and other.admitted_on < entangled.admitted_on
        and other.ends_on > entangled.admitted_on
)
union all
select child_id, placement_id, admitted_on, ends_on from stays where child_id not in (from overlapping);

-- Where one segment of a child ends as another begins and either is not the stay's own end or beginning (overlap),
-- the child was moved: out of the one, into the other.
create table told as
with own as (
    select segments.*, segments.from_day = stays.admitted_on as starts_itself,
        segments.until_day = stays.ends_on as ends_itself
    from segments join stays using (placement_id)
    where segments.child_id in (from overlapping) and segments.from_day < segments.until_day
),
neighbours as (
    select *,
        lag(until_day) over child = from_day and not (starts_itself and lag(ends_itself) over child) as moved_in,
        lead(from_day) over child = until_day and not (ends_itself and lead(starts_itself) over child) as moved_out
    from own window child as (partition by child_id order by from_day)
)
select stays.* exclude (child_id, admitted_on, ends_on), stays.child_id, segments.from_day, segments.until_day,
    coalesce(moved_in, false) as moved_in, coalesce(moved_out, false) as moved_out
from segments join stays using (placement_id) left join neighbours using (placement_id, from_day, until_day);

-- Cut where the institution moved to another area or ministry: its children move with it on that day. (Nobody's
-- institution moves but a few: the others are joined by their number alone.)
create table pieces as
with still as (select * from slots where from_day = beginning() and until_day = far()),
moving as (select * from slots where not (from_day = beginning() and until_day = far()))
select told.*, still.area, still.ministry, still.type from told join still using (institution_id)
union all by name
select told.* replace (
        greatest(told.from_day, moving.from_day) as from_day, least(told.until_day, moving.until_day) as until_day,
        told.moved_in or moving.from_day > told.from_day as moved_in,
        told.moved_out or moving.until_day < told.until_day as moved_out
    ), moving.area, moving.ministry, moving.type
from told join moving using (institution_id)
where moving.from_day < greatest(told.until_day, told.from_day + 1) and moving.until_day > told.from_day;

-- Kept with codes for the child and the stay; sorted by them, so that no order of the register shows.
create table internal.presence as
select child.code as child_id, stay.code as placement_id, institution_id, from_day,
    nullif(until_day, far()) as until_day, birth_month, sex, disability, legal_status, parents, stay_mode, area,
    ministry, type, route, reason, home_area, round_the_clock, with_status
from pieces
join code_of_child child on child.number = pieces.child_id
join code_of_stay stay on stay.number = pieces.placement_id
where from_day < until_day
order by from_day, stay.code;
