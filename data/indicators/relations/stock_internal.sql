-- Children counted on the days asked for, one row per combination of all dimensions. Areas only.
{name} as (
    select periods.from_date, periods.to_date, stock.* exclude (breakdown, on_date)
    from main.stock as stock
    join periods on stock.on_date = periods.to_date
    where true{filters}
)
