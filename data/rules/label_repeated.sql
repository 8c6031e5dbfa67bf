select row_number, 'uk' as column_name, uk as value, first_value(code) over same as detail
from staged.vocabulary
where uk is not null
window same as (partition by category, lower(uk) order by row_number)
qualify row_number() over same > 1 and first_value(code) over same <> code
