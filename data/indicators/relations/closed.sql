-- Institutions closed for good by the last day of each period, ever since the register began.
{name} as (
    select periods.from_date, periods.to_date, closed.* exclude (on_date), false as hidden,
        closed.institution_id as listed_institution, null::date as since, closed.on_date as until
    from main.closures as closed
    join periods on closed.on_date <= periods.to_date
    where true{filters}
)
