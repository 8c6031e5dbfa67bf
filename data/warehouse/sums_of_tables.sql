-- Which cells add up to which when a table loses one dimension: family, part, total (row numbers).
select dense_rank() over (order by family) as family, part.rowid as part, total.rowid as total
from {name}_cells part
join {name}_sums sums on sums.part = part.combo
join {name}_cells total
    on total.combo = sums.total and total.period = part.period and total.place = part.place
    and total.population = part.population
