-- Head-counts that somebody published, each with its own scope. Totals only, not those of a ministry or a type.
select *, value as numerator, on_date as begins_on
from published
where ministry = '' and type = '' and disaggregation in ('', '_T') and population = $population
    and series in ('CH_INST', 'CH_INST_24H', 'ORPHANS_INST')
