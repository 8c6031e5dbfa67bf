select row_number, if(confidence is null, 'confidence', 'url') as column_name, null as value
from staged.published
where confidence is null
    or (url is null and row_number not in (
        select row_number from found where dataset = 'published' and column_name = 'url'
    ))
