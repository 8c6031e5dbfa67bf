-- A tenth of a degree of grace: the boundaries are simplified.
select row_number, 'latitude' as column_name, concat_ws(', ', latitude, longitude) as value
from staged.institutions
where latitude not between getvariable('south') - 0.1 and getvariable('north') + 0.1
    or longitude not between getvariable('west') - 0.1 and getvariable('east') + 0.1
