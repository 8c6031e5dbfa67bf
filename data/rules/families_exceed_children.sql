select row_number, 'families' as column_name, families as value, children as detail
from staged.family_care
where families > children
