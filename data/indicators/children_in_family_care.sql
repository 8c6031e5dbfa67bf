-- Children in the four family-based forms by the newest figures of the area.
select * exclude (children), children as numerator
from family_care
where form in ('GUARD', 'FOSTER', 'DBST', 'PATRONAT')
