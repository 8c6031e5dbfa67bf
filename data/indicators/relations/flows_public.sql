-- Entries, exits and transfers of the periods asked for, from the published table of just these dimensions.
{name} as (
    select flows.* exclude (breakdown)
    from main.flows as flows
    join periods using (from_date, to_date)
    where flows.breakdown = ${breakdown}{filters}
)
