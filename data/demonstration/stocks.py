"""How many children each institution has on every counting day: totals spread by proportional fitting."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from data.demonstration.calibration import Calibration, Flags, Floats, Ints, day_number
from data.demonstration.institutions import NEVER, Institutions
from data.demonstration.reference import Places
from data.demonstration.timeline import Timeline

STATUS, CLOCK, REST = range(3)
LAYERS = 3
ROUNDS = 40


@dataclass(frozen=True)
class World:
    """All that is fixed before the first child is invented."""

    calibration: Calibration
    places: Places
    timeline: Timeline
    institutions: Institutions

    @cached_property
    def months(self) -> Ints:
        """The calendar month, 1–12, of every counting day."""
        return np.array([self.timeline.day(k).month for k in range(len(self.timeline.days))])

    @cached_property
    def disrupted(self) -> Flags:
        """Counting days after the disruption and before matters settled."""
        days = self.timeline.days
        first = day_number(self.calibration.part("disruption", "on"))
        return np.asarray((days > first) & (days <= day_number(self.calibration.part("disruption", "settled_on"))))

    @cached_property
    def area(self) -> Ints:
        """Where each site stands, counting day × site."""
        return np.stack([self.institutions.area(k) for k in range(len(self.timeline.days))])

    @cached_property
    def group(self) -> Ints:
        """The group of each site; the last number is the rest."""
        rest = len(self.calibration.groups)
        types = [self.calibration.part("groups", name, "types") for name in self.calibration.groups]
        of_type = {code: number for number, codes in enumerate(types) for code in codes}
        groups = np.array([of_type.get(kind.code, rest) for kind in self.calibration.types])
        return np.asarray(groups[self.institutions.kind])

    def per_site(self, column: str) -> Floats:
        """A number of the facility type, one a site."""
        return np.asarray(self.calibration.type_column(column)[self.institutions.kind])


def stocks(world: World, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    """Children per counting day × site × layer (with status, others round the clock, the rest), whole numbers."""
    margins = _layer_margins(world)
    life = _life(world)
    wanted = _fit_days(world, _fit_areas(world, margins, life), margins, life)
    sums = _group_sums(world, wanted)
    wanted = _season(world, _scale_pilot(world, wanted))
    offsets = rng.random(wanted.shape[::2])[:, None, :]
    whole = np.floor(wanted + offsets).astype(np.int32)
    for day in world.calibration.part("exact_on"):
        step = world.timeline.index(day)
        for layer in range(LAYERS):
            for group, total in enumerate(np.round(sums[layer, :-1, step])):
                cells = _cells(world, wanted[layer, step], group)
                _correct(whole[layer, step], cells, int(total), world.group == group, rng)
            rest = _cells(world, wanted[layer, step], len(world.calibration.groups))
            _correct(whole[layer, step], rest, round(float(margins[layer, step])), world.group >= 0, rng)
    return np.ascontiguousarray(whole.transpose(1, 2, 0))


def _layer_margins(world: World) -> Floats:
    """Children per layer × counting day."""
    days = world.timeline.days
    names = ("all", "round_the_clock", "with_status")
    everyone, clock, status = (world.calibration.path("paths", name).at(days) for name in names)
    return np.stack([status, clock - status, everyone - clock]) * world.calibration.scale


def _life(world: World) -> Floats:
    """How full an institution is in its life, counting day × site: filling after opening, emptying before closing."""
    days, sites = world.timeline.days, world.institutions.sites
    life = np.ones((len(days), len(sites)))
    begins = day_number(world.calibration.part("pilot", "begins_on"))
    for place, site in enumerate(sites):
        if site.opens:
            life[:, place] *= np.clip(0.3 + (days - days[site.opens]) / 520, 0.3, 1)
            life[: site.opens, place] = 0
        if site.closes != NEVER:
            end = days[site.closes]
            length = end - begins if site.pilot >= 0 else 560
            life[:, place] *= 1.0 if site.lost else np.clip(0.28 + 0.72 * (end - days) / length, 0, 1)
            life[site.closes :, place] = 0
    return life


def _fit_areas(world: World, margins: Floats, life: Floats) -> Floats:
    """Weights per layer × site that on the eve of the disruption give the areas' shares, the layers and the groups."""
    step = world.timeline.index(world.calibration.part("disruption", "on"))
    kinds = world.institutions.kind
    status, clock = (world.calibration.type_column(name)[kinds] for name in ("status", "clock"))
    size = np.array([site.size for site in world.institutions.sites])
    weights = np.stack([status, (1 - status) * clock, (1 - status) * (1 - clock)]) * size
    boarders = world.places.boarders[world.calibration.part("places", "boarders")]
    areas = margins[:, step].sum() * boarders / boarders.sum()
    groups = _group_margins(world)[:, step]
    for _ in range(ROUNDS * 3):
        alive = weights * life[step]
        weights *= (margins[:, step] / alive.sum(axis=1))[:, None]
        factor = _ratio(groups, np.bincount(world.group, (weights * life[step]).sum(axis=0), len(groups) + 1)[:-1])
        weights *= np.append(factor, 1.0)[world.group]
        present = np.bincount(world.area[step], (weights * life[step]).sum(axis=0), len(areas))
        weights *= _ratio(areas, present)[world.area[step]]
    return np.asarray(weights)


