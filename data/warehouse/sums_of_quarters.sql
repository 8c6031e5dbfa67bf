-- Quarters add up to the longer periods that end in the same quarter of the year ($phase), area by area, where all
-- quarters of the period are published. The country's areas may differ from quarter to quarter: left out.
with lengths as (
    select from_date, to_date, 3 * count(*) over (partition by from_date, to_date) as months
    from internal.flow_periods where kind = 'quarter'
),
complete as (
    select periods.from_date, periods.to_date, valued.area
    from internal.flow_periods periods
    join lengths on lengths.from_date between periods.from_date and periods.to_date
    join valued on valued.on_date = lengths.to_date
    where periods.kind = $kind and quarter(periods.to_date) = $phase
    group by all
    having 3 * count(*) = date_diff('month', periods.from_date, periods.to_date) + 1
)
select part.rowid as part, total.rowid as total
from flow_cells total
join complete using (from_date, to_date, area)
join flow_cells part on part.from_date between total.from_date and total.to_date and part.to_date <= total.to_date
    and date_diff('month', part.from_date, part.to_date) = 2 and {same}
where (total.from_date, total.to_date) <> (part.from_date, part.to_date)
