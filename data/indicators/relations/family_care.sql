-- Children in family-based care: of each area the newest figures up to the last day of each period, a year old at most.
{name} as (
    select periods.from_date, periods.to_date, family_care.* exclude (breakdown, on_date)
    from main.family_care as family_care
    join periods on family_care.on_date <= periods.to_date
        and family_care.on_date > periods.to_date - interval 1 year
    where true{filters}
    qualify family_care.on_date = max(family_care.on_date) over (partition by family_care.area, periods.to_date)
)
