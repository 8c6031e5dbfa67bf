-- An institution that was only renamed has closed nothing.
select stay.row_number,
    if(stay.left_on is not null and stay.admitted_on >= place.closed_on, 'admitted_on', 'left_on') as column_name,
    if(stay.admitted_on >= place.closed_on, stay.admitted_on, stay.left_on) as value, place.closed_on as detail
from staged.placements as stay join staged.institutions as place using (institution_id)
where coalesce(stay.left_on, date '9999-12-31') > place.closed_on
    and place.closed_on <= getvariable('covers_to')
    and coalesce(place.transformation_stage, '') <> 'RENAMED_ONLY'
