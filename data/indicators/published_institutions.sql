-- Counts of institutions that somebody published, each with its own scope. Totals only.
select *, value as numerator, on_date as begins_on
from published
where ministry = '' and type = '' and series = 'INST_N' and disaggregation in ('', '_T')
