-- Raions add up to the total of their area; hidden totals of sensitive tables are left out.
select 1 as family, part.rowid + {raions} as part, total.rowid as total
from raion_cells part
join stock_combos combos on combos.breakdown = ''
join stock_cells total
    on total.combo = combos.combo and total.period = part.period and total.place = part.place
    and total.population = part.population
where not (total.sensitive and is_hidden(total.children, true))
