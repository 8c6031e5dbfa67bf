-- Operating special and boarding schools in the register of educational institutions, all register types together.
select *, value as numerator, on_date as begins_on
from published
where series = 'EDU_INST_COUNT'
