"""Who did what, and when: appended inside the transaction that did it, chained by HMAC, never changed.

mac(n) = HMAC(key "audit", version | seq | previous mac | canonical JSON of the row). The key is not in the store, the
newest (seq, mac) is anchored outside it, so an edit, a cut tail and a rewrite are all seen by `verify`. Each month is
a chain whose first row holds the closing mac of the month before: one chain through all months, so that no month can be
left out, emptied or moved either.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, desc, func, insert, select, text

from data.errors import BadAnchors, GrantRefused, NotFound, NotMovable, SecondPersonNeeded
from data.records.keys import Keys
from data.records.store import Store
from data.records.tables import audit, audit_anchors

VERSION = "audit-v1"
FIRST = "0" * 64
LOCK = 727274
REFUSALS = (GrantRefused, NotFound, NotMovable, SecondPersonNeeded)
ANCHOR = re.compile(r"(\d{1,18}) ([0-9a-f]{64})( \S+)?$")


@dataclass(frozen=True)
class Entry:
    """One line of the log. `detail` names fields, never their contents."""

    seq: int
    at: datetime
    act: str
    object: str
    person_id: str | None
    role: str | None
    outcome: str
    detail: str


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: rows read and the first row that does not fit, with why."""

    rows: int
    first_bad: int | None = None
    why: str = ""


def append(
    connection: Connection,
    store: Store,
    act: str,
    about: str,
    *,
    by: str | None,
    role: str | None = None,
    outcome: str = "done",
    detail: Mapping[str, object] | None = None,
) -> int:
    """Add a row in the caller's transaction and return its number. `by` is a person's id; None is the system."""
    if not store.on_sqlite:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = connection.execute(select(audit.c.seq, audit.c.mac).order_by(desc(audit.c.seq)).limit(1)).first()
    seq, previous = (last.seq + 1, last.mac) if last else (1, FIRST)
    at = store.clock()
    row = {
        "seq": seq, "month": f"{at:%Y-%m}", "at": at, "act": act, "object": about, "person_id": by, "role": role,
        "outcome": outcome, "detail": json.dumps(detail or {}, sort_keys=True, ensure_ascii=False),
    }  # fmt: skip
    row |= {"previous": previous, "mac": _mac(store.keys, row, previous)}
    connection.execute(insert(audit).values(row))
    return seq


def record(store: Store, act: str, about: str, **rest: object) -> int:
    """`append` in a transaction of its own: for a read that is logged before it is shown, or a refusal."""
    with store.write() as connection:
        return append(connection, store, act, about, **rest)  # type: ignore[arg-type]


@contextmanager
def refusals(store: Store, act: str, about: str, *, by: str | None) -> Iterator[None]:
    """Record as refused whatever the block refuses (REFUSALS) before the error goes on its way."""
    try:
        yield
    except REFUSALS as error:
        why = str(error.parameters.get("why", "unknown"))
        record(store, act, about[:120], by=by, outcome="refused", detail={"why": why})
        raise


def entries(
    store: Store,
    *,
    person_id: str | None = None,
    about: str | None = None,
    since: datetime | None = None,
    limit: int = 200,
) -> list[Entry]:
    """Newest first, by person, object and time; for the auditor's page."""
    columns = [audit.c[name] for name in Entry.__dataclass_fields__]
    query = select(*columns).order_by(desc(audit.c.seq)).limit(limit)
    if person_id:
        query = query.where(audit.c.person_id == person_id)
    if about:
        query = query.where(audit.c.object == about)
    if since:
        query = query.where(audit.c.at >= since)
    with store.read() as connection:
        return [Entry(*row) for row in connection.execute(query)]


