-- Entries, exits and transfers of the periods asked for, one row each.
{name} as (
    select * from (
        select periods.from_date, periods.to_date, movements.* exclude (
                on_date, child_id, institution_id, from_day, until_day, round_the_clock, with_status
            ),
            unnest(
                ['all'] || if(movements.round_the_clock, ['24h'], []) || if(movements.with_status, ['status'], [])
            ) as population,
            1::bigint as children, false as hidden, movements.child_id as child,
            movements.institution_id as listed_institution, movements.from_day as stay_from,
            movements.until_day as stay_to, movements.destination as went_to
        from main.movements as movements
        join periods on movements.on_date between periods.from_date and periods.to_date
    ) as flows
    where true{filters}
)
