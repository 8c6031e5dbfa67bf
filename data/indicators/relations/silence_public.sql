-- The same as it is published: at the end of a year, up to a year old.
{name} as (
    select periods.from_date, periods.to_date, silence.area, silence.institutions, silence.hidden
    from main.silence as silence
    join periods on silence.on_date <= periods.to_date and silence.on_date > periods.to_date - interval 1 year
    where true{filters}
    qualify silence.on_date = max(silence.on_date) over (partition by silence.area, periods.to_date)
)
