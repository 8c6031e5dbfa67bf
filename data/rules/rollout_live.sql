select min(row_number) as row_number, 'stage' as column_name, null as value
from staged.rollout
having count(*) > 0 and count(*) filter (where stage = 'LIVE') = 0
