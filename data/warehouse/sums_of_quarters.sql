-- Quarters add up to longer periods, area by area; hidden totals of sensitive tables are left out.
select dense_rank() over (order by series.family) as family, part.rowid as part, total.rowid as total
from {name}_series series
join {name}_cells part on part.period = series.part and part.place = series.place
join {name}_cells total
    on total.period = series.total and total.place = part.place and total.combo = part.combo
    and total.population = part.population
where not (total.sensitive and is_hidden(total.children, true))
