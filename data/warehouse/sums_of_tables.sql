-- Which cells of a finer table add up to which cell of the coarser one (it lacks one dimension; {same} names the rest).
select part.rowid as part, total.rowid as total
from {cells} part join {cells} total on {same}
where part.breakdown = $finer and total.breakdown = $coarser
