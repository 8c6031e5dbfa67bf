"""The institutions: how many of each type, where, from when to when, and which were moved with their children."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from data.demonstration.calibration import Calibration, Flags, Floats, Ints
from data.demonstration.reference import Places
from data.demonstration.timeline import Timeline

NEVER = 10_000
MONTHS_OF_CLOSING = (6, 8, 12)


@dataclass
class Site:
    """One institution. `opens` is the first counting day with children (0: long ago), `closes` the first without."""

    kind: int
    area: int
    opens: int = 0
    closes: int = NEVER
    moved_to: int = -1
    moves: int = NEVER
    moved_on: date | None = None
    pilot: int = -1
    lost: bool = False
    size: float = 1.0


@dataclass(frozen=True)
class Institutions:
    """All sites, in the order of their numbers, and the same facts as arrays of one number a site."""

    sites: tuple[Site, ...]
    ids: tuple[str, ...] = field(default=())

    @cached_property
    def kind(self) -> Ints:
        """The facility type: its place in the calibration."""
        return np.array([site.kind for site in self.sites], dtype=np.int64)

    @cached_property
    def closes(self) -> Ints:
        """The first counting day without children."""
        return np.array([site.closes for site in self.sites], dtype=np.int64)

    @cached_property
    def lost(self) -> Flags:
        """Whether contact was lost with the area it stood in."""
        return np.array([site.lost for site in self.sites], dtype=bool)

    @cached_property
    def pilot(self) -> Flags:
        """Whether it is one of the pilot's closings."""
        return np.array([site.pilot >= 0 for site in self.sites], dtype=bool)

    def area(self, step: int) -> Ints:
        """Where each stands on a counting day."""
        return np.array([s.moved_to if s.moves <= step else s.area for s in self.sites], dtype=np.int64)


@dataclass
class Founding:
    """What founding the institutions needs at hand, and the sites founded so far."""

    calibration: Calibration
    places: Places
    timeline: Timeline
    rng: np.random.Generator
    sites: list[Site] = field(default_factory=list)

    @cached_property
    def counted(self) -> list[int]:
        """Places of the days on which the number of institutions is given."""
        return [self.timeline.index(day) for day in self.calibration.part("counted_on")]

    @cached_property
    def lost(self) -> int:
        """The area without contact."""
        return self.places.number(self.calibration.part("disruption", "lost"))

    @cached_property
    def front(self) -> frozenset[int]:
        """The areas near the front."""
        return frozenset(self.places.number(code) for code in self.calibration.part("disruption", "front"))

    @cached_property
    def pilot(self) -> int:
        """The pilot area."""
        return self.places.number(self.calibration.part("pilot", "area"))

    def counts(self, kind: int) -> list[int]:
        """How many of a type operate on each of the counted days."""
        scale = self.calibration.institution_scale
        return [max(1, round(n * scale)) if n else 0 for n in self.calibration.types[kind].counts]


def institutions(
    calibration: Calibration, places: Places, timeline: Timeline, rng: np.random.Generator
) -> Institutions:
    """Found, move and close institutions so that the counted days have the numbers of the calibration."""
    founding = Founding(calibration, places, timeline, rng)
    for kind in range(len(calibration.types)):
        _found(founding, kind)
    _fill_areas(founding)
    _relocate(founding)
    for kind in range(len(calibration.types)):
        _close(founding, kind)
    kinds = np.array([site.kind for site in founding.sites])
    sizes = calibration.type_column("size")[kinds] * rng.lognormal(0.0, 0.32, len(kinds))
    for site, size in zip(founding.sites, sizes, strict=True):
        site.size = float(size) if site.pilot < 0 else site.size
    ordered = sorted(founding.sites, key=lambda site: (site.area, site.kind, site.opens))
    return Institutions(tuple(ordered), tuple(f"DEMO-{number:03d}" for number in range(1, len(ordered) + 1)))


def area_weights(calibration: Calibration, places: Places, series: str) -> Floats:
    """How the institutions of a type are spread over the areas: by boarders, boarders of its series, and children."""
    base = places.boarders[calibration.part("places", "boarders")]
    own = places.boarders.get(series, base)
    children = places.children
    weight = float(calibration.part("places", "population_weight"))
    mixed = (1 - weight) * (0.6 * base / base.sum() + 0.4 * own / own.sum()) + weight * children / children.sum()
    return np.asarray(mixed)


def _found(founding: Founding, kind: int) -> None:
    """The type's institutions of the first day, the pilot's first, and those opened in each interval."""
    counts = founding.counts(kind)
    code = founding.calibration.types[kind].code
    for number, closing in enumerate(founding.calibration.part("pilot", "closings")):
        if closing["type"] == code:
            closes = founding.timeline.index(closing["closed_on"])
            founding.sites.append(Site(kind, founding.pilot, closes=closes, pilot=number, size=float(closing["size"])))
    before = sum(site.kind == kind for site in founding.sites)
    founding.sites.extend(Site(kind, area) for area in _areas(founding, kind, counts[0] - before, safe=False))
    for interval in range(1, len(counts)):
        number = max(0, counts[interval] - counts[interval - 1])
        safe = founding.counted[interval] > founding.timeline.index(founding.calibration.part("disruption", "on"))
        opens = _opening_steps(founding, interval, number)
        areas = _areas(founding, kind, number, safe=safe)
        founding.sites.extend(Site(kind, area, opens=step) for area, step in zip(areas, opens, strict=True))


