"""What the reform promised and when things happened: targets as pathways, and milestones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from data.access import View
from data.filters import Population
from data.indicators.model import Cell, Indicator
from geo.text import Text

RATE = "children_in_institutions_rate"
FAMILY = frozenset({"children_in_institutions", RATE, "children_in_institutions_share"})
TARGETS = """
    select target_code, indicator, population, basis, baseline_value, baseline_on, target_value, target_on,
           label_uk, label_en, source, unit, url, note
    from targets order by target_on nulls last, target_code
"""
MILESTONES = 'select * from milestones order by "on", milestone_code'


class Source(Protocol):
    """What is asked of a release here."""

    def rows(
        self, view: View, sql: str, parameters: Mapping[str, object] = ...
    ) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
        """Columns and rows of `sql` in this view's file."""


@dataclass(frozen=True)
class Target:
    """A promise. `value` is in the indicator's unit or, when `relative`, percent of change from the baseline.

    Many promises were made without a number or a date: only one that `drives` has a pathway.
    """

    code: str
    indicator: str
    population: Population
    relative: bool
    baseline_value: float | None
    baseline_on: date | None
    value: float | None
    on: date | None
    label: Text
    source: str
    unit: str = ""
    url: str = ""
    note: str = ""

    @property
    def drives(self) -> bool:
        """Whether charts can draw a pathway to it."""
        return bool(self.indicator) and self.value is not None and self.on is not None


@dataclass(frozen=True)
class Milestone:
    """Something that happened. `kind`: policy, break (a series does not continue) or event.

    `area`, `ministry`, `type`: whom alone it concerns; empty: all.
    """

    code: str
    on: date
    label: Text
    short: Text
    kind: str
    source: str = ""
    url: str = ""
    area: str = ""
    ministry: str = ""
    type: str = ""


@dataclass(frozen=True)
class Pathway:
    """The straight way from a baseline to a target."""

    target: Target
    start: date
    start_value: float
    end: date
    end_value: float

    def at(self, day: date) -> float:
        """Where the pathway is on `day`; before its start and after its end it stays level."""
        span = (self.end - self.start).days
        done = min(max((day - self.start).days / span, 0.0), 1.0) if span > 0 else 1.0
        return self.start_value + (self.end_value - self.start_value) * done


@lru_cache(maxsize=8)
def targets(release: Source) -> tuple[Target, ...]:
    """All targets, the earliest due first, those without a date last. The table is the same in both views."""
    return tuple(_target(row) for row in release.rows(View.PUBLIC, TARGETS, {})[1])


@lru_cache(maxsize=8)
def milestones(release: Source) -> tuple[Milestone, ...]:
    """The milestones, oldest first."""
    columns, rows = release.rows(View.PUBLIC, MILESTONES, {})
    return tuple(_milestone(dict(zip(columns, row, strict=True))) for row in rows)


def pathways(
    indicator: Indicator,
    found: Iterable[Target],
    population: Population,
    cells: Sequence[Cell],
    children: Mapping[date, float],
) -> tuple[Pathway, ...]:
    """The ways to the targets set for an indicator and for those who are counted, the earliest due first.

    `cells` are the indicator's own series: the baseline of a relative target is read there. A target set for the share
    of all children also holds for the rate (× 1,000) and, by way of `children` (children living in the country at the
    series' dates), for the number; one set for the number, being relative, also holds for rate and share.
    """
    counted = None if "population" in indicator.fixes else population
    ways = []
    for target in found:
        if not target.drives or (counted is not None and target.population is not counted):
            continue
        if target.indicator == indicator.code or {target.indicator, indicator.code} <= FAMILY:
            ways.append(_pathway(target, indicator.code, cells, children))
    return tuple(sorted((way for way in ways if way is not None), key=lambda way: way.end))


def next_due(ways: Iterable[Pathway], day: date) -> Pathway | None:
    """The first pathway that has not ended before `day`."""
    return next((way for way in ways if way.end >= day), None)


def _pathway(target: Target, code: str, cells: Sequence[Cell], children: Mapping[date, float]) -> Pathway | None:
    if target.baseline_on is None or target.value is None or target.on is None:
        return None
    measured = next((cell.value for cell in cells if cell.until == target.baseline_on), None)
    if target.relative or target.baseline_value is None:
        if not measured:
            return None
        end = measured * (1 + target.value / 100) if target.relative else target.value
        return Pathway(target, target.baseline_on, measured, target.on, end)
    scales = _scales(target, code, children)
    if scales is None:
        return None
    return Pathway(target, target.baseline_on, target.baseline_value * scales[0], target.on, target.value * scales[1])


def _scales(target: Target, code: str, children: Mapping[date, float]) -> tuple[float, float] | None:
    """What turns the target's unit into the indicator's at its baseline and at its end."""
    if target.indicator == code:
        return 1.0, 1.0
    if code == RATE:
        return 1_000.0, 1_000.0
    known = sorted(day for day in children if day >= (target.baseline_on or day))
    return (children[known[0]] / 100, children[known[-1]] / 100) if known else None


def _target(row: tuple[object, ...]) -> Target:
    code, indicator, population, basis, baseline, since, value, on, uk, en, source, unit, url, note = row
    return Target(
        code=str(code), indicator=str(indicator or ""), population=Population(str(population or "all")),
        relative=basis == "relative", baseline_value=_number(baseline), baseline_on=_day(since),
        value=_number(value), on=_day(on), label=Text(str(uk or en), str(en or uk)), source=str(source or ""),
        unit=str(unit or ""), url=str(url or ""), note=str(note or ""),
    )  # fmt: skip


def _milestone(row: Mapping[str, object]) -> Milestone:
    """Releases of before have no columns that say whom it concerns."""
    told = {column: str(row.get(column) or "") for column in ("kind", "source", "url", "area", "ministry", "type")}
    uk, en = str(row["label_uk"]), str(row["label_en"])
    short = Text(str(row["short_uk"] or uk), str(row["short_en"] or en))
    return Milestone(str(row["milestone_code"]), _day(row["on"]) or date.min, Text(uk, en), short, **told)


def _number(value: object) -> float | None:
    return None if value is None or value == "" else float(str(value))


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) and value else None
