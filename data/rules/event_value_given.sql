select row_number, 'value' as column_name, null as value, event as detail
from staged.institution_events
where event in ('stage', 'ministry', 'relocated') and value is null
    and row_number not in (select row_number from found where dataset = 'institution_events' and column_name = 'value')
