with told as (
    select row_number, region, relocated_to, raion, unnest(['raion', 'hromada']) as column_name,
        unnest([raion, hromada]) as value
    from staged.institutions
)
select told.row_number, told.column_name, told.value, known.area as detail
from told join known_places known on known.code = told.value
where known.area not in (told.region, coalesce(told.relocated_to, told.region))
    or (told.column_name = 'hromada' and told.raion is not null and known.parent <> told.raion)
