-- The same as the internal stock for days on which no stock is kept: counted from the children's stays themselves.
-- Age in completed months from the first day of the month of birth; a child of several populations stands in each.
{name} as (
    select from_date, to_date, area, population, ministry, type, age, sex, disability, parents,
        count(*) as children, false as hidden
    from (
        select periods.from_date, periods.to_date, presence.area, presence.ministry, presence.type, presence.sex,
            presence.disability, presence.parents,
            case
                when date_diff('month', presence.birth_month, periods.to_date) < 36 then '0-2'
                when date_diff('month', presence.birth_month, periods.to_date) < 84 then '3-6'
                else '7-17'
            end as age,
            unnest(
                ['all'] || if(presence.round_the_clock, ['24h'], []) || if(presence.with_status, ['status'], [])
            ) as population
        from main.presence as presence
        join periods on presence.from_day <= periods.to_date
            and (presence.until_day is null or presence.until_day > periods.to_date)
    ) as stock
    where true{filters}
    group by all
)
