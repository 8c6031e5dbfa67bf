-- numerator: exits to the parents, to family-based care and to adoption. denominator: all exits but deaths and turning 18.
with counted as (
    select *
    from flow_parts
    where kind = 'EXIT' and destination not in ('EXIT_DEATH', 'EXIT_AGE18')
)
select * exclude (children), children as denominator,
    if(destination in ('EXIT_FAMILY', 'EXIT_FAMILY_CARE', 'EXIT_ADOPTED'), children, 0) as numerator
from counted
