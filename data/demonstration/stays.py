"""The stays: step by step, who leaves, moves, comes back or is new, so that every institution meets its stock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from data.demonstration import admissions, departures
from data.demonstration.calibration import Flags, Floats, Ints, day_number
from data.demonstration.circumstances import Circumstances
from data.demonstration.draws import rounded
from data.demonstration.ledger import Ledger
from data.demonstration.people import People
from data.demonstration.stocks import LAYERS, World

Progress = Callable[[str, float], None]


@dataclass
class Simulation:
    """What is known while the register is written. `present`, `pool`: rows of stays inside now; gone home before."""

    world: World
    stock: npt.NDArray[np.int32]
    rng: np.random.Generator
    ledger: Ledger = field(default_factory=Ledger)
    present: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    pool: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @cached_property
    def people(self) -> People:
        """The children of the ledger."""
        return People(self.world, self.rng, table=self.ledger.children)

    @cached_property
    def circumstances(self) -> Circumstances:
        """The draws of codes."""
        return Circumstances(self.world, self.rng)

    @cached_property
    def closed_to_new(self) -> Flags:
        """Counting day × site: no admissions (the pilot's closings, the last half year of others, the disruption)."""
        days = self.world.timeline.days[:, None]
        closes = self.world.institutions.closes
        ends = np.where(closes < len(days), self.world.timeline.days[np.minimum(closes, len(days) - 1)], 10**6)
        begins = day_number(self.world.calibration.part("pilot", "begins_on"))
        disruption = day_number(self.world.calibration.part("disruption", "on"))
        until = day_number(self.world.calibration.part("disruption", "sent_home_until")) + 20
        shut = days > ends - 183
        shut |= self.world.institutions.pilot & (days >= begins)
        shut |= self.world.institutions.lost & (days > disruption)
        return np.asarray(shut | ((days > disruption) & (days <= until)))

    def step(self, number: int) -> "Step":
        """The step from one counting day to the next."""
        return Step(self, number)


@dataclass(frozen=True)
class Step:
    """One step: after day `since` up to day `until`."""

    simulation: Simulation
    number: int

    @property
    def since(self) -> int:
        """The counting day before, days since 1970."""
        return int(self.simulation.world.timeline.days[self.number - 1])

    @property
    def until(self) -> int:
        """The counting day at the end, days since 1970."""
        return int(self.simulation.world.timeline.days[self.number])

    @property
    def day(self) -> date:
        """The counting day at the end."""
        return self.simulation.world.timeline.day(self.number)

    @property
    def sending_home(self) -> bool:
        """Whether children are being sent home in this step."""
        part = self.simulation.world.calibration.part("disruption")
        return day_number(part["on"]) <= self.since < day_number(part["sent_home_until"])

    def planned(self) -> Floats:
        """Admissions to expect from the types' turnover, site × layer."""
        world = self.simulation.world
        month = np.array(world.calibration.part("children", "admissions"))[self.day.month - 1]
        school = world.per_site("school") > 0
        share = np.where(school, month, 1.0) * (self.until - self.since) / 365.0
        stock = self.simulation.stock[self.number]
        plan = world.per_site("turnover")[:, None] * share[:, None] * stock
        return np.asarray(np.minimum(plan, stock), dtype=float)


def stays(world: World, stock: npt.NDArray[np.int32], rng: np.random.Generator, progress: Progress) -> Ledger:
    """The ledger of all children and stays whose number inside meets `stock` on every counting day."""
    simulation = Simulation(world, stock, rng)
    admissions.first_day(simulation)
    last = len(world.timeline.days) - 1
    for number in world.timeline.steps:
        _advance(simulation.step(number))
        if number % 12 == 0:
            progress("stays", 0.05 + 0.55 * number / last)
    departures.settle_pilot(simulation)
    return simulation.ledger


def _advance(step: Step) -> None:
    """Let children leave and come so that the step's stock is met."""
    simulation = step.simulation
    rows = simulation.present
    table = simulation.ledger.stays
    cells = table["site"][rows] * LAYERS + table["layer"][rows]
    adult = simulation.people.adult_on(table["child"][rows]) <= step.until
    wanted = simulation.stock[step.number].astype(np.int64).ravel()
    present = np.bincount(cells[~adult], minlength=len(wanted))
    shut = np.repeat(simulation.closed_to_new[step.number], LAYERS)
    entering = np.maximum(np.minimum(rounded(step.planned().ravel(), simulation.rng), wanted), wanted - present)
    entering = np.where(shut, 0, entering)
    wanted = _shift(step, wanted, present, shut)
    entering = np.maximum(entering, np.where(shut, 0, wanted - present))
    leaving = np.maximum(present + entering - wanted, 0)
    leavers = departures.leave(step, rows, cells, adult, leaving)
    arrived = admissions.admit(step, np.repeat(np.arange(len(wanted)), entering), leavers)
    gone = np.isin(rows, np.concatenate([leavers, rows[adult]]), assume_unique=True)
    simulation.present = np.concatenate([rows[~gone], arrived])
    simulation.people.watch(simulation.ledger.stays["child"][simulation.present])


def _shift(step: Step, wanted: Ints, present: Ints, shut: Flags) -> Ints:
    """On published days, children missing where nobody may be admitted are wanted elsewhere in their layer."""
    if step.day not in step.simulation.world.calibration.part("exact_on"):
        return wanted
    short = np.where(shut, np.maximum(wanted - present, 0), 0)
    wanted = wanted - short
    layers = np.arange(len(wanted)) % LAYERS
    for layer in range(LAYERS):
        open_ = np.flatnonzero((layers == layer) & ~shut & (wanted > 20))
        number = int(short[layers == layer].sum())
        wanted[step.simulation.rng.permutation(open_)[:number]] += 1
    return wanted
