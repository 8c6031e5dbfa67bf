select row_number, if(target_on is null, 'target_on', 'basis') as column_name, target_value as value
from staged.targets
where target_value is not null and indicator is not null and (target_on is null or basis is null)
