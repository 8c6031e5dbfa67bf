"""One institution: its life, its children over time, who came and left, what it owes, those like it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from data.access import Permission, Scope, View, rows_allowed
from data.errors import NotFound
from data.profile.neighbours import neighbours
from data.register import Entry, find, register
from data.states import State

if TYPE_CHECKING:
    from data.warehouse.release import Release

FOLDER = Path(__file__).parent
DIMENSIONS = ("stay_mode", "age", "sex", "disability", "legal_status")
YEARS_SHOWN = 6
PRESENCE = {"areas": "area", "ministries": "ministry", "institutions": "institution_id"}
PERIOD = {"areas": "p.area", "ministries": "p.ministry", "institutions": "p.institution_id"}


@dataclass(frozen=True)
class Event:
    """Something that happened: `kind` of the import format (opened, stage, renamed, ministry, relocated, closed)."""

    on: date
    kind: str
    value: str


@dataclass(frozen=True)
class Count:
    """Children on a quarter's last day; None unless `state` is VALUE; rounded unless `exact`."""

    on: date
    children: int | None
    state: State
    exact: bool


@dataclass(frozen=True)
class Part:
    """Children of one code of a dimension on a day, exact."""

    on: date
    dimension: str
    code: str
    children: int


@dataclass(frozen=True)
class Move:
    """Children who came (ENTRY, TRANSFER_IN: `way` is how) or left (EXIT, TRANSFER_OUT: where to) in a year, exact."""

    year: int
    kind: str
    way: str
    children: int


@dataclass(frozen=True)
class Owed:
    """A quarter whose return was owed. `children`, `staff` as it said, None if it did not come; `counted` by stays."""

    on: date
    given: bool
    children: int | None
    staff: int | None
    counted: int | None


@dataclass(frozen=True)
class Profile:
    """All that a reader may know of one institution by `as_of`.

    `parts`, `moves` and `owed` are None outside the reader's scope: nothing of the kind is published of one
    institution. `covers_to`: the day to which the release reaches.
    """

    entry: Entry
    as_of: date
    events: tuple[Event, ...]
    history: tuple[Count, ...]
    alike: tuple[Entry, ...]
    parts: tuple[Part, ...] | None = None
    moves: tuple[Move, ...] | None = None
    owed: tuple[Owed, ...] | None = None
    days: tuple[date, ...] = field(default=())

    @property
    def missing(self) -> tuple[date, ...]:
        """The quarters whose return never came."""
        return tuple(one.on for one in self.owed or () if not one.given)


def profile(release: "Release", scope: Scope, institution: str, as_of: date) -> Profile:
    """The institution with this id as of a day. Raises NotFound if there is none.

    What is exact comes only from periods inside `scope`: of an institution that moved here, the time elsewhere is seen
    as everybody sees it.
    """
    entry = find(release, scope, institution, as_of)
    if entry is None:
        raise NotFound(what="institution")
    asked: dict[str, object] = {"institution": institution, "as_of": as_of}
    known = Profile(
        entry, as_of, _events(release, institution, as_of), _history(release, scope, asked, entry.exact),
        neighbours(entry, register(release, scope, as_of)),
    )  # fmt: skip
    return _exact(release, scope, asked, known) if entry.exact else known


def _exact(release: "Release", scope: Scope, asked: Mapping[str, object], known: Profile) -> Profile:
    """The profile with what only those inside may see."""
    days = _days(known.history)
    institution, as_of = asked["institution"], asked["as_of"]
    parts = _rows(release, scope, "makeup", {"institution": institution, "days": list(days)}, PRESENCE)
    moves = _rows(release, scope, "moves", {"institution": institution, "as_of": as_of}, PERIOD)
    owed = _rows(release, scope, "returns", {"institution": institution, "as_of": as_of}, PERIOD)
    return Profile(
        known.entry, known.as_of, known.events, known.history, known.alike, tuple(Part(*row) for row in parts),
        tuple(Move(*row) for row in moves), tuple(Owed(*row) for row in owed), days,
    )  # fmt: skip


def _rows(
    release: "Release", scope: Scope, name: str, bound: Mapping[str, object], columns: Mapping[str, str]
) -> Sequence[tuple]:  # type: ignore[type-arg]
    allowed = rows_allowed(scope, Permission.NUMBERS_EXACT, columns)
    sql = (FOLDER / f"{name}.sql").read_text(encoding="utf-8").format(allowed=allowed.sql)
    return release.rows(View.INTERNAL, sql, {**bound, **allowed.parameters})[1]


def _events(release: "Release", institution: str, as_of: date) -> tuple[Event, ...]:
    sql = (FOLDER / "life.sql").read_text(encoding="utf-8")
    rows = release.rows(View.PUBLIC, sql, {"institution": institution})[1]
    return tuple(Event(*row) for row in rows if row[0] <= as_of)


def _history(release: "Release", scope: Scope, asked: Mapping[str, object], exact: bool) -> tuple[Count, ...]:
    """Every quarter-end: exact where the period lies inside the scope, else as published."""
    public = (FOLDER / "history.sql").read_text(encoding="utf-8").format(allowed="false")
    counts = {row[0]: _count(row) for row in release.rows(View.PUBLIC, public, asked)[1]}
    if exact:
        counts |= {row[0]: _count(row) for row in _rows(release, scope, "history", asked, PERIOD) if row[3]}
    return tuple(counts[day] for day in sorted(counts))


def _count(row: tuple[object, ...]) -> Count:
    on, children, hidden, allowed = row
    assert isinstance(on, date)
    state = State.SUPPRESSED if hidden else State.VALUE if isinstance(children, int) else State.NOT_REPORTED
    return Count(on, children if isinstance(children, int) and not hidden else None, state, bool(allowed))


def _days(history: Sequence[Count]) -> tuple[date, ...]:
    """The last ends of years, and the newest quarter-end."""
    years = [count.on for count in history if count.on.month == 12]
    newest = [count.on for count in history[-1:]]
    return tuple(dict.fromkeys([*years[-YEARS_SHOWN:], *newest]))
