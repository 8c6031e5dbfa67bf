"""Who comes in a step: children moved from elsewhere, children who come back, and new ones."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from data.demonstration.calibration import DAYS_A_YEAR, Flags, Ints, day_number
from data.demonstration.draws import pairs
from data.demonstration.stocks import LAYERS, STATUS

if TYPE_CHECKING:
    from data.demonstration.stays import Simulation, Step

SCHOOL_STARTS = 9


def first_day(simulation: "Simulation") -> None:
    """Fill every institution to its stock of the first counting day with children already some time inside."""
    wanted = simulation.stock[0].ravel()
    cells = np.repeat(np.arange(len(wanted)), wanted)
    sites, layers = cells // LAYERS, cells % LAYERS
    world, day = simulation.world, int(simulation.world.timeline.days[0])
    entry = simulation.people.entry_ages(sites)
    longest = np.maximum(np.minimum(world.per_site("oldest")[sites], 17.9) - entry, 0.02)
    mean = 1 / world.per_site("turnover")[sites]
    draw = simulation.rng.random(len(sites))
    tenure = -mean * np.log(1 - draw * (1 - np.exp(-longest / mean)))
    admitted = day - (tenure * DAYS_A_YEAR).astype(np.int64)
    born = day - ((entry + tenure) * DAYS_A_YEAR).astype(np.int64)
    born = np.maximum(born, day - int(17.9 * DAYS_A_YEAR))
    simulation.present = _place(simulation, sites, layers, admitted, born, world.area[0][sites], day)


def admit(step: "Step", cells: Ints, leavers: Ints) -> Ints:
    """Fill the places `cells`; returns the rows of the new stays."""
    simulation = step.simulation
    cells = simulation.rng.permutation(cells)
    moved, filled = _move(step, cells, leavers)
    cells = cells[~filled]
    returned, filled = _return(step, cells)
    cells = cells[~filled]
    sites, layers = cells // LAYERS, cells % LAYERS
    admitted = _days(step, sites)
    born = admitted - (simulation.people.entry_ages(sites) * DAYS_A_YEAR).astype(np.int64)
    areas = simulation.world.area[step.number][sites]
    new = _place(simulation, sites, layers, admitted, born, areas, step.until)
    return np.concatenate([moved, returned, new])


def _place(
    simulation: "Simulation", sites: Ints, layers: Ints, admitted: Ints, born: Ints, areas: Ints, day: int
) -> Ints:
    """New children and their stays."""
    children, displaced = simulation.people.invent(sites, layers, areas, np.minimum(born, admitted), day)
    return _enter(simulation, children, sites, layers, admitted, displaced, day)


def _enter(
    simulation: "Simulation", children: Ints, sites: Ints, layers: Ints, admitted: Ints, displaced: Flags, day: int
) -> Ints:
    """Stays of children who come from outside the institutions."""
    draws = simulation.circumstances
    legal = draws.legal(sites, layers, day)
    return simulation.ledger.stays.append(
        len(sites), child=children, site=sites, layer=layers, mode=draws.modes(sites, layers), admitted=admitted,
        legal=legal, route=draws.route(sites, legal, displaced), reason=draws.reason(sites, legal, displaced, day),
    )  # fmt: skip


def _days(step: "Step", sites: Ints) -> Ints:
    """Days of admission: weekdays of the step; schools mostly on the day the school year starts."""
    rng, world = step.simulation.rng, step.simulation.world
    days = np.arange(step.since + 1, step.until + 1)
    weekdays = days[(days + 3) % 7 < 5]
    drawn = rng.choice(weekdays if len(weekdays) else days, len(sites))
    start = day_number(date(step.day.year, SCHOOL_STARTS, 1))
    if not step.since < start <= step.until:
        return np.asarray(drawn)
    first = (world.per_site("school")[sites] > 0) & (rng.random(len(sites)) < 0.85)
    return np.asarray(np.where(first, start, drawn))


def _move(step: "Step", cells: Ints, leavers: Ints) -> tuple[Ints, Flags]:
    """Pair leavers who move with places of the same area (of any area if contact with theirs was lost)."""
    simulation, table, world = step.simulation, step.simulation.ledger.stays, step.simulation.world
    movers = leavers[_may_move(step, leavers)]
    area = world.area[step.number]
    anywhere = len(world.places.codes)
    lost = world.institutions.lost[table["site"][movers]]
    places = np.flatnonzero(~simulation.circumstances.temporary[cells // LAYERS])
    taken = np.zeros(len(cells), dtype=bool)
    rows: list[Ints] = []
    for here, far in ((movers[~lost], False), (movers[lost], True)):
        free = places[~taken[places]]
        home = np.full(len(here), anywhere) if far else area[table["site"][here]]
        there = np.full(len(free), anywhere) if far else area[cells[free] // LAYERS]
        keys = home * 2 + (table["layer"][here] == STATUS), there * 2 + (cells[free] % LAYERS == STATUS)
        left, right = pairs(*keys, simulation.rng)
        stays, slots = here[left], free[right]
        fits = _fits(step, stays, cells[slots] // LAYERS)
        rows.append(_transfer(step, stays[fits], cells[slots[fits]]))
        taken[slots[fits]] = True
    return np.concatenate(rows), taken


def _may_move(step: "Step", leavers: Ints) -> Flags:
    simulation, table, world = step.simulation, step.simulation.ledger.stays, step.simulation.world
    sites, layers = table["site"][leavers], table["layer"][leavers]
    closing = world.institutions.closes[sites] <= step.number + 12
    hurry = np.where(closing & ~world.institutions.pilot[sites], 6.0, 1.0)
    chance = np.minimum(world.per_site("transfer")[sites] * hurry, 0.7)
    chance = np.where(world.institutions.lost[sites], 1.0, chance)
    may = simulation.rng.random(len(leavers)) < chance
    return np.asarray(may & (layers == STATUS)) if step.sending_home else np.asarray(may)


def _fits(step: "Step", stays: Ints, sites: Ints) -> Flags:
    """Whether the children may be admitted to the sites: another one, and of the right age."""
    simulation, table, world = step.simulation, step.simulation.ledger.stays, step.simulation.world
    ages = simulation.people.ages(table["child"][stays], step.until)
    youngest = np.array([kind.entry[0] for kind in world.calibration.types])[world.institutions.kind[sites]]
    return np.asarray((ages >= youngest) & (ages < world.per_site("leave")[sites]) & (table["site"][stays] != sites))


def _transfer(step: "Step", stays: Ints, cells: Ints) -> Ints:
    """End the stays as transfers and begin the new ones the same day."""
    simulation, table = step.simulation, step.simulation.ledger.stays
    sites, layers = cells // LAYERS, cells % LAYERS
    draws = simulation.circumstances
    table["destination"][stays] = draws.destinations.index("EXIT_TRANSFER")
    table["moved_to"][stays] = sites
    simulation.pool = simulation.pool[~np.isin(simulation.pool, stays)]
    return table.append(
        len(stays), child=table["child"][stays], site=sites, layer=layers, mode=draws.modes(sites, layers),
        admitted=table["left"][stays], legal=table["legal"][stays], reason=table["reason"][stays],
        route=draws.routes.index("TRANSFER_IN"),
    )  # fmt: skip


def _return(step: "Step", cells: Ints) -> tuple[Ints, Flags]:
    """Fill a share of the places with children who went home from the same institution before this step."""
    simulation, table, world = step.simulation, step.simulation.ledger.stays, step.simulation.world
    chance = simulation.circumstances.return_chance(step.until)
    open_ = np.flatnonzero((cells % LAYERS != STATUS) & (simulation.rng.random(len(cells)) < chance))
    pool = simulation.pool[table["left"][simulation.pool] <= step.since]
    ages = simulation.people.ages(table["child"][pool], step.until)
    pool = pool[ages < np.minimum(world.per_site("oldest")[table["site"][pool]] - 0.6, 17.2)]
    slots, back = pairs(cells[open_] // LAYERS, table["site"][pool], simulation.rng)
    taken, old = open_[slots], pool[back]
    filled = np.zeros(len(cells), dtype=bool)
    filled[taken] = True
    sites, layers = cells[taken] // LAYERS, cells[taken] % LAYERS
    nobody = np.zeros(len(taken), dtype=bool)
    rows = _enter(simulation, table["child"][old], sites, layers, _days(step, sites), nobody, step.until)
    simulation.pool = simulation.pool[~np.isin(simulation.pool, old)]
    return rows, filled
