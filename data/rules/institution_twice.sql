select row_number, 'name_uk' as column_name, name_uk as value, first_value(row_number) over same as detail
from staged.institutions
where name_uk is not null and closed_on is null
window same as (partition by lower(name_uk), region, facility_type order by row_number)
qualify row_number() over same > 1
