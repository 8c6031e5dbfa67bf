select row_number, 'closed_on' as column_name, null as value, status as detail
from staged.institutions
where status in ('LIQUIDATED', 'REORGANISED') and closed_on is null
    and coalesce(transformation_stage, '') <> 'RENAMED_ONLY'
