-- Institutions from which nothing was heard for months on the day.
select from_date, to_date, area, institutions as numerator, hidden
from silence
