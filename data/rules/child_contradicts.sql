-- One child, two sexes or two birth months: every row that differs from the child's first.
with firsts as (
    select row_number, sex, birth_month,
        first_value(sex) over child as first_sex,
        first_value(birth_month) over child as first_birth,
        first_value(row_number) over child as first_row
    from staged.placements
    where child_id is not null
    window child as (partition by child_id order by row_number)
)
select row_number, 'birth_month' as column_name, strftime(birth_month, '%Y-%m') as value, first_row as detail
from firsts where birth_month <> first_birth
union all
select row_number, 'sex', sex, first_row from firsts where sex <> first_sex
