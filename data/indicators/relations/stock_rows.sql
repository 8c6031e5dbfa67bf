-- The children counted on the days asked for, one row each: what no kept stock tells apart is told by the stays.
{name} as (
    select * from (
        select periods.from_date, periods.to_date, presence.area, presence.ministry, presence.type, presence.sex,
            presence.disability, presence.parents, presence.route, presence.reason, presence.stay_mode,
            coalesce(presence.legal_status, 'UNKNOWN') as legal_status,
            coalesce(presence.home_area, 'UNKNOWN') as home_area,
            case
                when date_diff('month', presence.birth_month, periods.to_date) < 36 then '0-2'
                when date_diff('month', presence.birth_month, periods.to_date) < 84 then '3-6'
                else '7-17'
            end as age,
            unnest(
                ['all'] || if(presence.round_the_clock, ['24h'], []) || if(presence.with_status, ['status'], [])
            ) as population,
            1::bigint as children, false as hidden, presence.child_id as child,
            presence.institution_id as listed_institution, presence.from_day as stay_from,
            presence.until_day as stay_to, '' as went_to
        from main.presence as presence
        join periods on presence.from_day <= periods.to_date
            and (presence.until_day is null or presence.until_day > periods.to_date)
    ) as stock
    where true{filters}
)
