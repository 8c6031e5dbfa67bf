select row_number, 'closed_on' as column_name, coalesce(closed_on::varchar, outcome) as value
from staged.incidents
where (outcome is null) <> (closed_on is null) or closed_on < reported_on
