select row_number, column_name, value, detail_uk, detail_en
from found
where dataset = 'institution_events' and finding = 'misread' and kind = 'event_value'
