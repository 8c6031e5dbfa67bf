-- Reports of abuse as they stand in the figures: codes only; the owner and type of the institution on the day of the
-- report; delays in the buckets of the field (days from the event to the report, hours to the first action).
create macro delay_bucket(days) as case
    when days is null then 'UNKNOWN' when days <= 3 then '000-003' when days <= 5 then '004-005' when days <= 14 then '006-014'
    when days <= 30 then '015-030' when days <= 120 then '031-120' else '121+'
end;
create macro action_bucket(hours) as case
    when hours is null then 'NONE' when hours <= 1 then '000-001' when hours <= 24 then '001-024' when hours <= 72 then '024-072'
    else '072+'
end;

create table internal.incidents as
select incidents.incident_id, incidents.institution_id, incidents.region as area, coalesce(slots.ministry, 'UNKNOWN') as ministry,
    coalesce(slots.type, 'UNKNOWN') as type, reported_on as on_date, kind as abuse, coalesce(alleged, 'unknown') as alleged,
    delay_bucket(date_diff('day', occurred_on, reported_on)) as delay, action_bucket(action_hours) as action,
    coalesce(notified_in_time, false) as in_time,
    coalesce(outcome = 'confirmed', false) as confirmed, false as hidden
from staged.incidents incidents
left join slots on slots.institution_id = incidents.institution_id and slots.from_day <= incidents.reported_on
    and slots.until_day > incidents.reported_on
where reported_on <= getvariable('covers_to') and incidents.region in (select code from areas)
order by on_date, incident_id;

create table internal.nil_returns as select institution_id, month from staged.nil_returns order by institution_id, month;

-- Children in institutions at the ends of quarters: what a rate of reports is divided by.
create table internal.exposure as
select stock.on_date, area, ministry, type, sum(children)::bigint as children, false as hidden
from internal.stock stock join calendar using (on_date)
where calendar.kind = 'quarter' and population = 'all' group by all order by on_date, area;

-- Institutions with children at the end of a quarter that for so many months neither reported nor said that there was
-- nothing to report. Nobody can be silent before the first word of anybody.
create table internal.silence as
with first_word as (
    select min(day) as day from (select min(on_date) as day from internal.incidents union all select min(month) from internal.nil_returns)
),
months as (select getvariable('silent_months')::integer as number)
select periods.institution_id, calendar.on_date, periods.area, periods.ministry, periods.type, false as hidden
from calendar cross join months cross join first_word
join internal.institution_periods periods
    on periods.from_date <= calendar.on_date - to_months(months.number)
    and (periods.until_date is null or periods.until_date > calendar.on_date)
join internal.institution_children children
    on children.institution_id = periods.institution_id and children.on_date = calendar.on_date and children.children > 0
where calendar.kind = 'quarter' and first_word.day <= calendar.on_date - to_months(months.number)
    and not exists (
        select 1 from internal.incidents incidents
        where incidents.institution_id = periods.institution_id and incidents.on_date <= calendar.on_date
            and incidents.on_date > calendar.on_date - to_months(months.number)
    )
    and not exists (
        select 1 from internal.nil_returns nil
        where nil.institution_id = periods.institution_id and nil.month <= calendar.on_date
            and last_day(nil.month) > calendar.on_date - to_months(months.number)
    )
order by on_date, institution_id;
