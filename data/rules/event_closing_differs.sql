select event.row_number, 'on' as column_name, event."on" as value, place.closed_on as detail
from staged.institution_events as event join staged.institutions as place using (institution_id)
where event.event = 'closed' and place.closed_on <> event."on"
