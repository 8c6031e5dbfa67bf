select row_number, column_name, value, children as detail
from (
    unpivot (select row_number, children, under_3, with_disability, with_status from staged.returns)
    on under_3, with_disability, with_status into name column_name value value
)
where value > children
