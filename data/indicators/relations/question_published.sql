-- Of each area and period the newest figures of the indicator, with the day they are of and who published them.
with
{relations},
answer as (
{indicator}
),
newest as (
    select * from answer qualify on_date = max(on_date) over (partition by area, to_date)
)
select from_date, to_date, area{by}, sum(numerator) as numerator, {denominator} as denominator, false as hidden,
    {reported} as reported, min(begins_on) as begins_on, max(on_date) as on_date, string_agg(distinct source, '; ' order by source) as source
from newest
group by all
