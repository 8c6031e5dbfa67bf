"""The shapes numbers travel in: an indicator, a cell, and what `measure` answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from data.filters import Filters, Notice, Population
from data.states import Flag, Reach, State
from geo.text import Text


class Unit(StrEnum):
    """What a value is counted in; `scale` turns numerator ÷ denominator into it."""

    CHILDREN = "children"
    INSTITUTIONS = "institutions"
    REPORTS = "reports"
    PER_100K = "per_100k"
    PER_1K = "per_1k"
    PERCENT = "percent"
    RATIO = "ratio"

    @property
    def scale(self) -> int:
        """1 for counts and ratios, 100 for percent, 1,000 or 100,000 for a rate."""
        return {"per_100k": 100_000, "per_1k": 1_000, "percent": 100}.get(self.value, 1)


class Direction(StrEnum):
    """Which way is better; NONE where neither may be claimed."""

    LOWER = "lower"
    HIGHER = "higher"
    NONE = "none"


class Kind(StrEnum):
    """STOCK: counted on a day. FLOW: counted over a period. PUBLISHED: said by somebody else, at their dates."""

    STOCK = "stock"
    FLOW = "flow"
    PUBLISHED = "published"


class Denominator(StrEnum):
    """NONE: a count. PARTS: the SQL gives it. POPULATION: children 0–17 of the area (of the age and sex asked for)."""

    NONE = "none"
    PARTS = "parts"
    POPULATION = "population"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator: its meaning (`<code>.toml`) and how it is counted (`<code>.sql`).

    `fixes` are the dimensions (and perhaps "population") that the SQL itself decides, so nobody may filter them.
    `classes` are the upper bounds of the map's first four classes, fixed over all years; populations that differ by
    factors have their own in `classes_by`.
    """

    code: str
    sql: str
    kind: Kind
    unit: Unit
    decimals: int
    direction: Direction
    denominator: Denominator
    populations: tuple[Population, ...]
    breakdowns: tuple[str, ...]
    fixes: tuple[str, ...]
    classes: tuple[float, ...]
    label: Text
    short: Text
    question: Text
    definition: Text
    formula: Text
    caveat: Text
    source: Text
    corresponds: str
    group: str
    classes_by: tuple[tuple[Population, tuple[float, ...]], ...] = ()

    @property
    def additive(self) -> bool:
        """Whether areas add up to the country: counts do, rates and shares do not."""
        return self.denominator is Denominator.NONE

    def counting(self, population: Population) -> "Indicator":
        """The same indicator with the map's classes of one population."""
        return replace(self, classes=dict(self.classes_by).get(population, self.classes))


@dataclass(frozen=True)
class Cell:
    """One number, or why there is none. A stock has `since` = `until` = its date.

    `value` is numerator × scale ÷ denominator (or the numerator of a count); None unless `state` is VALUE. `numerator`
    and `denominator` are None wherever showing them would undo the state. `dimensions` are the breakdowns asked for,
    in the order asked, `area` excepted.
    """

    area: str
    since: date
    until: date
    dimensions: tuple[tuple[str, str], ...]
    value: float | None
    numerator: float | None
    denominator: float | None
    state: State
    flags: tuple[Flag, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Basis:
    """What a figure for the whole rests on: "24 of 27 areas, 96 % of children". `share` is 0–1, None if unknown."""

    until: date
    areas_with_value: int
    areas: int
    share: float | None


@dataclass(frozen=True)
class ReleaseInfo:
    """What a release says of itself. `rows` per dataset; `changed` per dataset: rows added, removed, or "new"."""

    id: str
    country: str
    published_at: datetime
    covers_to: date
    demonstration: bool
    checksum: str
    rows: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """The answer to one question.

    `cells`: one per period × area (when "area" is among `filters.by`, else the country only) × breakdown, ordered by
    period, area, breakdown. `whole`: the country's cells for the same periods and breakdowns, always there. `bases`:
    one per period. `filters` is the question as answered (dates filled in, unknown parts dropped). `reach`: how far
    exact numbers reach for this reader; where INSIDE, cells with a value inside are flagged EXACT and all others are
    what everybody sees.
    """

    indicator: Indicator
    filters: Filters
    release: ReleaseInfo
    cells: tuple[Cell, ...]
    whole: tuple[Cell, ...]
    bases: tuple[Basis, ...]
    notices: tuple[Notice, ...] = ()
    reach: Reach = Reach.NOWHERE
