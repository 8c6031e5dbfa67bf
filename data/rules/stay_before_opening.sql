select stay.row_number, 'admitted_on' as column_name, stay.admitted_on as value, place.opened_on as detail
from staged.placements as stay join staged.institutions as place using (institution_id)
where stay.admitted_on < place.opened_on
