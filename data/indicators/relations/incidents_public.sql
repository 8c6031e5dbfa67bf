-- Reports of abuse within each period, from the published table of just these dimensions.
{name} as (
    select incidents.* exclude (breakdown)
    from main.incidents as incidents
    join periods using (from_date, to_date)
    where incidents.breakdown = ${breakdown}{filters}
)
