select row_number, 'history_from' as column_name, history_from as value
from staged.rollout
where stage = 'LIVE' and history_from is null
