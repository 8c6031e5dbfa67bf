-- The periods asked for: one row each; a stock has from_date = to_date.
periods as (
    select unnest($from_dates::date[]) as from_date, unnest($to_dates::date[]) as to_date
)
