-- Reports of abuse and silent institutions, as controlled as everything public; `extra_*` as in 30_publish.
create table public.incidents as
select breakdown, from_date, to_date, area, measure, ministry, type, abuse, alleged, delay, action,
    shown(children, hidden) as incidents, hidden
from (
    select *, is_hidden(children, sensitive) or rowid in (select cell from extra_incident) as hidden from incident_cells
)
join incident_combos using (combo) join places using (place) join incident_spans using (period)
order by breakdown, to_date, from_date, area, measure, ministry, type, abuse, alleged, delay, action;

create table public.silence as
select calendar.on_date, places.area, shown(children, hidden) as institutions, hidden
from (
    select *, is_hidden(children, sensitive) or rowid in (select cell from extra_silence) as hidden from silence_cells
)
join places using (place) join calendar on calendar.nth = period
order by on_date, area;
