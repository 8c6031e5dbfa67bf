"""From a number to what it is made of: the institutions, then the stays, that one cell counts.

The rows are those the indicator's own SQL counts as its numerator, so that a number and its list cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from data.access import Permission, Predicate, Scope, View, rows_allowed
from data.errors import BadFilter, NotAllowed
from data.filters import Filters
from data.indicators.catalogue import catalogue, indicator
from data.indicators.cells import COUNTED
from data.indicators.facts import Facts, facts
from data.indicators.measure import measure
from data.indicators.model import Cell, Indicator, Kind, Measured
from data.indicators.periods import Period
from data.indicators.question import Question
from data.states import Flag, Reach, State

if TYPE_CHECKING:
    from data.warehouse.release import Release

PAGE, LONGEST_PAGE = 100, 1000
OF_CHILDREN = frozenset({"stock", "stock_parts", "flows", "flow_parts"})
OF_INSTITUTIONS = frozenset({"operating", "closed"})
PLACES = {"areas": "area", "ministries": "ministry", "institutions": "listed_institution"}
INSTITUTION = ("institution", "name_uk", "name_en", "area", "ministry", "type", "from", "to", "count")
STAY = (
    "child", "institution", "area", "ministry", "type", "from", "to", "age", "sex", "disability", "legal_status",
    "stay_mode", "route", "reason", "destination",
)  # fmt: skip
BY_INSTITUTION = """
select listed_institution, any_value(names.name_uk), any_value(coalesce(names.name_en, names.name_uk)), allowed.area,
    allowed.ministry, allowed.type, {since}, {until}, sum(numerator)::bigint as n
from allowed left join main.institutions names on names.institution_id = listed_institution
group by listed_institution, allowed.area, allowed.ministry, allowed.type
order by n desc, listed_institution, allowed.area, allowed.ministry limit $limit offset $offset
"""
STAYS = """
select child, listed_institution, area, ministry, type, stay_from, stay_to, age, sex, disability, legal_status,
    stay_mode, route, reason, went_to
