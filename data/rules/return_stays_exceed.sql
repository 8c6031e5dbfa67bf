select row_number, 'children' as column_name, children as value,
    coalesce(round_the_clock, 0) + coalesce(weekly, 0) + coalesce(day, 0) as detail
from staged.returns
where coalesce(round_the_clock, 0) + coalesce(weekly, 0) + coalesce(day, 0) > children
