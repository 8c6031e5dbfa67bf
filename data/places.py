"""What an area holds, place by place: its institutions and the children in them, down to the hromada."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.access import Scope, View
from data.errors import PortalError
from data.filters import Filters
from data.indicators.catalogue import indicator
from data.indicators.facts import facts
from data.indicators.measure import measure
from data.indicators.model import Cell
from data.indicators.question import STOCK_DIMENSIONS, adapt
from data.institutions import Institution, institutions_of
from data.states import Flag, State

if TYPE_CHECKING:
    from data.warehouse.release import Release

COUNT = "children_in_institutions"
EXACT = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
PUBLISHED = """
    select raion, children from raion_stock where area = $area and on_date = $day and population = $population
"""
STANDING = """
    select institution_id, coalesce(raion, ''), coalesce(hromada, '') from institution_places
    where area = $area and from_date <= $day
    qualify row_number() over (partition by institution_id order by from_date desc) = 1
"""
KNOWN = "select count(*) from duckdb_tables() where table_name in ('raion_stock', 'institution_places')"


class Withheld(StrEnum):
    """Why everybody sees no children by place: a filter is on, the level is too fine, the release has no such table."""

    FILTERED = "filtered"
    FINE = "fine"
    OLD = "old"


@dataclass(frozen=True)
class PlaceNumbers:
    """One place: the institutions that have worked there up to the day, and the children in them.

    `code` is empty for institutions of which nobody told the place. The cell's `area` is the same code. In an area that
    is only partly controlled a place without a working institution has no number: nobody may be there to count.
    """

    code: str
    institutions: tuple[Institution, ...]
    children: Cell

    @property
    def operating(self) -> int:
        """How many of them work on the day."""
        return sum(one.operating for one in self.institutions)


@dataclass(frozen=True)
class PlacesInside:
    """An area or place (`whole`), what lies right inside it (`parts`, in the pack's order), what it lies in (`above`).

    `withheld` says why the children of the parts are not told, where it is not for their small number.
    """

    whole: PlaceNumbers
    parts: tuple[PlaceNumbers, ...]
    above: PlaceNumbers | None
    day: date
    withheld: Withheld | None


def places_inside(release: "Release", scope: Scope, filters: Filters, code: str) -> PlacesInside:
    """What lies inside an area, raion or hromada at `filters.as_of` (ministry, type and the like narrow it).

    Children are exact inside the scope. Elsewhere they come from the public table of raions, which has nothing finer
    and no filters but who is counted. Raises UnknownPlace, UnknownArea.
    """
    country = facts(release).country
    line = country.places.line(code)
    country.area(line[0])
    counted = _Counted(release, scope, filters, line[0])
    whole = counted.numbers(code)
    parts = [counted.numbers(place.code) for place in country.places.children_of(code)]
    untold = counted.untold(code)
    if parts and untold.institutions:
        parts.append(untold)
    above = counted.numbers(line[-2]) if len(line) > 1 else None
    return PlacesInside(whole, tuple(parts), above, counted.day, counted.withheld(len(line) > 1))


class _Counted:
    """One area's institutions and children on one day, and how they fall to its places."""

    def __init__(self, release: "Release", scope: Scope, filters: Filters, area: str) -> None:
        self.release, self.scope, self.area = release, scope, area
        self.places = facts(release).country.places
        self.filters = _asked(filters, area)
        self.total = _total(release, scope, self.filters)
        self.day = self.total.until if self.total else self.filters.as_of or release.latest
        self.known = _known(release)
        allowed = scope.exact_areas(self.filters.chosen("ministry")) if scope.view is View.INTERNAL else frozenset()
        self.exact = self.known and (allowed is None or area in allowed)
        self.standing = _standing(release, area, self.day) if self.known else {}
        self.institutions = [one for one in institutions_of(release, scope, area, self.day) if self._asked_for(one)]
        self.children = self._children()

    def numbers(self, code: str) -> PlaceNumbers:
        """The numbers of the area itself or a place in it."""
        found = tuple(one for one in self.institutions if code == self.area or code in self.standing.get(one.id, ()))
        if code == self.area:
            return PlaceNumbers(code, found, self.total or self._cell(code, State.SUPPRESSED))
        cell = self._of(code, bool(found))
        beyond = Flag.PARTIAL in cell.flags and not cell.value and not any(one.operating for one in found)
        return PlaceNumbers(code, found, self._cell(code, State.NOT_REPORTED) if beyond else cell)

    def untold(self, parent: str) -> PlaceNumbers:
        """The institutions of a parent of which nobody told in which of its parts they stand."""
        below = self.places.level_of(parent) - 1
        found = [
            one for one in self.institutions
            if (parent == self.area or parent in self.standing.get(one.id, ()))
            and not (self.standing.get(one.id, ("", ""))[below] if below < 2 else "")
        ]  # fmt: skip
        key = "" if parent == self.area else f"{parent}/"
        return PlaceNumbers("", tuple(found), replace(self._of(key, True), area=""))

    def withheld(self, fine: bool) -> Withheld | None:
        """Why the children of the parts are not told; `fine`: they are below the raions."""
        if self.exact or self._missing():
            return None
        if not self.known:
            return Withheld.OLD
        if fine:
            return Withheld.FINE
        return Withheld.FILTERED if self._narrowed() else None

    def _asked_for(self, one: Institution) -> bool:
        ministries, types = self.filters.chosen("ministry"), self.filters.chosen("type")
        return (not ministries or one.ministry in ministries) and (not types or one.type in types)

    def _narrowed(self) -> bool:
        return any(dimension != "area" for dimension, _ in self.filters.where)

    def _missing(self) -> State | None:
        """The state that all places share with their area, if it has no numbers."""
        state = facts(self.release).stretch(self.area, self.day).state
        return None if state is State.VALUE else state

    def _children(self) -> Mapping[str, int | None]:
        """Code → children, None where hidden. Places that are not in it have none, or are not told at all."""
        if self._missing() or not self.known:
            return {}
        parameters: dict[str, object] = {"area": self.area, "day": self.day, "population": str(self.filters.population)}
        if not self.exact:
            return {} if self._narrowed() else dict(self.release.rows(View.PUBLIC, PUBLISHED, parameters)[1])
        chosen = {name: list(self.filters.chosen(name)) or None for name in STOCK_DIMENSIONS}
        return _summed(self.release.rows(View.INTERNAL, EXACT, {**parameters, **chosen})[1])

    def _of(self, code: str, any_institution: bool) -> Cell:
        """The children of a place: none where there never was an institution, which the registry tells everybody."""
        if state := self._missing():
            return self._cell(code, state)
        told = self.exact or (self.known and not self._narrowed() and not self._fine(code))
        number = self.children.get(code, 0) if told else None if any_institution or not self.known else 0
        return self._cell(code, State.SUPPRESSED if number is None else State.VALUE, number)

    def _fine(self, code: str) -> bool:
        """Whether a place is below the raions, so that nothing is published of it."""
        return code.endswith("/") or self.places.level_of(code) > 2

    def _cell(self, code: str, state: State, number: int | None = None) -> Cell:
        flags: set[Flag] = {flag for flag in (self.total.flags if self.total else ()) if flag is not Flag.EXACT}
        if self.exact and not self.scope.whole:
            flags.add(Flag.EXACT)
        value = None if number is None else float(number)
        shown = tuple(sorted(flags)) if value is not None else ()
        return Cell(code, self.day, self.day, (), value, value, None, state, shown)


def _asked(filters: Filters, area: str) -> Filters:
    """The question about the children of one area on one day, without what that number cannot be asked for."""
    asked = replace(filters.choose(area=(area,)), indicator=COUNT, by=(), every=None, since=None, until=None)
    return adapt(asked, indicator(COUNT))[0]


def _total(release: "Release", scope: Scope, filters: Filters) -> Cell | None:
    try:
        found = measure(release, scope, filters).cells
    except PortalError:
        return None
    return found[0] if found else None


@lru_cache(maxsize=16)
def _known(release: "Release") -> bool:
    """Whether the release was made with places; older ones tell of areas alone."""
    ((found,),) = release.rows(View.PUBLIC, KNOWN)[1]
    return int(found) == 2


def _standing(release: "Release", area: str, day: date) -> dict[str, tuple[str, str]]:
    rows = release.rows(View.PUBLIC, STANDING, {"area": area, "day": day})[1]
    return {identity: (raion, hromada) for identity, raion, hromada in rows}


def _summed(rows: Iterable[tuple[str, str, int]]) -> dict[str, int | None]:
    """Children by raion and by hromada; under "raion/" those of whom the hromada is not told."""
    found: dict[str, int] = {}
    for raion, hromada, children in rows:
        for code in (raion, hromada or f"{raion}/"):
            found[code] = found.get(code, 0) + children
    return dict(found)
