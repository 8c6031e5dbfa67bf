with
{relations},
answer as (
{indicator}
)
select from_date, to_date, area{by}, sum(numerator) as numerator, {denominator} as denominator,
    coalesce(bool_or(hidden), false) as hidden, {reported} as reported
from answer
group by all
