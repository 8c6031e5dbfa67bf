"""Who did what, and when: appended inside the transaction that did it, chained by HMAC, never changed.

mac(n) = HMAC(key "audit", version | seq | previous mac | canonical JSON of the row). The key is not in the store, the
newest (seq, mac) is anchored outside it, so an edit, a cut tail and a rewrite are all seen by `verify`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, desc, insert, select, text

from data.records.keys import Keys
from data.records.store import Store
from data.records.tables import audit, audit_anchors

VERSION = "audit-v1"
FIRST = "0" * 64
LOCK = 727274


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
    with file.open("a", encoding="utf8") as lines:
        lines.write(f"{last.seq} {last.mac}\n")
    return last.seq, last.mac


def verify(store: Store, anchors: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Recompute the whole chain and hold it against `anchors` ((seq, mac) kept elsewhere)."""
    wanted = dict(anchors)
    previous, expected = FIRST, 1
    with store.read() as connection:
        for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
            if row["seq"] != expected:
                return Verdict(expected - 1, expected, "missing")
            if row["previous"] != previous or row["mac"] != _mac(store.keys, dict(row), previous):
                return Verdict(expected - 1, expected, "changed")
            if wanted.pop(expected, row["mac"]) != row["mac"]:
                return Verdict(expected - 1, expected, "anchor")
            previous, expected = row["mac"], expected + 1
    cut = min(wanted, default=None)
    return Verdict(expected - 1, cut, "cut" if cut else "")


def read_anchors(file: Path) -> list[tuple[int, str]]:
    """The (seq, mac) pairs of an anchor file; none if there is no file yet."""
    if not file.exists():
        return []
    return [(int(seq), mac) for seq, mac in (line.split() for line in file.read_text("utf8").splitlines() if line)]


def _mac(keys: Keys, row: Mapping[str, object], previous: str) -> str:
    names = ("seq", "month", "at", "act", "object", "person_id", "role", "outcome", "detail")
    told = {name: row[name].isoformat() if isinstance(row[name], datetime) else row[name] for name in names}  # type: ignore[attr-defined]
    body = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return keys.mac("audit", f"{VERSION}|{row['seq']}|{previous}|{body}")
