-- The same from what is published of the children: rounded, and hidden where one of the quarters is.
{name} as (
    select periods.from_date, periods.to_date, exposure.area, exposure.ministry, exposure.type,
        sum(exposure.children) / count(*) as children, bool_or(exposure.hidden) as hidden
    from main.stock as exposure
    join periods on exposure.on_date between periods.from_date and periods.to_date
        and month(exposure.on_date) % 3 = 0 and exposure.on_date = last_day(exposure.on_date)
    where exposure.breakdown = ${breakdown} and exposure.population = 'all'{filters}
    group by all
)