def _areas(founding: Founding, kind: int, number: int, *, safe: bool) -> list[int]:
    """Areas of `number` institutions, sampled in proportion to their weight; `safe` leaves out the front."""
    if number <= 0:
        return []
    weights = area_weights(founding.calibration, founding.places, founding.calibration.types[kind].series)
    counts = founding.counts(kind)
    if safe or counts[3] >= counts[2]:
        weights[founding.lost] = 0
    if safe:
        weights[list(founding.front)] = 0
    order = founding.rng.permutation(len(weights))
    edges = np.cumsum(weights[order]) / weights.sum()
    points = (founding.rng.random() + np.arange(number)) / number
    return [int(order[min(place, len(order) - 1)]) for place in np.searchsorted(edges, points)]


def _opening_steps(founding: Founding, interval: int, number: int) -> list[int]:
    """First counting days of the opened: the day before is a month-end inside the interval."""
    first, last = founding.counted[interval - 1], founding.counted[interval]
    days = [k for k in range(first + 1, last) if _month_end(founding.timeline.day(k - 1))]
    return sorted(int(step) for step in founding.rng.choice(days, number)) if number else []


def _month_end(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


def _fill_areas(founding: Founding) -> None:
    """Every area gets at least three institutions of the first day, taken from the areas with most."""
    movable = [site for site in founding.sites if site.opens == 0 and site.pilot < 0]
    for area in range(len(founding.places.codes)):
        while sum(site.area == area for site in movable) < 3:
            numbers = np.bincount([site.area for site in movable], minlength=len(founding.places.codes))
            richest = int(np.argmax(numbers))
            fits = [s for s in movable if s.area == richest and (area != founding.lost or _may_be_lost(founding, s))]
            fits[int(founding.rng.integers(len(fits)))].area = area


def _may_be_lost(founding: Founding, site: Site) -> bool:
    counts = founding.counts(site.kind)
    return counts[3] < counts[2]


def _relocate(founding: Founding) -> None:
    """Move institutions with their children; one of an area always stays behind."""
    for origin, target, day in founding.calibration.part("disruption", "relocations"):
        area = founding.places.number(origin)
        step = founding.timeline.from_day(day)
        staying = [s for s in founding.sites if s.area == area and s.moves == NEVER and s.opens == 0 and s.pilot < 0]
        if len(staying) > 1:
            site = staying[int(founding.rng.integers(len(staying)))]
            site.moved_to, site.moves, site.moved_on = founding.places.number(target), step, day


def _close(founding: Founding, kind: int) -> None:
    """Close as many of a type in each interval as its counts say; the pilot's and the lost ones come first."""
    counts = founding.counts(kind)
    for interval in range(1, len(counts)):
        first, last = founding.counted[interval - 1], founding.counted[interval]
        mine = [site for site in founding.sites if site.kind == kind and site.moves == NEVER]
        number = max(0, counts[interval - 1] - counts[interval]) - sum(first < s.closes <= last for s in mine)
        after = founding.timeline.day(first) == founding.calibration.part("disruption", "on")
        number -= _lose(founding, mine, number) if after else 0
        candidates = [s for s in mine if s.closes == NEVER and s.opens == 0 and s.area != founding.pilot]
        weights = np.array([5.0 if after and site.area in founding.front else 1.0 for site in candidates])
        if number <= 0:
            continue
        lucky = founding.rng.choice(len(candidates), number, replace=False, p=weights / weights.sum())
        steps = _closing_steps(founding, first, last)
        for place in sorted(lucky):
            candidates[place].closes = int(founding.rng.choice(steps))


def _lose(founding: Founding, mine: list[Site], quota: int) -> int:
    """Close the type's institutions in the area without contact; those beyond the quota stand elsewhere instead."""
    days = [founding.timeline.index(day) for day in founding.calibration.part("disruption", "lost_closings")]
    staying = [site for site in mine if site.area == founding.lost and site.closes == NEVER]
    elsewhere = [area for area in range(len(founding.places.codes)) if area not in {founding.lost, founding.pilot}]
    for number, site in enumerate(staying):
        if number < quota:
            site.lost, site.closes = True, int(founding.rng.choice(days))
        else:
            site.area = int(founding.rng.choice([area for area in elsewhere if area not in founding.front]))
    return min(len(staying), max(quota, 0))


def _closing_steps(founding: Founding, first: int, last: int) -> list[int]:
    days = ((step, founding.timeline.day(step)) for step in range(first + 3, last))
    return [step for step, day in days if _month_end(day) and day.month in MONTHS_OF_CLOSING]