from allowed order by stay_from desc, listed_institution, child, stay_to limit $limit offset $offset
"""


class Level(StrEnum):
    """What the rows of a list are."""

    INSTITUTIONS = "institutions"
    STAYS = "stays"


class Why(StrEnum):
    """Why a reader is not given (all) the rows; NOTHING where he is.

    NO_NUMBER: the cell has none, or it is hidden. NO_RIGHT: this reader sees no such rows anywhere. OUTSIDE: some of
    them lie outside his scope.
    """

    NOTHING = ""
    NO_NUMBER = "no_number"
    NO_RIGHT = "no_right"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Listing:
    """A page of the rows behind a number.

    `count` is the number as this reader sees it (rounded where the public's is), None where it has no value; `state`
    says why. `total` rows may be seen, of which `rows` are this page, in the order of `columns`. `weight` is what the
    rows seen add up to (less than `count` by `withheld`; None where the number is not exact).
    """

    measured: Measured
    level: Level
    count: float | None
    state: State
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    weight: float
    withheld: float | None
    why: Why


def lists(told: Indicator) -> bool:
    """Whether an indicator counts children or institutions of the register, so that its numbers open a list."""
    return told.kind is not Kind.PUBLISHED and _relations(told) <= OF_CHILDREN | OF_INSTITUTIONS


def narrowed(filters: Filters, cell: Cell, iso: str) -> Filters:
    """The question whose one number is `cell` of the answer to `filters`."""
    area = () if cell.area == iso else (cell.area,)
    codes = {dimension: (code,) for dimension, code in cell.dimensions}
    single = replace(filters, by=(), every=None, as_of=cell.until, since=None, until=None)
    if cell.since != cell.until:
        single = replace(single, as_of=None, since=cell.since, until=cell.until)
    return single.choose(area=area, **codes)


def listed(
    release: "Release", scope: Scope, filters: Filters, level: Level = Level.INSTITUTIONS, limit: int = PAGE,
    offset: int = 0,
) -> Listing:  # fmt: skip
    """The rows behind the number that `filters` (no series; `by` is left aside) asks for.

    Who may not see them is told how many and why. Raises NotAllowed for an indicator that opens no list, BadFilter
    for a series, and all that `measure` raises. Whoever gives stays away writes the reading into the audit.
    """
    told = indicator(filters.indicator)
    if not lists(told):
        listing = tuple(code for code, one in catalogue().items() if lists(one))
        raise NotAllowed(indicator=told.code, parameter="indicator", allowed=listing)
    if filters.every:
        raise BadFilter(dimension="every", value=str(filters.every))
    level = level if _relations(told) & OF_CHILDREN else Level.INSTITUTIONS
    measured = measure(release, scope, replace(filters, by=()))
    return _Opened(release, scope, told, measured, level).page(min(max(limit, 0), LONGEST_PAGE), max(offset, 0))


def _relations(told: Indicator) -> frozenset[str]:
    return frozenset(Question(told, Filters(told.code), (), View.INTERNAL).relations)


class _Opened:
    """One number, opened."""

    def __init__(self, release: "Release", scope: Scope, told: Indicator, measured: Measured, level: Level) -> None:
        self.release, self.scope, self.told, self.measured, self.level = release, scope, told, measured, level
        self.known: Facts = facts(release)
        self.children = bool(_relations(told) & OF_CHILDREN)
        cells = measured.cells
        self.periods = tuple(dict.fromkeys(Period(cell.since, cell.until) for cell in cells))
        if len(self.periods) > 1:
            raise BadFilter(dimension="from", value=str(self.periods[0].since))

    def page(self, limit: int, offset: int) -> Listing:
        """The count, the rows of one page and why there are not more."""
        count, state = self._number()
        allowed = self._allowed()
        if state is not State.VALUE or allowed is None or not self.periods:
            why = Why.NO_NUMBER if state is not State.VALUE else Why.NO_RIGHT
            return self._listing(count, state, (), 0, 0.0, count, why)
        view = View.INTERNAL if self.children or self.scope.view is View.INTERNAL else View.PUBLIC
        return self._read(view, allowed, count, state, {"limit": limit, "offset": offset})

    def _read(
        self, view: View, allowed: Predicate, count: float | None, state: State, page: Mapping[str, int]
    ) -> Listing:
        question = Question(self.told, self.measured.filters, self.periods, view, listing=True)
        self.known.require_rows(question)
        among = question.sql_of_rows(allowed.sql)
        bound = {**question.parameters(among), **allowed.parameters, "areas": self._areas()}

        def ask(sql: str) -> list[tuple[Any, ...]]:
            whole = f"{among} {sql}"
            return self.release.rows(view, whole, _named(whole, {**bound, **page}))[1]

        (distinct, weight), *_ = ask(f"select {self._counted()}, coalesce(sum(numerator), 0) from allowed")
        rows = tuple(ask(self._page_sql()))
        withheld = count - float(weight) if count is not None and self._exact() else None
        why = Why.OUTSIDE if withheld or (withheld is None and not self._whole()) else Why.NOTHING
        return self._listing(count, state, rows, int(distinct), float(weight), withheld, why)

    def _counted(self) -> str:
        groups = "count(distinct (listed_institution, area, ministry, type))"
        return groups if self.level is Level.INSTITUTIONS else "count(*)"

    def _page_sql(self) -> str:
        if self.level is Level.STAYS:
            return STAYS
        since, until = ("null", "null") if self.children else ("any_value(since)", "any_value(until)")
        return BY_INSTITUTION.format(since=since, until=until)

    def _listing(
        self, count: float | None, state: State, rows: tuple[tuple[Any, ...], ...], total: int, weight: float,
        withheld: float | None, why: Why,
    ) -> Listing:  # fmt: skip
        columns = STAY if self.level is Level.STAYS else INSTITUTION
        return Listing(self.measured, self.level, count, state, columns, rows, total, weight, withheld, why)

    def _number(self) -> tuple[float | None, State]:
        """The numerators of the answer together; a state where any of several areas has none it counts."""
        cells = [cell for cell in self.measured.cells if cell.state in {State.VALUE, State.SUPPRESSED}]
        if not cells:
            return None, next((cell.state for cell in self.measured.cells), State.NOT_REPORTED)
        if any(cell.state is State.SUPPRESSED for cell in cells):
            return None, State.SUPPRESSED
        return sum(float(cell.numerator or 0) for cell in cells), State.VALUE

    def _areas(self) -> list[str]:
        """The areas that the number is of: for the country those that count in it."""
        cells = self.measured.cells
        if any(cell.area == self.known.iso for cell in cells):
            cells = measure(self.release, self.scope, replace(self.measured.filters, by=("area",))).cells
        return [cell.area for cell in cells if cell.state in COUNTED]

    def _allowed(self) -> Predicate | None:
        """The rows this reader may see; None: none at all. The register of institutions is everybody's."""
        if not self.children:
            return Predicate("true")
        needed = Permission.STAYS_VIEW if self.level is Level.STAYS else Permission.NUMBERS_EXACT
        return rows_allowed(self.scope, needed, PLACES) if self.scope.can(needed) else None

    def _whole(self) -> bool:
        needed = Permission.STAYS_VIEW if self.level is Level.STAYS else Permission.NUMBERS_EXACT
        everywhere = any(extent.areas is None and extent.ministries is None and extent.institutions is None
                         for extent in self.scope.extents(needed))  # fmt: skip
        return not self.children or everywhere

    def _exact(self) -> bool:
        """Whether the number is neither rounded nor hidden for this reader."""
        cells = [cell for cell in self.measured.cells if cell.state is State.VALUE]
        inside = self.measured.reach is Reach.EVERYWHERE or all(Flag.EXACT in cell.flags for cell in cells)
        return not self.children or inside


def _named(sql: str, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if f"${name}" in sql}
