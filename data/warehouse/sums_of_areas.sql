-- Areas add up to the country, cell by cell.
select part.rowid as part, total.rowid as total
from {cells} part join {cells} total on {same}
where part.area <> getvariable('country') and total.area = getvariable('country')
