"""The institutions of one area on one day, with the children each may be shown to hold."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from data.access import Extent, Permission, Scope, View
from data.states import State
from geo.text import Text

if TYPE_CHECKING:
    from data.warehouse.release import Release

LIST = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Institution:
    """One line of an area's list.

    `operating` there on the day asked about; `until` is the day that ended (None: it goes on), `moved`: it now works in
    another area. `children` were counted on
    `counted_on` and are None unless `state` is VALUE; they are rounded to 5 unless `exact`.
    """

    id: str
    name: Text
    ministry: str
    type: str
    status: str
    stage: str
    since: date | None
    until: date | None
    operating: bool
    capacity: int | None
    counted_on: date | None
    children: int | None
    state: State
    exact: bool
    moved: bool


def institutions_of(release: "Release", scope: Scope, area: str, as_of: date) -> tuple[Institution, ...]:
    """All institutions that have worked in `area` (KATOTTG) up to `as_of`: operating first, then by name.

    Registry facts are public. Children are exact only inside `scope`; elsewhere they come from the public file,
    rounded or hidden. Institutions that opened after `as_of` are left out.
    """
    parameters = {"area": area, "as_of": as_of}
    public = {str(row[0]): row for row in release.rows(View.PUBLIC, LIST, parameters)[1]}
    own: dict[str, tuple[object, ...]] = {}
    if scope.view is View.INTERNAL:
        rows = release.rows(View.INTERNAL, LIST, parameters)[1]
        own = {str(row[0]): row for row in rows if _inside(scope, area, str(row[0]), str(row[3]))}
    return tuple(_institution(own.get(key, row), as_of, key in own) for key, row in public.items())


def _inside(scope: Scope, area: str, institution: str, ministry: str) -> bool:
    place = Extent(frozenset({area}), frozenset({ministry}), frozenset({institution}))
    return any(extent.covers(place) for extent in scope.extents(Permission.NUMBERS_EXACT))


def _institution(row: tuple[object, ...], as_of: date, exact: bool) -> Institution:
    identity, name_uk, name_en, ministry, type_, status, stage, since, until, capacity, on, children, hidden, moved = (
        row
    )
    closed = _day(until)
    operating = closed is None or closed > as_of
    state, number = _children(children, hidden, operating)
    return Institution(
        id=str(identity), name=Text(uk=str(name_uk), en=str(name_en)), ministry=str(ministry), type=str(type_),
        status=str(status or ""), stage=str(stage or ""), since=_day(since), until=closed, operating=operating,
        capacity=_whole(capacity), counted_on=_day(on), children=number, state=state, exact=exact, moved=bool(moved),
    )  # fmt: skip


def _children(children: object, hidden: object, operating: bool) -> tuple[State, int | None]:
    if not operating:
        return State.NOT_APPLICABLE, None
    if hidden:
        return State.SUPPRESSED, None
    number = _whole(children)
    return (State.NOT_REPORTED, None) if number is None else (State.VALUE, number)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _whole(value: object) -> int | None:
    return None if value is None or value == "" else round(float(str(value)))
