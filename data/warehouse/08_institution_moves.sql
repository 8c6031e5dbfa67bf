-- Every coming and going of one institution's children, by day, way in and destination. Children who move with their
-- institution to another area or ministry stay in it. Opening + in − out = closing, for every institution.
create table internal.institution_moves as
with starts as (
    select institution_id, from_day as on_date, if(moved_in or route = 'TRANSFER_IN', 'TRANSFER_IN', 'ENTRY') as kind,
        if(moved_in, 'TRANSFER_IN', route) as way
    from told where from_day <= getvariable('covers_to')
),
ends as (
    select institution_id, until_day as on_date,
        if(moved_out or destination = 'EXIT_TRANSFER', 'TRANSFER_OUT', 'EXIT') as kind,
        if(moved_out, 'EXIT_TRANSFER', destination) as way
    from told where until_day < far()
)
select institution_id, on_date, kind, way, count(*) as children
from (from starts union all from ends) group by all order by institution_id, on_date, kind, way;
