-- Orphans and children deprived of parental care on the primary register, wherever they live.
select *, value as numerator, on_date as begins_on
from published
where series = 'ORPHANS_REG'
