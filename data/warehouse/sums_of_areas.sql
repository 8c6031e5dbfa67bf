-- Areas add up to the country, cell by cell; hidden totals of sensitive tables are left out.
select 1 as family, part.rowid as part, total.rowid as total
from {name}_cells part join {name}_cells total
    on total.combo = part.combo and total.period = part.period and total.population = part.population
where part.place > 0 and total.place = 0
    and not (total.sensitive and is_hidden(total.children, true))
