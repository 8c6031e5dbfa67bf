-- Children counted on the days asked for, from the published table of just these dimensions. Areas and the country.
{name} as (
    select periods.from_date, periods.to_date, stock.* exclude (breakdown, on_date)
    from main.stock as stock
    join periods on stock.on_date = periods.to_date
    where stock.breakdown = ${breakdown}{filters}
)
