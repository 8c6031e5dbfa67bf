select row_number, 'from' as column_name, "from" as value,
    lag(row_number) over area as detail
from staged.territory_status
where region is not null and "from" is not null
window area as (partition by region order by "from", row_number)
qualify lag(coalesce("to", date '9999-12-31')) over area > "from"
