-- Reports of abuse that arrived within each period, one row each in every measure it counts in.
{name} as (
    select periods.from_date, periods.to_date, incidents.* exclude (incident_id, institution_id, on_date, in_time, confirmed),
        1 as incidents, unnest(['REPORTED'] || if(confirmed, ['CONFIRMED'], []) || if(in_time, ['IN_TIME'], [])) as measure
    from main.incidents as incidents
    join periods on incidents.on_date between periods.from_date and periods.to_date
    where true{filters}
)
