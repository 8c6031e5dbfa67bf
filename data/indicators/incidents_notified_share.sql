-- numerator: reports of which police and service for children were told within a day. denominator: all reports.
select * exclude (incidents), if(measure = 'IN_TIME', incidents, 0) as numerator,
    if(measure = 'REPORTED', incidents, 0) as denominator
from incidents
where measure in ('IN_TIME', 'REPORTED')
