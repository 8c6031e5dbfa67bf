-- Reports of abuse that arrived within the period.
select * exclude (incidents), incidents as numerator
from incidents
where measure = 'REPORTED'
