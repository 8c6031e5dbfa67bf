select report.row_number, 'as_of' as column_name, report.as_of as value,
    if(report.as_of < place.opened_on, place.opened_on, place.closed_on) as detail
from staged.returns as report join staged.institutions as place using (institution_id)
where report.children > 0
    and (report.as_of < place.opened_on
        or (report.as_of > place.closed_on and coalesce(place.transformation_stage, '') <> 'RENAMED_ONLY'))
