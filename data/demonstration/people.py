"""The children: when they were born, whether they have a disability, where their families live."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from data.demonstration.calibration import DAYS_A_YEAR, Flags, Floats, Ints, day_number
from data.demonstration.ledger import Ledger, Table
from data.demonstration.stocks import STATUS, World
from data.demonstration.timeline import MONTH_STARTS, month_of

NO, YES, UNKNOWN = 0, 1, 2
FEMALE, MALE = 0, 1


@dataclass
class People:
    """Invents children. `pressure` keeps the share with a disability near the published one."""

    world: World
    rng: np.random.Generator
    pressure: float = 1.0
    table: Table = field(default_factory=lambda: Ledger().children)

    @cached_property
    def level(self) -> float:
        """What the types' shares with a disability are multiplied by to meet the published share."""
        step = self.world.timeline.index(self.world.calibration.part("disruption", "on"))
        sites = self.world.institutions
        sizes = np.array([site.size for site in sites.sites]) * (sites.closes > step)
        mean = float(np.average(self.world.per_site("disability"), weights=sizes))
        return float(self.world.calibration.part("paths", "disability_share")) / mean

    def entry_ages(self, sites: Ints) -> Floats:
        """Ages at admission, years."""
        entry = np.array([kind.entry for kind in self.world.calibration.types])[self.world.institutions.kind[sites]]
        return self.rng.triangular(entry[:, 0], entry[:, 1], entry[:, 2]) if len(sites) else np.zeros(0)

    def invent(self, sites: Ints, layers: Ints, areas: Ints, born: Ints, day: int) -> tuple[Ints, Flags]:
        """New children for the places given, born on days `born`: their rows, and whether they were displaced."""
        number = len(sites)
        boys = self.rng.random(number) < self.world.calibration.part("children", "boys")
        homes, displaced = self._homes(areas, day)
        rows = self.table.append(
            number, birth=month_of(born), sex=np.where(boys, MALE, FEMALE), home=homes,
            disability=self._disability(sites, layers),
        )  # fmt: skip
        return rows, displaced

    def watch(self, rows: Ints) -> None:
        """Look at the children present and press the next ones' shares towards the published share."""
        known = self.table["disability"][rows]
        share = float((known == YES).mean()) if len(rows) else 0.0
        wanted = float(self.world.calibration.part("paths", "disability_share"))
        self.pressure = float(np.clip(1 + 4 * (wanted - share) / wanted, 0.55, 1.6))

    def ages(self, rows: Ints, day: int) -> Floats:
        """Ages on a day, years since the first of the birth month."""
        return np.asarray((day - MONTH_STARTS[self.table["birth"][rows]]) / DAYS_A_YEAR)

    def adult_on(self, rows: Ints) -> Ints:
        """The day each is counted as 18 from."""
        return np.asarray(MONTH_STARTS[self.table["birth"][rows] + 216])

    def _disability(self, sites: Ints, layers: Ints) -> Ints:
        part = self.world.calibration.part("children")
        chance = self.world.per_site("disability")[sites] * self.level * self.pressure
        chance = np.clip(chance * np.where(layers == STATUS, part["status_disability"], 1.0), 0, 0.97)
        drawn = np.where(self.rng.random(len(sites)) < chance, YES, NO)
        return np.where(self.rng.random(len(sites)) < part["unknown_disability"], UNKNOWN, drawn)

    def _homes(self, areas: Ints, day: int) -> tuple[Ints, Flags]:
        part = self.world.calibration.part("children")
        children = self.world.places.children
        homes = np.where(
            self.rng.random(len(areas)) < part["from_elsewhere"],
            self.rng.choice(len(children), len(areas), p=children / children.sum()),
            areas,
        )
        after = day > day_number(self.world.calibration.part("disruption", "on"))
        displaced = self.rng.random(len(areas)) < (part["displaced"] if after else 0.0)
        codes = self.world.calibration.part("disruption", "front")
        front = np.array([self.world.places.number(code) for code in codes])
        homes = np.where(displaced, self.rng.choice(front, len(areas)), homes)
        return homes, displaced & (homes != areas)
