-- Children present by the stays on the day of the return: a running sum of arrivals and departures of the institution.
-- Small differences are not worth a remark: more than a fifth, and more than five children.
with changes as (
    select institution_id, admitted_on as on_date, 1 as change
    from staged.placements
    where admitted_on < birth_month + interval 18 year and (left_on is null or left_on > admitted_on)
    union all
    select institution_id, least(coalesce(left_on, date '9999-12-31'), (birth_month + interval 18 year)::date), -1
    from staged.placements
    where admitted_on < birth_month + interval 18 year and (left_on is null or left_on > admitted_on)
),
days as (select institution_id, on_date, sum(change) as change from changes group by all),
counts as (
    select institution_id, on_date, sum(change) over (partition by institution_id order by on_date) as counted from days
)
select report.row_number, 'children' as column_name, report.children as value,
    coalesce(counts.counted, 0)::integer as detail
from staged.returns as report
asof left join counts on report.institution_id = counts.institution_id and report.as_of >= counts.on_date
where abs(report.children - coalesce(counts.counted, 0)) > 5
    and abs(report.children - coalesce(counts.counted, 0))
        > 0.2 * greatest(report.children, coalesce(counts.counted, 0))
    and report.institution_id in (select institution_id from staged.placements)
