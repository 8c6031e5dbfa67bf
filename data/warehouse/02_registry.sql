-- Where each institution was and whose, over time; when it operated; when it really closed.
-- Before its first dated change an institution is as its row says; a receiving area without a dated relocation
-- counts from the beginning.
create table slots as
with changes as (
    select institution_id, "on" as from_day, max(value) filter (event = 'relocated') as area,
        max(value) filter (event = 'ministry') as ministry
    from staged.institution_events
    where (event = 'relocated' and value in (select code from areas)) or (event = 'ministry' and value is not null)
    group by institution_id, "on"
),
founded as (
    select institution_id, beginning() as from_day, ministry, facility_type as type,
        case
            when institution_id in (select institution_id from changes where changes.area is not null) then region
            else coalesce(relocated_to, region)
        end as area
    from staged.institutions
),
points as (
    select institution_id, from_day, area, ministry from founded
    union all
    select institution_id, from_day, area, ministry from changes where from_day <= getvariable('covers_to')
),
filled as (
    select institution_id, from_day,
        last_value(area ignore nulls) over earlier as area,
        last_value(ministry ignore nulls) over earlier as ministry
    from points
    window earlier as (partition by institution_id order by from_day rows unbounded preceding)
),
-- A change that changes nothing does not cut.
cuts as (
    select * from filled
    qualify row_number() over (partition by institution_id order by from_day) = 1
        or area <> lag(area) over (partition by institution_id order by from_day)
        or ministry <> lag(ministry) over (partition by institution_id order by from_day)
)
select cuts.institution_id, cuts.from_day,
    lead(cuts.from_day, 1, far()) over (partition by cuts.institution_id order by cuts.from_day) as until_day,
    cuts.area, cuts.ministry, founded.type
from cuts join founded using (institution_id);

-- A renaming closes nothing; if the new name has its own row, the old row ends and the new one goes on.
create table lives as
with events as (
    select institution_id, min("on") filter (event = 'opened') as first_opened,
        max("on") filter (event = 'opened') as last_opened, max("on") filter (event = 'closed') as last_closed
    from staged.institution_events group by institution_id
),
ends as (
    select i.institution_id, i.transformation_stage,
        coalesce(i.opened_on, e.first_opened, beginning()) as opened,
        coalesce(
            i.closed_on,
            case when e.last_closed > coalesce(e.last_opened, beginning()) then e.last_closed end
        ) as closed
    from staged.institutions i left join events e using (institution_id)
),
renamings as (
    select institution_id, "on" as on_date,
        bool_or(value in (select institution_id from staged.institutions) and value <> institution_id) as has_successor
    from staged.institution_events where event = 'renamed' group by institution_id, "on"
)
select ends.institution_id, opened,
    case
        when closed > getvariable('covers_to') then far()
        when (transformation_stage = 'RENAMED_ONLY' or on_date is not null) and not coalesce(has_successor, false)
            then far()
        else coalesce(closed, far())
    end as closed,
    (coalesce(transformation_stage, '') <> 'RENAMED_ONLY' and on_date is null) as really
from ends left join renamings on renamings.institution_id = ends.institution_id and renamings.on_date = ends.closed;

create table internal.institution_periods as
select institution_id, area, ministry, type, greatest(from_day, opened) as from_date,
    nullif(least(until_day, closed), far()) as until_date
from slots join lives using (institution_id)
where greatest(from_day, opened) < least(until_day, closed) and greatest(from_day, opened) <= getvariable('covers_to')
order by area, institution_id, from_date;

create table internal.closures as
select institution_id, area, ministry, type, closed as on_date
from lives join slots using (institution_id)
where closed < far() and really and closed > from_day and closed <= until_day
order by on_date, institution_id;

-- A hromada tells its raion. An institution counts in a raion only while it works in that raion's area: of one that was
-- moved away it is not known in which raion of the receiving area it stands, unless its row says so.
create table standing as
select i.institution_id, coalesce(i.raion, above.parent) as raion, i.hromada
from staged.institutions i
left join known_places above on above.code = i.hromada;

create table internal.institution_places as
select periods.institution_id, periods.area, periods.from_date, periods.until_date,
    if(raions.area = periods.area, standing.raion, null) as raion,
    if(hromadas.area = periods.area, standing.hromada, null) as hromada
from internal.institution_periods periods
join standing using (institution_id)
left join known_places raions on raions.code = standing.raion
left join known_places hromadas on hromadas.code = standing.hromada
order by periods.area, periods.institution_id, periods.from_date;

create table internal.institutions as
select i.institution_id, i.name_uk, i.name_en, i.facility_type, i.facility_type as type, slots.ministry, i.ownership,
    i.region, slots.area, standing.raion, standing.hromada, i.latitude, i.longitude, i.capacity,
    size_band(i.capacity) as capacity_band, i.opened_on, i.closed_on, i.status,
    i.transformation_stage, i.relocated_to
from staged.institutions i join standing using (institution_id)
join slots on slots.institution_id = i.institution_id and slots.until_day = far()
order by i.institution_id;

create table internal.institution_events as
select institution_id, "on", event, value, note from staged.institution_events order by institution_id, "on", event;
