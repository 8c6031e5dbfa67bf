-- Entries, exits and transfers of the periods asked for, summed from days, one row per combination. Areas only.
{name} as (
    select periods.from_date, periods.to_date, flows.* exclude (on_date), false as hidden
    from main.moves as flows
    join periods on flows.on_date between periods.from_date and periods.to_date
    where flows.on_date between list_min($from_dates::date[]) and list_max($to_dates::date[]){filters}
)
