select row_number, 'target_on' as column_name, target_on as value, baseline_on as detail
from staged.targets
where target_on <= baseline_on
