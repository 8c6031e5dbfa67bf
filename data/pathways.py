"""Policy targets and the straight paths to them, in the unit of the indicator asked for; how far off a figure is.

Targets are told for one indicator and one population. The number of children, their rate and their share are the same
thing in three units, so a target of one is turned into the others by the children living in the area. A national
target of a share or a rate holds for each area alike; each area's path starts at its own value. A relative target
("30 % less than in 2023") starts at the measured value of its baseline date.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from data.access import Scope, View
from data.filters import Filters, Population
from data.indicators.catalogue import catalogue, indicator
from data.indicators.facts import facts
from data.indicators.measure import measure
from data.indicators.model import Cell, Denominator, Direction, Indicator
from data.states import State
from geo.text import Text

if TYPE_CHECKING:
    from data.warehouse.release import Release

NEAR = 0.05
SAME_THING = (
    frozenset({"children_in_institutions", "children_in_institutions_rate", "children_in_institutions_share"}),
)
TARGETS = """
    select target_code, indicator, population, basis, baseline_value, baseline_on, target_value, target_on,
        label_uk, label_en, source, url
    from targets
    where indicator is not null and target_value is not null and target_on is not null and baseline_on is not null
    order by target_on, target_code
"""


class Status(StrEnum):
    """How a figure stands against a path. NO_TARGET where nobody set one, or nothing is known to compare."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NO_TARGET = "no_target"


@dataclass(frozen=True)
class Target:
    """A quantified policy target. `relative`: `value` is a change in percent against the baseline."""

    code: str
    indicator: str
    population: Population
    relative: bool
    baseline: float | None
    baseline_on: date
    value: float
    on: date
    label: Text
    source: str
    url: str


@dataclass(frozen=True)
class Pathway:
    """A straight line from the baseline to the target, in the unit of the indicator asked for. At least two points."""

    target: Target
    direction: Direction
    points: tuple[tuple[date, float], ...]

    def at(self, day: date) -> float | None:
        """The path's value on a day, on the line between its points; None before it begins, level after it ends."""
        if day < self.points[0][0]:
            return None
        for (since, low), (until, high) in zip(self.points, self.points[1:], strict=False):
            if day <= until:
                return low + (high - low) * (day - since).days / (until - since).days
        return self.points[-1][1]

    def status(self, value: float | None, day: date) -> Status:
        """ON_TRACK: on the path or better. AT_RISK: worse by at most 5 % of the path. OFF_TRACK: worse than that."""
        expected = self.at(day)
        if value is None or expected is None or self.direction is Direction.NONE:
            return Status.NO_TARGET
        worse = value - expected if self.direction is Direction.LOWER else expected - value
        if worse <= 0:
            return Status.ON_TRACK
        return Status.AT_RISK if worse <= NEAR * abs(expected) else Status.OFF_TRACK


def targets(release: "Release") -> tuple[Target, ...]:
    """The release's quantified targets of indicators that exist, the earliest due first."""
    _, rows = release.rows(View.PUBLIC, TARGETS)
    return tuple(
        Target(code, about, Population(who or "all"), basis == "relative", start, start_on, value, on,
               Text(label_uk, label_en), source, url or "")
        for code, about, who, basis, start, start_on, value, on, label_uk, label_en, source, url in rows
        if about in catalogue()
    )  # fmt: skip


def pathways(release: "Release", scope: Scope, filters: Filters, area: str | None = None) -> tuple[Pathway, ...]:
    """The paths that hold for a question, for the country or one area; none if it is narrowed to part of the system.

    Ordered by the date the target is due.
    """
    told = indicator(filters.indicator)
    if any(dimension != "area" for dimension, _ in filters.where):
        return ()
    found = []
    for target in targets(release):
        if target.population == filters.population and _same(target.indicator, told.code):
            path = _pathway(release, scope, target, told, area)
            found.extend([path] if path else [])
    return tuple(found)


def status(paths: Iterable[Pathway], cell: Cell) -> Status:
    """How a cell stands against the first of the paths not yet due on its date, else against the last due one."""
    listed = sorted(paths, key=lambda path: path.target.on)
    running = [path for path in listed if path.target.on >= cell.until and path.points[0][0] <= cell.until]
    chosen = (running or listed[-1:])[:1]
    return chosen[0].status(cell.value, cell.until) if chosen else Status.NO_TARGET


def _same(one: str, other: str) -> bool:
    return one == other or any({one, other} <= family for family in SAME_THING)


def _pathway(release: "Release", scope: Scope, target: Target, told: Indicator, area: str | None) -> Pathway | None:
    """The target's path: straight in the target's own unit, then turned into the indicator's at each year's end."""
    start = target.baseline
    if start is None or area is not None:
        start = _measured(release, scope, target, area)
    if start is None:
        return None
    end = start * (1 + target.value / 100) if target.relative else target.value
    if area is not None and not target.relative:
        better = min if told.direction is Direction.LOWER else max
        end = better(start, end) if indicator(target.indicator).denominator is not Denominator.NONE else end
    line = Pathway(target, told.direction, ((target.baseline_on, start), (target.on, end)))
    if target.indicator == told.code:
        return line
    points = []
    for day in _year_ends(target.baseline_on, target.on):
        value = _converted(release, line.at(day) or 0.0, indicator(target.indicator), told, area, day)
        points.extend([(day, value)] if value is not None else [])
    return replace(line, points=tuple(points)) if len(points) > 1 else None


def _measured(release: "Release", scope: Scope, target: Target, area: str | None) -> float | None:
    """The measured value of the target's indicator on its baseline date; None unless it is of just that date."""
    asked = Filters(indicator=target.indicator, population=target.population, as_of=target.baseline_on)
    measured = measure(release, scope, asked.choose(area=(area,)) if area else asked)
    cell = measured.cells[0] if measured.cells else None
    return cell.value if cell and cell.until == target.baseline_on else None


def _converted(
    release: "Release", value: float, given: Indicator, wanted: Indicator, area: str | None, day: date
) -> float | None:
    """A value of one indicator in the unit of another that is the same thing, by the children of areas with data."""
    known = facts(release)
    day = min(day, release.info.covers_to)
    shown = [code for code in known.areas if known.stretch(code, day).state is State.VALUE]
    children = sum(known.children(code, day) or 0 for code in ([area] if area else shown))
    if not children:
        return None
    return value / _per_child(given, children) * _per_child(wanted, children)


def _per_child(told: Indicator, children: int) -> float:
    """What one child adds to an indicator's value."""
    return told.unit.scale / children if told.denominator is Denominator.POPULATION else 1.0


def _year_ends(since: date, until: date) -> list[date]:
    days = {since, until} | {date(year, 12, 31) for year in range(since.year, until.year)}
    return sorted(day for day in days if since <= day <= until)
