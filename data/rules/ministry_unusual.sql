select place.row_number, 'ministry' as column_name, place.ministry as value, word.parent_code as detail
from staged.institutions as place
join staged.vocabulary as word on word.category = 'facility_type' and word.code = place.facility_type
where word.parent_code is not null and place.ministry <> word.parent_code