def anchor(store: Store, file: Path) -> tuple[int, str]:
    """Write the newest (seq, mac) into the store and append it to `file`, which should belong to somebody else."""
    with store.write() as connection:
        last = connection.execute(
            select(audit.c.seq, audit.c.month, audit.c.mac).order_by(desc(audit.c.seq)).limit(1)
        ).first()
        if last is None:
            return 0, FIRST
        there = connection.execute(select(audit_anchors.c.seq).where(audit_anchors.c.seq == last.seq)).first()
        if there is None:
            row = {"seq": last.seq, "month": last.month, "mac": last.mac, "at": store.clock()}
            connection.execute(insert(audit_anchors).values(row))
    _append_line(file, f"{last.seq} {last.mac} {store.clock().isoformat(timespec='seconds')}\n")
    return last.seq, last.mac


def verify(store: Store, anchors: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Recompute the whole chain and hold it against `anchors` ((seq, mac) kept elsewhere) and the store's own."""
    previous, expected = FIRST, 1
    query = select(audit).order_by(audit.c.seq)
    with store.read() as connection:
        wanted = _anchored(connection, anchors)
        with connection.execution_options(yield_per=2000).execute(query) as rows:
            for row in rows.mappings():
                if row["seq"] != expected:
                    return Verdict(expected - 1, expected, "missing")
                if row["previous"] != previous or row["mac"] != _mac(store.keys, dict(row), previous):
                    return Verdict(expected - 1, expected, "changed")
                if wanted.pop(expected, {row["mac"]}) != {row["mac"]}:
                    return Verdict(expected - 1, expected, "anchor")
                previous, expected = row["mac"], expected + 1
    return Verdict(expected - 1, expected, "cut") if wanted else Verdict(expected - 1)


def newest(store: Store) -> tuple[datetime, bool] | None:
    """When the newest row was written, and whether this store's key wrote it; None while there is none."""
    with store.read() as connection:
        row = connection.execute(select(audit).order_by(desc(audit.c.seq)).limit(1)).mappings().first()
    return (row["at"], row["mac"] == _mac(store.keys, dict(row), row["previous"])) if row else None


def oldest_unanchored(store: Store) -> datetime | None:
    """When the first row was written that no anchor holds yet; None if the newest anchor holds the newest row."""
    anchored = select(func.coalesce(func.max(audit_anchors.c.seq), 0)).scalar_subquery()
    query = select(audit.c.at).where(audit.c.seq > anchored).order_by(audit.c.seq).limit(1)
    with store.read() as connection:
        return connection.execute(query).scalar()


def read_anchors(file: Path) -> list[tuple[int, str]]:
    """The (seq, mac) pairs of an anchor file, one a line. Raises BadAnchors: no such file, an empty one, or none."""
    try:
        lines = [ANCHOR.match(line) for line in file.read_text("utf8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise BadAnchors(file=str(file)) from error
    if not lines or not all(lines):
        raise BadAnchors(file=str(file))
    return [(int(line[1]), line[2]) for line in lines if line]


def _append_line(file: Path, line: str) -> None:
    try:
        with file.open("a", encoding="utf8") as lines:
            lines.write(line)
            lines.flush()
            os.fsync(lines.fileno())
    except OSError as error:
        raise BadAnchors(file=str(file)) from error


def _anchored(connection: Connection, elsewhere: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    """seq → what the anchors say its mac was; two different ones can never both be right."""
    own = connection.execute(select(audit_anchors.c.seq, audit_anchors.c.mac))
    found: dict[int, set[str]] = {}
    for seq, mac in [*((row.seq, row.mac) for row in own), *elsewhere]:
        found.setdefault(seq, set()).add(mac)
    return found


def _mac(keys: Keys, row: Mapping[str, object], previous: str) -> str:
    names = ("seq", "month", "at", "act", "object", "person_id", "role", "outcome", "detail")
    told = {name: row[name].isoformat() if isinstance(row[name], datetime) else row[name] for name in names}  # type: ignore[attr-defined]
    body = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return keys.mac("audit", f"{VERSION}|{row['seq']}|{previous}|{body}")