def _group_margins(world: World) -> Floats:
    """Children per group × counting day."""
    paths = (world.calibration.path("groups", name, "path") for name in world.calibration.groups)
    return np.stack([path.at(world.timeline.days) for path in paths]) * world.calibration.scale


def _fit_days(world: World, weights: Floats, margins: Floats, life: Floats) -> Floats:
    """Children wanted per layer × counting day × site; groups are held except while all was disrupted."""
    wanted = weights[:, None, :] * (life * _area_factors(world))[None]
    groups = _group_margins(world)
    held = ~world.disrupted
    for _ in range(ROUNDS):
        for number in range(len(groups)):
            members = np.flatnonzero(world.group == number)
            factor = np.where(held, _ratio(groups[number], wanted[:, :, members].sum(axis=(0, 2))), 1.0)
            wanted[:, :, members] *= factor[None, :, None]
        wanted *= _ratio(margins, wanted.sum(axis=2))[:, :, None]
    return wanted


def _area_factors(world: World) -> Floats:
    """Each site's area relative to the country's path, counting day × site."""
    factors = np.ones((len(world.timeline.days), len(world.places.codes)))
    for code in world.calibration.part("places", "factors"):
        path = world.calibration.path("places", "factors", code)
        factors[:, world.places.number(code)] = path.at(world.timeline.days)
    return np.asarray(np.take_along_axis(factors, world.area, axis=1))


def _ratio(wanted: Floats, present: Floats | Ints) -> Floats:
    ones = np.ones(present.shape)
    return np.asarray(np.divide(wanted, present, out=ones, where=present > 0))


def _group_sums(world: World, wanted: Floats) -> Floats:
    """Sums per layer × group × counting day."""
    numbers = range(len(world.calibration.groups) + 1)
    return np.stack([wanted[:, :, world.group == number].sum(axis=2) for number in numbers], axis=1)


def _scale_pilot(world: World, wanted: Floats) -> Floats:
    """Give the pilot's closings together the stock the calibration names on the day admissions stop."""
    step = world.timeline.from_day(world.calibration.part("pilot", "begins_on")) - 1
    pilot = world.institutions.pilot
    stock = float(world.calibration.part("pilot", "stock")) * world.calibration.scale
    wanted[:, :, pilot] *= stock / wanted[:, step][:, pilot].sum()
    return wanted


def _season(world: World, wanted: Floats) -> Floats:
    """Schools empty a little in summer; not on published days, nor while all was disrupted."""
    exact = [world.timeline.index(day) for day in world.calibration.part("exact_on")]
    height = np.array(world.calibration.part("children", "season"))[world.months - 1]
    height[exact] = 1.0
    height[world.disrupted] = 1.0
    school = world.per_site("school") > 0
    wanted[np.ix_(np.array([CLOCK, REST]), np.arange(len(height)), school)] *= height[None, :, None]
    return wanted


def _cells(world: World, wanted: Floats, group: int) -> Ints:
    """Sites of a group with room to add or take a child."""
    return np.flatnonzero((world.group == group) & (wanted > 1.5))


def _correct(stock: npt.NDArray[np.int32], cells: Ints, total: int, members: Flags, rng: np.random.Generator) -> None:
    """Add or take single children in random institutions until the members' sum is `total`."""
    while len(cells) and (short := total - int(stock[members].sum())):
        chosen = rng.permutation(cells)[: abs(short)]
        stock[chosen] += np.sign(short)
