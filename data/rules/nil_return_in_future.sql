select row_number, 'month' as column_name, strftime(month, '%Y-%m') as value
from staged.nil_returns
where month > greatest(getvariable('covers_to'), getvariable('today'))
