"""Who leaves in a step, when and where to; who comes of age; and the pilot's children who went to families."""

from typing import TYPE_CHECKING

import numpy as np

from data.demonstration.calibration import DAYS_A_YEAR, Flags, Ints, day_number
from data.demonstration.circumstances import TO_FAMILY, weights_of_leaving
from data.demonstration.draws import choose
from data.demonstration.institutions import NEVER
from data.demonstration.ledger import NONE
from data.demonstration.stocks import STATUS

if TYPE_CHECKING:
    from data.demonstration.stays import Simulation, Step

POOL_YEARS = 3.5


def leave(step: "Step", rows: Ints, cells: Ints, adult: Flags, numbers: Ints) -> Ints:
    """Let `numbers[cell]` of the children present leave, and all who come of age. Returns the leavers' rows."""
    simulation, table = step.simulation, step.simulation.ledger.stays
    minors = rows[~adult]
    sites = table["site"][minors]
    ages = simulation.people.ages(table["child"][minors], step.until)
    tenure = (step.until - table["admitted"][minors]) / DAYS_A_YEAR
    temporary = simulation.circumstances.temporary[sites]
    weights = weights_of_leaving(simulation.world, sites, ages, tenure, temporary, step.day.month)
    chosen = choose(cells[~adult], weights, numbers, simulation.rng)
    leavers = minors[chosen]
    school = simulation.world.per_site("school")[sites[chosen]] > 0
    leave_at = simulation.world.per_site("leave")[sites[chosen]]
    graduates = school & (ages[chosen] >= leave_at) & (step.day.month in (6, 7, 8, 9))
    _mark(step, leavers, graduates)
    _come_of_age(step, rows[adult])
    _remember(step, leavers)
    return leavers


def _mark(step: "Step", leavers: Ints, graduates: Flags) -> None:
    """Write the leavers' day and destination."""
    simulation, table = step.simulation, step.simulation.ledger.stays
    sites, layers = table["site"][leavers], table["layer"][leavers]
    codes = simulation.circumstances.destinations
    destination = simulation.circumstances.destination(sites, layers, graduates, step.until)
    first, last = step.since + 1, step.until
    if step.sending_home:
        last = min(last, day_number(simulation.world.calibration.part("disruption", "sent_home_until")))
        destination = np.where(layers != STATUS, codes.index("EXIT_FAMILY"), destination)
        lost = simulation.world.institutions.lost[sites] & (layers == STATUS)
        elsewhere = codes.index(simulation.world.calibration.part("disruption", "lost_destination"))
        destination = np.where(lost, elsewhere, destination)
    days = simulation.rng.integers(first, last + 1, len(leavers))
    if step.day.month == 6 and last - first > 20:
        days = np.where(graduates, simulation.rng.integers(last - 12, last + 1, len(leavers)), days)
    table["left"][leavers] = days
    table["destination"][leavers] = destination


def _come_of_age(step: "Step", rows: Ints) -> None:
    """Those who turn 18 stop counting that day; a few rows say so late or, in youth departments, not at all."""
    simulation, table = step.simulation, step.simulation.ledger.stays
    day = np.maximum(simulation.people.adult_on(table["child"][rows]), step.since + 1)
    sites = table["site"][rows]
    kinds = simulation.world.institutions.kind[sites]
    lasting = simulation.world.institutions.closes[sites] == NEVER
    draw = simulation.rng.random(len(rows))
    youth = np.array([kind.youth for kind in simulation.world.calibration.types])[kinds] & lasting & (draw < 0.4)
    late = lasting & ~youth & (draw > 0.94)
    ends = day_number(simulation.world.calibration.covers_to)
    code = simulation.circumstances.destinations.index("EXIT_AGE18")
    table["left"][rows] = np.where(youth, NONE, np.where(late, np.minimum(day + 61, ends), day))
    table["destination"][rows] = np.where(youth, NONE, code)


def _remember(step: "Step", leavers: Ints) -> None:
    """Keep those who went to their families and may come back; forget those too old or gone too long."""
    simulation, table = step.simulation, step.simulation.ledger.stays
    code = simulation.circumstances.destinations.index("EXIT_FAMILY")
    home = leavers[(table["destination"][leavers] == code) & (table["layer"][leavers] != STATUS)]
    old = simulation.pool
    recent = old[table["left"][old] > step.until - POOL_YEARS * DAYS_A_YEAR]
    simulation.pool = np.concatenate([recent, home])


def settle_pilot(simulation: "Simulation") -> None:
    """Make the number of children who went to families from the pilot's closings the published one."""
    table, part = simulation.ledger.stays, simulation.world.calibration.part("pilot")
    codes = simulation.circumstances.destinations
    family = np.array([codes.index(code) for code in sorted(TO_FAMILY)])
    fixed = np.array([codes.index("EXIT_AGE18"), codes.index("EXIT_TRANSFER")])
    first, last = day_number(part["begins_on"]), day_number(part["ends_on"])
    inside = simulation.world.institutions.pilot[table["site"]] & (table["left"] >= first) & (table["left"] <= last)
    gone = np.flatnonzero(inside & ~np.isin(table["destination"], fixed))
    to_family = np.isin(table["destination"][gone], family)
    short = round(part["children_to_families"] * simulation.world.calibration.scale) - int(to_family.sum())
    change = simulation.rng.permutation(gone[~to_family] if short > 0 else gone[to_family])[: abs(short)]
    status = table["layer"][change] == STATUS
    to = np.where(status, codes.index("EXIT_FAMILY_CARE"), codes.index("EXIT_FAMILY"))
    table["destination"][change] = to if short > 0 else codes.index("EXIT_OTHER")
