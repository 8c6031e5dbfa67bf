-- What others published up to the last day of each period (on that very day in a series). The preferred figures only.
{name} as (
    select periods.from_date, periods.to_date, published.* replace (
        coalesce(published.ministry, '') as ministry, coalesce(published.type, '') as type,
        coalesce(published.disaggregation, '') as disaggregation
    )
    from main.published as published
    join periods on published.on_date <= periods.to_date and (not $exact or published.on_date = periods.to_date)
    where published.preferred = 1{filters}
)
