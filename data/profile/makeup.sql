-- Children of one institution on chosen days by five dimensions, one row a day, dimension and code.
with days as (select unnest($days::date[]) as on_date),
present as (
    select days.on_date, stay_mode, sex, disability, coalesce(legal_status, 'UNKNOWN') as legal_status,
        date_diff('month', birth_month, days.on_date) as months
    from presence join days on from_day <= days.on_date and (until_day is null or until_day > days.on_date)
    where institution_id = $institution and ({allowed})
),
told as (
    select on_date, unnest([
        ('stay_mode', stay_mode), ('age', case when months < 36 then '0-2' when months < 84 then '3-6' else '7-17' end),
        ('sex', sex), ('disability', disability), ('legal_status', legal_status)
    ]) as part
    from present
)
select on_date, part[1] as dimension, part[2] as code, count(*) as children
from told group by all order by on_date, dimension, children desc, code
