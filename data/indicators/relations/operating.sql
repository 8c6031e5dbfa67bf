-- Institutions operating on the last day of each period: one row per institution. A renaming closes nothing.
{name} as (
    select periods.from_date, periods.to_date, operating.* exclude (from_date, until_date), false as hidden,
        operating.institution_id as listed_institution, operating.from_date as since, operating.until_date as until
    from main.institution_periods as operating
    join periods on operating.from_date <= periods.to_date
        and (operating.until_date is null or operating.until_date > periods.to_date)
    where true{filters}
)
