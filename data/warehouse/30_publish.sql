-- public.duckdb: nothing but controlled tables and facts that are public already. `extra_*` are cells hidden so that the
-- small ones cannot be worked out.
-- `vague_*` are totals whose zeros in finer tables, or of areas, are hidden as well.
create table public.stock as
with cells as (
    select combo, period, place, population, children,
        is_hidden(children, sensitive) or rowid in (select cell from extra_stock) as hidden
    from stock_cells
    union all
    select distinct grid.combo, grid.period, grid.place, totals.population, null::bigint, true
    from vague_stock vague
    join stock_cells totals on totals.rowid = vague.cell
    join (select family, part, total from (select 'tables' as family, part, total from stock_sums
        union all select 'areas', combo, combo from stock_combos)) sums
        on sums.total = totals.combo and sums.family = vague.family
    join stock_grid grid on grid.combo = sums.part and grid.period = totals.period
        and (grid.place = totals.place or (vague.family = 'areas' and grid.place > 0))
    anti join stock_cells known
        on known.combo = grid.combo and known.period = grid.period and known.place = grid.place
        and known.population = totals.population
)
select breakdown, calendar.on_date, area, population, ministry, type, age, sex, disability, parents,
    shown(children, hidden) as children, hidden
from cells join stock_combos using (combo) join places using (place) join calendar on calendar.nth = cells.period
order by breakdown, population, on_date, area, ministry, type, age, sex, disability, parents;

create table public.flows as
with cells as (
    select combo, period, place, population, children,
        is_hidden(children, sensitive) or rowid in (select cell from extra_flow) as hidden
    from flow_cells
    union all
    select distinct grid.combo, grid.period, grid.place, totals.population, null::bigint, true
    from vague_flow vague
    join flow_cells totals on totals.rowid = vague.cell
    join (select family, part, total from (select 'tables' as family, part, total from flow_sums
        union all select 'areas', combo, combo from flow_combos)) sums
        on sums.total = totals.combo and sums.family = vague.family
    join flow_grid grid on grid.combo = sums.part and grid.period = totals.period
        and (grid.place = totals.place or (vague.family = 'areas' and grid.place > 0))
    anti join flow_cells known
        on known.combo = grid.combo and known.period = grid.period and known.place = grid.place
        and known.population = totals.population
)
select breakdown, from_date, to_date, area, population, combos.kind, ministry, type, age, sex, disability, route,
    reason, destination, shown(children, hidden) as children, hidden
from cells join flow_combos combos using (combo) join places using (place) join spans using (period)
order by breakdown, population, to_date, from_date, area, kind, ministry, type, age, sex, disability, route, reason,
    destination;

create table public.institution_children as
select institution_id, on_date, shown(children, hidden) as children, hidden
from (
    select *, is_hidden(children, sensitive) or rowid in (select cell from extra_institution) as hidden
    from institution_cells
)
order by institution_id, on_date;

create table public.raion_stock as
select calendar.on_date, area, raion, population, shown(children, hidden) as children, hidden
from (
    select *, is_hidden(children, sensitive) or rowid in (select cell from extra_raion) as hidden from raion_cells
) join calendar on calendar.nth = period
order by on_date, area, population, raion;

create table public.family_care as
select '' as breakdown, on_date, places.area, form, shown(children, hidden) as children,
    shown(families, is_hidden(families, sensitive) or hidden) as families, hidden
from (
    select *, is_hidden(children, sensitive) or rowid in (select cell from extra_family_care) as hidden
    from family_care_cells
) join places using (place)
order by on_date, area, form;

create table public.institutions as
select institutions.* replace (
    shown_places.latitude as latitude, shown_places.longitude as longitude, null::bigint as capacity
)
from internal.institutions institutions left join shown_places using (institution_id) order by institution_id;
create table public.institution_events as select * exclude (note) from internal.institution_events;
create table public.institution_periods as from internal.institution_periods;
create table public.institution_places as from internal.institution_places;
create table public.closures as from internal.closures;
create table public.area_states as from internal.area_states;
create table public.population as from internal.population;
create table public.published as from internal.published;
create table public.targets as from internal.targets;
create table public.milestones as from internal.milestones;
create table public.territory_status as from internal.territory_status;
create table public.rollout as from internal.rollout;
create table public.services as from internal.services;
create table public.vocabulary as from internal.vocabulary;
create table public.release_dates as from internal.release_dates where public;
create table public.flow_periods as from internal.flow_periods;
