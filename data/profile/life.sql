-- What happened to one institution, by day.
select "on", event, coalesce(value, '') from institution_events where institution_id = $institution order by "on", event
