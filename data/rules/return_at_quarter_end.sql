select row_number, 'as_of' as column_name, as_of as value,
    last_day((date_trunc('quarter', as_of) + interval 2 month)::date) as detail
from staged.returns
where as_of <> last_day(as_of) or month(as_of) % 3 <> 0
