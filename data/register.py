"""The register of institutions on one day: what everybody may know of each, exact where the reader's scope reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.access import Extent, Permission, Scope, View
from data.states import State
from geo.areas import fold
from geo.countries import Country, country
from geo.text import Lang, Text

if TYPE_CHECKING:
    from data.warehouse.release import Release

LIST = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
BANDS = ((25, "0-24"), (50, "25-49"), (100, "50-99"), (200, "100-199"))
LARGEST = "200+"
Places = Mapping[str, tuple[float, float] | None]
HIDDEN, UNKNOWN = "hidden", "unknown"
SIZES = (*(name for _, name in BANDS), LARGEST, HIDDEN, UNKNOWN)


@dataclass(frozen=True)
class Entry:
    """One institution as it was on the day asked about; status, stage, capacity and names are today's.

    `until` is the day it stopped in `area` (None: it goes on). `capacity` and unrounded `children` are there only where
    `exact`; `capacity_band` is for everybody. `children` were counted on `counted_on`, None unless `state` is VALUE.
    `at`: latitude and longitude that everybody may see, None where it is protected or unknown. `order`: the place in
    the alphabet, Ukrainian and English. `found_by`: names, id and places in every spelling, folded for searching.
    """

    id: str
    name: Text
    area: str
    raion: str
    hromada: str
    ministry: str
    type: str
    ownership: str
    status: str
    stage: str
    opened_on: date | None
    until: date | None
    operating: bool
    capacity: int | None
    capacity_band: str
    at: tuple[float, float] | None
    counted_on: date | None
    children: int | None
    state: State
    exact: bool
    order: tuple[int, int]
    found_by: str

    @property
    def size(self) -> str:
        """The band of its children: one of SIZES; empty where it does not work."""
        if self.state is State.NOT_APPLICABLE:
            return ""
        if self.state is State.SUPPRESSED:
            return HIDDEN
        return UNKNOWN if self.children is None else band(self.children)

    def place_in(self, lang: Lang) -> int:
        """Its place in a language's alphabet."""
        return self.order[lang is Lang.EN]


def band(number: int) -> str:
    """The band a number of places or children is in; the warehouse's macro size_band says the same."""
    return next((name for below, name in BANDS if number < below), LARGEST)


@lru_cache(maxsize=16)
def register(release: "Release", scope: Scope, as_of: date) -> tuple[Entry, ...]:
    """Every institution that has worked up to `as_of`, in Ukrainian alphabetical order.

    Registry facts are public, capacity as a band. Exact capacity and children stand only inside `scope`; elsewhere
    children come from the public file, rounded or hidden, and so do all coordinates.
    """
    public = _entries(release, View.PUBLIC, as_of)
    if scope.view is View.PUBLIC:
        return tuple(public.values())
    internal = _entries(release, View.INTERNAL, as_of)
    extents = scope.extents(Permission.NUMBERS_EXACT)
    return tuple(
        internal[entry.id] if any(extent.covers(place_of(entry)) for extent in extents) else entry
        for entry in public.values()
    )


def place_of(entry: Entry) -> Extent:
    """Where an institution is, as a scope is limited."""
    return Extent(frozenset({entry.area}), frozenset({entry.ministry}), frozenset({entry.id}))


def find(release: "Release", scope: Scope, institution: str, as_of: date) -> Entry | None:
    """One institution of the register; None if there is none with this id by that day."""
    public = _entries(release, View.PUBLIC, as_of).get(institution)
    if public is None:
        return None
    exact = any(extent.covers(place_of(public)) for extent in scope.extents(Permission.NUMBERS_EXACT))
    return _entries(release, View.INTERNAL, as_of)[institution] if exact else public


@lru_cache(maxsize=6)
def _entries(release: "Release", view: View, as_of: date) -> Mapping[str, Entry]:
    """The whole register as one file tells it. Releases never change, so neither does this."""
    rows = release.rows(view, LIST, {"as_of": as_of})[1]
    known, shown = country(release.info.country), _shown(release, view, as_of)
    return {str(row[0]): _entry(row, as_of, known, shown) for row in rows}


def _shown(release: "Release", view: View, as_of: date) -> Places | None:
    """Where the public file puts each institution; None while that file itself is read."""
    if view is View.PUBLIC:
        return None
    return {key: entry.at for key, entry in _entries(release, View.PUBLIC, as_of).items()}


def _entry(row: tuple[object, ...], as_of: date, known: Country, shown: Places | None) -> Entry:
    (
        identity, name_uk, name_en, area, raion, hromada, ministry, type_, ownership, status, stage, opened, until,
        capacity, capacity_band, latitude, longitude, counted_on, children, hidden, area_state, uk, en,
    ) = row  # fmt: skip
    ended = until if isinstance(until, date) else None
    operating = ended is None or ended > as_of
    state, number = _children(children, bool(hidden), operating, str(area_state))
    own = (latitude, longitude) if isinstance(latitude, float) and isinstance(longitude, float) else None
    return Entry(
        id=str(identity), name=Text(uk=str(name_uk), en=str(name_en)), area=str(area), raion=str(raion),
        hromada=str(hromada), ministry=str(ministry), type=str(type_), ownership=str(ownership), status=str(status),
        stage=str(stage), opened_on=opened if isinstance(opened, date) else None, until=ended, operating=operating,
        capacity=capacity if isinstance(capacity, int) else None, capacity_band=str(capacity_band or ""),
        at=own if shown is None else shown.get(str(identity)),
        counted_on=counted_on if isinstance(counted_on, date) else None, children=number, state=state,
        exact=shown is not None, order=(int(str(uk)), int(str(en))),
        found_by=_found_by(known, str(area), [str(told) for told in (identity, name_uk, name_en, raion, hromada)]),
    )  # fmt: skip


def _found_by(known: Country, code: str, told: list[str]) -> str:
    area = known.area(code)
    names = (part for text in (area.name, area.short) for part in (text.uk, text.en))
    places = (spelt for one in told if known.places.knows(one) for spelt in known.places.place(one).spellings)
    return fold(" ".join([*told, *area.aliases, *names, *places]), {})


def _children(children: object, hidden: bool, operating: bool, area_state: str) -> tuple[State, int | None]:
    """What is to be said of the number of children; where there is none, the area's own state says why."""
    if not operating:
        return State.NOT_APPLICABLE, None
    if hidden:
        return State.SUPPRESSED, None
    if isinstance(children, int):
        return State.VALUE, children
    return (State.NOT_REPORTED if area_state == State.VALUE else State(area_state)), None
