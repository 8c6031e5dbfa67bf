-- Institutions from which nothing had been heard for months on the days asked for, ends of quarters.
{name} as (
    select periods.from_date, periods.to_date, silence.area, silence.ministry, silence.type, 1 as institutions, silence.hidden
    from main.silence as silence
    join periods on silence.on_date = periods.to_date
    where true{filters}
)
