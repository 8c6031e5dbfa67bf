"""Reading the log: by person, object, act, outcome and time, newest first, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, desc, func, select

from data.records.audit import Entry
from data.records.store import Store
from data.records.tables import audit, audit_anchors

PAGE = 100
BATCH = 2_000
MOST = 200_000
SLACK = timedelta(days=1)


@dataclass(frozen=True)
class Search:
    """What is looked for; all that is given must hold. `people` None: anybody; empty: nobody. `until` is not in it.

    `without`: objects that the reader must not learn of; their rows are as if they were not there.
    """

    people: tuple[str, ...] | None = None
    about: str = ""
    act: str = ""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None
    without: frozenset[str] = frozenset()

    @property
    def fields(self) -> list[str]:
        """The names of the fields that narrow the search."""
        names = ("about", "act", "outcome", "since", "until")
        return [*(["people"] if self.people is not None else []), *(name for name in names if getattr(self, name))]


@dataclass(frozen=True)
class Found:
    """One page of the log; `older`: the number to ask for the next page with, None on the last."""

    entries: tuple[Entry, ...]
    older: int | None


@dataclass(frozen=True)
class Anchor:
    """The newest fixed point of the log."""

    seq: int
    at: datetime


def search(store: Store, wanted: Search, before: int | None = None, most: int = PAGE) -> Found:
    """The newest `most` rows older than number `before`."""
    with store.read() as connection:
        query = _query(wanted, before).where(*_near(connection, wanted)).limit(most + 1)
        rows = [Entry(*row) for row in connection.execute(query)]
    return Found(tuple(rows[:most]), rows[most - 1].seq if len(rows) > most else None)


def every(store: Store, wanted: Search) -> Iterator[Entry]:
    """All rows found, newest first, read in batches; at most `MOST`."""
    before: int | None = None
    for _ in range(MOST // BATCH):
        found = search(store, wanted, before, BATCH)
        yield from found.entries
        before = found.older
        if before is None:
            return


def length(store: Store) -> int:
    """How many rows the log has: its numbers have no gaps."""
    with store.read() as connection:
        return connection.execute(select(func.max(audit.c.seq))).scalar() or 0


def last_anchor(store: Store) -> Anchor | None:
    """The newest anchor kept in the store."""
    query = select(audit_anchors.c.seq, audit_anchors.c.at).order_by(desc(audit_anchors.c.seq)).limit(1)
    with store.read() as connection:
        row = connection.execute(query).first()
    return Anchor(row.seq, row.at) if row else None


def last(store: Store, act: str) -> Entry | None:
    """The newest row of this act."""
    found = search(store, Search(act=act), most=1).entries
    return found[0] if found else None


def _query(wanted: Search, before: int | None) -> Select[Any]:
    query = select(*(audit.c[name] for name in Entry.__dataclass_fields__)).order_by(desc(audit.c.seq))
    if wanted.people is not None:
        query = query.where(audit.c.person_id.in_(wanted.people))
    for name, value in (("object", wanted.about), ("act", wanted.act), ("outcome", wanted.outcome)):
        query = query.where(audit.c[name] == value) if value else query
    query = query.where(audit.c.at >= wanted.since) if wanted.since else query
    query = query.where(audit.c.at < wanted.until) if wanted.until else query
    query = query.where(audit.c.object.not_in(sorted(wanted.without))) if wanted.without else query
    return query.where(audit.c.seq < before) if before else query


def _near(connection: Connection, wanted: Search) -> list[ColumnElement[bool]]:
    """Bounds on the numbers that follow from the times asked for, so that the index on time spares reading the rest.

    Numbers grow with time but where a clock was set back; a day of slack allows for that.
    """
    bounds: list[ColumnElement[bool]] = []
    if wanted.until:
        later = select(audit.c.seq).where(audit.c.at >= wanted.until + SLACK).order_by(audit.c.at).limit(1)
        if (seq := connection.execute(later).scalar()) is not None:
            bounds.append(audit.c.seq < seq)
    if wanted.since:
        earlier = select(audit.c.seq).where(audit.c.at < wanted.since - SLACK).order_by(desc(audit.c.at)).limit(1)
        if (seq := connection.execute(earlier).scalar()) is not None:
            bounds.append(audit.c.seq > seq)
    return bounds
