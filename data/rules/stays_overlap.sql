-- A stay that begins before an earlier one of the same child has ended.
with ordered as (
    select row_number, child_id, admitted_on, placement_id,
        max(coalesce(left_on, date '9999-12-31')) over earlier as earlier_left,
        arg_max(placement_id, coalesce(left_on, date '9999-12-31')) over earlier as earlier_stay
    from staged.placements
    where child_id is not null and admitted_on is not null
    window earlier as (
        partition by child_id order by admitted_on, placement_id
        rows between unbounded preceding and 1 preceding
    )
)
select row_number, 'admitted_on' as column_name, admitted_on as value, earlier_stay as detail
from ordered
where earlier_left > admitted_on
