select dataset, row_number, column_name, value, detail_uk, detail_en
from found
where finding = 'misread' and kind like 'place:%'
