-- Three age bands × two sexes.
select min(row_number) as row_number, 'age_band' as column_name, count(*) as value, as_of as detail
from (select distinct on (region, as_of, age_band, sex) * from staged.population order by row_number)
where region is not null and as_of is not null
group by region, as_of
having count(*) <> 6
