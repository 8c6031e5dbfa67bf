-- Children in institutions on average over the ends of the quarters within each period (at the newest before it, if none
-- lies within).
{name} as (
    with days as (
        select periods.from_date, periods.to_date,
            coalesce(list(on_date) filter (on_date >= periods.from_date), [max(on_date)]) as on_dates
        from periods join (select distinct on_date from main.exposure) kept on kept.on_date <= periods.to_date
        group by periods.from_date, periods.to_date
    )
    select days.from_date, days.to_date, exposure.area, exposure.ministry, exposure.type,
        sum(exposure.children) / any_value(len(days.on_dates)) as children, false as hidden
    from main.exposure as exposure
    join days on list_contains(days.on_dates, exposure.on_date)
    where true{filters}
    group by all
)
