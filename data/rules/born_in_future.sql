select row_number, 'birth_month' as column_name, strftime(birth_month, '%Y-%m') as value
from staged.placements
where birth_month > greatest(getvariable('covers_to'), getvariable('today'))
