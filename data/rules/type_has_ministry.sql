select row_number, 'parent_code' as column_name, parent_code as value
from staged.vocabulary
where category = 'facility_type' and parent_code is not null
    and parent_code not in (select code from staged.vocabulary where category = 'ministry' and code is not null)
