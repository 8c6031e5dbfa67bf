select row_number, 'as_of' as column_name, as_of as value
from staged.family_care
where as_of > greatest(getvariable('covers_to'), getvariable('today'))
