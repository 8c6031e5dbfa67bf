-- Children adopted in the calendar year, by citizens of the country and by foreigners.
select *, value as numerator, cast(date_trunc('year', on_date) as date) as begins_on
from published
where series = 'ADOPTED' and disaggregation in ('', '_T')
