"""Why a child came, by whose decision, in which status and mode, and where it goes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.demonstration.calibration import Calibration, Flags, Floats, Ints, day_number
from data.demonstration.draws import Mix
from data.demonstration.stocks import STATUS, World

MODES = ("STAY_24H", "STAY_TEMP", "STAY_5D", "STAY_DAY")
LEGAL = ("ORPHAN", "DEPRIVED", "HAS_PARENTS", "DLC", "LEFT", "WAR_AFFECTED")
TO_FAMILY = frozenset({"EXIT_FAMILY", "EXIT_FAMILY_CARE", "EXIT_ADOPTED"})


@dataclass(frozen=True)
class Circumstances:
    """Draws of everything that is a code. Numbers returned are places in the tuples of codes named beside them."""

    world: World
    rng: np.random.Generator

    @property
    def calibration(self) -> Calibration:
        """What the draws follow."""
        return self.world.calibration

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Codes of reasons."""
        return self._codes("reasons", "ORPHANHOOD", "WAR")

    @cached_property
    def routes(self) -> tuple[str, ...]:
        """Codes of routes."""
        return self._codes("routes", "TRANSFER_IN", "EVACUATION")

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """Codes of destinations."""
        return self._codes("exits", "EXIT_TRANSFER", "EXIT_AGE18")

    @cached_property
    def profile(self) -> Ints:
        """The profile of each site."""
        names = list(self.calibration.part("profiles"))
        profiles = np.array([names.index(kind.profile) for kind in self.calibration.types])
        return np.asarray(profiles[self.world.institutions.kind])

    @cached_property
    def temporary(self) -> Flags:
        """Whether children stay for a short time only, one a site."""
        kinds = np.array([kind.mode == "STAY_TEMP" for kind in self.calibration.types])
        return np.asarray(kinds[self.world.institutions.kind])

    def modes(self, sites: Ints, layers: Ints) -> Ints:
        """Stay modes (MODES) of stays in the layers of the sites."""
        weekly = self.rng.random(len(sites)) < self.world.per_site("weekly")[sites]
        clock = np.where(self.temporary[sites], MODES.index("STAY_TEMP"), MODES.index("STAY_24H"))
        rest = np.where(weekly, MODES.index("STAY_5D"), MODES.index("STAY_DAY"))
        return np.asarray(np.where(layers <= 1, clock, rest))

    def legal(self, sites: Ints, layers: Ints, day: int) -> Ints:
        """Legal statuses (LEGAL) of children admitted by `day`."""
        part = self.calibration.part("children")
        draw = self.rng.random(len(sites))
        status = np.where(draw < part["orphans_among_status"], LEGAL.index("ORPHAN"), LEGAL.index("DEPRIVED"))
        kind = self.temporary[sites]
        difficult = np.where(kind, *(part["difficult_circumstances"][key] for key in ("temporary", "other")))
        left = difficult + np.where(kind, *(part["left_without_care"][key] for key in ("temporary", "other")))
        war = left + (part["war_affected"] if self._after(day) else 0.0)
        other = np.select(
            [draw < difficult, draw < left, draw < war],
            [LEGAL.index("DLC"), LEGAL.index("LEFT"), LEGAL.index("WAR_AFFECTED")],
            LEGAL.index("HAS_PARENTS"),
        )
        return np.asarray(np.where(layers == STATUS, status, other))

    def reason(self, sites: Ints, legal: Ints, displaced: Flags, day: int) -> Ints:
        """Reasons of admission (`reasons`)."""
        drawn = self._mix("reasons").draw(self._kinds(sites, legal), self.rng)
        share = self.calibration.part("children", "war_reason") if self._after(day) else 0.0
        war = displaced | (self.rng.random(len(sites)) < share)
        drawn = np.where(war & (legal > 1), self.reasons.index("WAR"), drawn)
        return np.asarray(np.where(legal == LEGAL.index("ORPHAN"), self.reasons.index("ORPHANHOOD"), drawn))

    def route(self, sites: Ints, legal: Ints, displaced: Flags) -> Ints:
        """Routes of admission (`routes`)."""
        drawn = self._mix("routes").draw(self._kinds(sites, legal), self.rng)
        evacuated = displaced & (self.rng.random(len(sites)) < 0.3)
        return np.asarray(np.where(evacuated, self.routes.index("EVACUATION"), drawn))

    def destination(self, sites: Ints, layers: Ints, graduates: Flags, day: int) -> Ints:
        """Where leavers go (`destinations`); transfers and those who come of age are marked elsewhere."""
        drive = float(self.calibration.path("children", "family_drive").at([day])[0])
        names = list(self.calibration.part("profiles"))
        kinds = np.where(layers == STATUS, names.index("status"), self.profile[sites])
        kinds = np.where(graduates, names.index("graduate"), kinds)
        return self._mix("exits").tilted(TO_FAMILY, drive).draw(kinds, self.rng)

    def return_chance(self, day: int) -> float:
        """The share of admissions of children who have been in the same institution before."""
        return float(self.calibration.path("children", "return_chance").at([day])[0])

    def _after(self, day: int) -> bool:
        return day > day_number(self.calibration.part("disruption", "on"))

    def _kinds(self, sites: Ints, legal: Ints) -> Ints:
        names = list(self.calibration.part("profiles"))
        return np.asarray(np.where(legal <= 1, names.index("status"), self.profile[sites]))

    def _mix(self, what: str) -> Mix:
        codes = {"reasons": self.reasons, "routes": self.routes, "exits": self.destinations}[what]
        return Mix.of([profile.get(what, {"": 1.0}) for profile in self.calibration.part("profiles").values()], codes)

    def _codes(self, what: str, *others: str) -> tuple[str, ...]:
        found = {code for profile in self.calibration.part("profiles").values() for code in profile.get(what, {})}
        return tuple(sorted(found | set(others)))


def weights_of_leaving(world: World, sites: Ints, ages: Floats, tenure: Floats, temporary: Flags, month: int) -> Floats:
    """How readily children leave: those old enough, in summer those who finish school, and long stays in shelters."""
    leave, oldest, school = (world.per_site(name)[sites] for name in ("leave", "oldest", "school"))
    summer = month in (6, 7, 8)
    old = np.where(ages >= leave, 9.0 if summer else 4.0, 0.0)
    final = np.where(ages >= oldest, 60.0, 0.0)
    finishing = np.where((school > 0) & summer & (ages >= 16.7), 40.0, 0.0)
    long = np.where(temporary & (tenure > 0.75), 12.0, 0.0)
    return np.asarray(1.0 + old + final + finishing + long)
