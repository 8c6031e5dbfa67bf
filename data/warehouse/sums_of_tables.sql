-- Which cells add up to which when a table loses one dimension: family, part, total (row numbers). Where a total of a
-- sensitive table is hidden so is every part of it: such sums say nothing and are left out.
select dense_rank() over (order by family) as family, part.rowid as part, total.rowid as total
from {name}_cells part
join {name}_sums sums on sums.part = part.combo
join {name}_cells total
    on total.combo = sums.total and total.period = part.period and total.place = part.place
    and total.population = part.population
where not (total.sensitive and is_hidden(total.children, true))
