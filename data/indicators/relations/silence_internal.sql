-- Institutions from which nothing had been heard for months on the last end of a quarter up to each period's last day.
{name} as (
    select periods.from_date, periods.to_date, silence.area, silence.ministry, silence.type, 1 as institutions, silence.hidden
    from main.silence as silence
    join periods on silence.on_date <= periods.to_date and silence.on_date > periods.to_date - interval 3 month
    where true{filters}
    qualify silence.on_date = max(silence.on_date) over (partition by periods.to_date)
)
