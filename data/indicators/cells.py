"""From counted parts to cells: states, division, what may be shown, and what a figure for the whole rests on. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from data.access import View
from data.indicators.facts import Facts, Stretch
from data.indicators.model import Basis, Cell, Denominator, Kind, Unit
from data.indicators.periods import Period
from data.indicators.question import Question
from data.states import Flag, State

SMALLEST_SHOWN = 10
WHOLE_ENOUGH = 0.99
COUNTED = frozenset({State.VALUE, State.SUPPRESSED, State.NOT_APPLICABLE})
Key = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What the SQL counted for one period, area and breakdown.

    `reported`: how many rows somebody handed in or published. `since`, `until`: the day or year a figure is of.
    """

    numerator: float | None = None
    denominator: float | None = None
    hidden: bool = False
    reported: int = 0
    since: date | None = None
    until: date | None = None
    source: str = ""


NOTHING = Part()
Parts = Mapping[tuple[date, str, Key], Part]


class Sheet:
    """All cells of one question."""

    def __init__(self, question: Question, facts: Facts, parts: Parts, keys: Iterable[Key] = ()) -> None:
        """`keys`: breakdowns to answer besides those that `parts` have."""
        self.question, self.facts, self.parts = question, facts, parts
        self.indicator = question.indicator
        self.keys = self._keys(keys)
        self.told = {key: tuple(zip(question.by, key, strict=True)) for key in self.keys}
        self.scale = self.indicator.unit.scale
        self.controlled = question.view is View.PUBLIC
        self.reported = "family_care" in question.relations

    def _keys(self, others: Iterable[Key]) -> tuple[Key, ...]:
        """The breakdowns that occur anywhere, and the single codes chosen even if they occur nowhere."""
        found = {*others, *(key for _, _, key in self.parts)}
        if len(self.question.by) == 1:
            found |= {(code,) for code in self.question.filters.chosen(self.question.by[0])}
        return tuple(sorted(found)) or (() if self.question.by else ((),))

    def areas(self) -> dict[Period, list[Cell]]:
        """Per period the cells of every area of the country, in the country's order, breakdowns sorted."""
        return {
            period: [self.cell(area, period, key) for area in self.facts.areas for key in self.keys]
            for period in self.question.periods
        }

    def cell(self, area: str, period: Period, key: Key) -> Cell:
        """One area's cell."""
        stretch = self.facts.stretch(area, period.until)
        part = self.parts.get((period.until, area, key), NOTHING)
        state = self._state(stretch, period, part)
        if state is not State.VALUE:
            return self._empty(area, period, key, state)
        children = self.children((area,), part.until or period.until, key)
        return self._divided(area, period, key, part, children, self._flags(stretch, area, period))

    def _state(self, stretch: Stretch, period: Period, part: Part) -> State:
        if self.indicator.kind is Kind.PUBLISHED:
            lost = State.OCCUPIED if stretch.state is State.OCCUPIED else State.NOT_REPORTED
            return State.VALUE if part.numerator is not None else lost
        if period.until > self.facts.release.info.covers_to:
            return State.NOT_DUE
        if stretch.state is State.VALUE and self.reported and not part.reported:
            return State.NOT_REPORTED
        return stretch.state

    def _flags(self, stretch: Stretch, area: str, period: Period) -> tuple[Flag, ...]:
        if self.indicator.kind is Kind.PUBLISHED:
            return ()
        flags = set(stretch.flags)
        if period.unfinished:
            flags.add(Flag.PROVISIONAL)
        if period.since < period.until and self.facts.stretch(area, period.since).state is not State.VALUE:
            flags.add(Flag.PARTIAL)
        return tuple(sorted(flags))

    def children(self, areas: Iterable[str], day: date, key: Key) -> float | None:
        """Children living in the areas of which that is known, of the ages and sexes asked for."""
        if self.indicator.denominator is not Denominator.POPULATION:
            return None
        told = dict(self.told[key])
        ages, sexes = (
            (told[dimension],) if dimension in told else self.question.filters.chosen(dimension)
            for dimension in ("age", "sex")
        )
        known = [self.facts.children(area, day, ages, sexes) for area in areas]
        found = [number for number in known if number is not None]
        return float(sum(found)) if found else None

    def _divided(
        self, area: str, period: Period, key: Key, part: Part, children: float | None, flags: tuple[Flag, ...]
    ) -> Cell:
        """A cell with its value, or the reason why it may not be shown or cannot be."""
        told = self.indicator.denominator
        if told is Denominator.POPULATION and children is None:
            return self._empty(area, period, key, State.NOT_REPORTED)
        if self.controlled and (part.hidden or (part.numerator is None and self.question.sensitive)):
            return self._empty(area, period, key, State.SUPPRESSED)
        numerator = float(part.numerator or 0)
        denominator = float(part.denominator or 0) if told is Denominator.PARTS else children or 0.0
        denominator = 1.0 if told is Denominator.NONE else denominator
        if denominator == 0:
            return self._empty(area, period, key, State.NOT_APPLICABLE)
        if self.controlled and self._small(numerator, denominator):
            return self._empty(area, period, key, State.SUPPRESSED)
        return Cell(
            area,
            part.since or period.since,
            part.until or period.until,
            self.told[key],
            numerator * self.scale / denominator,
            numerator,
            None if told is Denominator.NONE else denominator,
            State.VALUE,
            flags,
            part.source,
        )

    def _small(self, numerator: float, denominator: float) -> bool:
        """Whether a published percentage would tell of a hidden number: the part, the rest or the whole is small."""
        if self.indicator.unit is not Unit.PERCENT or self.indicator.denominator is not Denominator.PARTS:
            return False
        return min(numerator, denominator - numerator, denominator) < SMALLEST_SHOWN

    def withheld(self, area: str, period: Period, key: Key) -> Cell:
        """A cell of which nothing is told but what everybody knows of the area."""
        state = State.VALUE if area == self.facts.iso else self.facts.stretch(area, period.until).state
        if period.until > self.facts.release.info.covers_to:
            state = State.NOT_DUE
        return self._empty(area, period, key, State.SUPPRESSED if state is State.VALUE else state)

    def _empty(self, area: str, period: Period, key: Key, state: State) -> Cell:
        return Cell(area, period.since, period.until, self.told[key], None, None, None, state)

    def whole(self, areas: Mapping[Period, list[Cell]], bases: Mapping[Period, Basis]) -> Iterator[Cell]:
        """The country's cells: in public its own published row, else the sum of the areas that have a value."""
        for period in self.question.periods:
            by_key: dict[Key, list[Cell]] = {key: [] for key in self.keys}
            for cell in areas[period]:
                by_key[tuple(code for _, code in cell.dimensions)].append(cell)
            for key, cells in by_key.items():
                yield self._whole(period, key, cells, bases[period])

    def _whole(self, period: Period, key: Key, cells: list[Cell], basis: Basis) -> Cell:
        iso = self.facts.iso
        own = self.parts.get((period.until, iso, key))
        if self.indicator.kind is Kind.PUBLISHED:
            if own is None:
                return self._empty(iso, period, key, State.NOT_REPORTED)
            return self._divided(iso, period, key, own, self.children(self.facts.areas, period.until, key), ())
        counted = [cell for cell in cells if cell.state in COUNTED]
        if not counted:
            return self._empty(iso, period, key, _commonest(cells))
        part = self._summed(own, period, key, counted)
        children = self.children((cell.area for cell in counted), period.until, key)
        return self._divided(iso, period, key, part, children, self._whole_flags(cells, period, basis))

    def _summed(self, own: Part | None, period: Period, key: Key, counted: list[Cell]) -> Part:
        """The sum of the areas that count; in public the country's own part less the areas in it that do not.

        If something of such an area is hidden, so is what is left of the whole.
        """
        areas = {cell.area for cell in counted}
        summed = self._sum(areas, period, key)
        if own is None:
            return summed
        others = self._sum(set(self._included(period)) - areas, period, key)
        return Part(
            _less(own.numerator, others.numerator) if own.numerator is not None else summed.numerator,
            _less(own.denominator, others.denominator) if own.denominator is not None else summed.denominator,
            own.hidden or others.hidden,
        )

    def _sum(self, areas: Iterable[str], period: Period, key: Key) -> Part:
        parts = [self.parts.get((period.until, area, key), NOTHING) for area in areas]
        return Part(
            _sum(part.numerator for part in parts),
            _sum(part.denominator for part in parts),
            any(part.hidden for part in parts),
        )

    def _included(self, period: Period) -> list[str]:
        """The areas that the country's own published row is of."""
        return [a for a in self.facts.areas if self.facts.stretch(a, period.until).state is State.VALUE]

    def _whole_flags(self, cells: Iterable[Cell], period: Period, basis: Basis) -> tuple[Flag, ...]:
        provisional = period.unfinished or any(Flag.PROVISIONAL in cell.flags for cell in cells)
        partial = basis.share is not None and basis.share < WHOLE_ENOUGH
        return (Flag.PARTIAL,) * partial + (Flag.PROVISIONAL,) * provisional

    def basis(self, period: Period, cells: Iterable[Cell]) -> Basis:
        """How many areas, and what part of all children, the whole rests on."""
        counted = {cell.area for cell in cells if cell.state in COUNTED}
        known = {area: self.facts.children(area, period.until) for area in self.facts.areas}
        total = sum(number for number in known.values() if number is not None)
        share = sum(known[area] or 0 for area in counted) / total if total else None
        return Basis(period.until, len(counted), len(self.facts.areas), share)


def _sum(numbers: Iterable[float | None]) -> float | None:
    found = [number for number in numbers if number is not None]
    return sum(found) if found else None


def _less(number: float, other: float | None) -> float:
    return number - (other or 0)


def _commonest(cells: Iterable[Cell]) -> State:
    states = [cell.state for cell in cells]
    return max(sorted(set(states)), key=states.count) if states else State.NOT_REPORTED
