select row_number, 'as_of' as column_name, as_of as value
from staged.returns
where as_of > greatest(getvariable('covers_to'), getvariable('today'))
