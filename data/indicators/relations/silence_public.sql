-- The same as it is published: at the ends of years.
{name} as (
    select periods.from_date, periods.to_date, silence.area, silence.institutions, silence.hidden
    from main.silence as silence
    join periods on silence.on_date = periods.to_date
    where true{filters}
)
