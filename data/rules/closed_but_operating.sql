select row_number, 'status' as column_name, status as value, closed_on as detail
from staged.institutions
where status in ('OPERATING', 'SUSPENDED', 'RETURNED') and closed_on <= getvariable('covers_to')
    and coalesce(transformation_stage, '') <> 'RENAMED_ONLY'
