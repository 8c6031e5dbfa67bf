-- What is taken over as it was handed in, and counts beside the register.
create table internal.population as
select as_of as on_date, region as area, age_band as age, sex, sum(children)::bigint as children
from staged.population where region in (select code from areas) group by all order by on_date, area, age, sex;

create table internal.family_care as
select '' as breakdown, as_of as on_date, region as area, care_form as form, sum(children)::bigint as children,
    sum(families)::bigint as families, false as hidden
from staged.family_care where as_of <= getvariable('covers_to') group by all order by on_date, area, form;

create table internal.institution_children as
select periods.institution_id, calendar.on_date, count(presence.child_id) as children, false as hidden
from calendar
join internal.institution_periods periods
    on periods.from_date <= calendar.on_date
    and (periods.until_date is null or periods.until_date > calendar.on_date)
left join internal.presence presence
    on presence.institution_id = periods.institution_id and presence.from_day <= calendar.on_date
    and (presence.until_day is null or presence.until_day > calendar.on_date)
where calendar.kind = 'quarter' and exists (select 1 from internal.presence)
group by all order by institution_id, on_date;

create table internal.published as
select indicator as series, region as area, as_of as on_date, period_text, value, unit, qualifier, ministry, type,
    disaggregation, population, preferred::integer as preferred, source, url, confidence, note
from staged.published order by series, area, on_date;

create table internal.returns as select * exclude (row_number) from staged.returns order by as_of, institution_id;
create table internal.targets as select * exclude (row_number) from staged.targets order by target_code;
create table internal.milestones as select * exclude (row_number) from staged.milestones order by "on", milestone_code;
create table internal.territory_status as
select * exclude (row_number) from staged.territory_status order by region, "from";
create table internal.rollout as select * exclude (row_number) from staged.rollout order by region, "from";
create table internal.services as select * exclude (row_number) from staged.services order by service_id;
create table internal.vocabulary as
select * exclude (row_number) from staged.vocabulary order by category, row_number;
