"""Messages that must go out: written in the transaction that gives rise to them, sent at least once.

A row is one message to one person. Its `dedupe` (event, case, person, mark) makes it unique, and from it comes the one
Message-ID that every copy carries. No row holds more than codes and the number of a case.
"""

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data.incidents.tables import incidents, notices, outbox
from data.records.store import Store
from data.records.tables import people

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=5)
LEASE = timedelta(seconds=60)
GIVE_UP = timedelta(hours=24)
STUCK = timedelta(minutes=15)
REMEMBERED = timedelta(days=7)
NO_MAIL = "no_mail"


@dataclass(frozen=True)
class Message:
    """One message to send now. `id` is what every copy of it is known by; `payload`: codes and numbers only."""

    row: str
    id: str
    event: str
    payload: Mapping[str, object]
    email: str
    language: str
    tries: int


@dataclass(frozen=True)
class Standing:
    """How the outbox stands: messages waiting, for how long the oldest has, and how many were given up lately."""

    waiting: int
    oldest: timedelta
    dead: int

    @property
    def stuck(self) -> bool:
        """Whether somebody must look: mail has not gone out for a quarter of an hour, or never will."""
        return self.dead > 0 or self.oldest > STUCK


def enqueue(
    connection: Connection,
    store: Store,
    event: str,
    *,
    incident_id: str | None,
    people: Iterable[str],
    mark: str = "",
    payload: Mapping[str, object] | None = None,
    notice: bool = True,
) -> int:
    """Tell `people` (ids) of `event` by mail and on their pages, in the caller's transaction; how many were new.

    The same event, case, person and `mark` twice is one message. Demonstration accounts get no mail. `payload` is for
    codes and numbers; the case's number is added. Callers pass only those who may know (`recipients`).
    """
    number, invented = _case(connection, incident_id)
    told = json.dumps({**(payload or {}), **number}, sort_keys=True)
    at, new = store.moment(connection), 0
    for person_id, mailed in _active(connection, people).items():
        row = {
            "id": str(uuid4()), "dedupe": f"{event}|{incident_id or '-'}|{person_id}|{mark}", "event": event,
            "incident_id": incident_id, "person_id": person_id, "payload": told, "created_at": at, "next_at": at,
        }  # fmt: skip
        if invented or not mailed:
            row |= {"dead_at": at, "last_error": NO_MAIL}
        if _insert_once(connection, store, row):
            new += 1
            if notice:
                shown = {name: row[name] for name in ("id", "person_id", "event", "incident_id")}
                connection.execute(insert(notices).values(at=at, **shown))
    return new


def due(store: Store) -> bool:
    """Whether anything is to be sent now."""
    with store.read() as connection:
        query = select(outbox.c.id).where(_free(store.moment(connection))).limit(1)
        return connection.execute(query).first() is not None


def lease(store: Store, owner: str) -> Message | None:
    """Take the message that has waited longest, for `LEASE`; None if none is due. Nobody else gets it until then."""
    with store.write() as connection:
        now = store.moment(connection)
        wanted = select(outbox).where(_free(now))
        ordered = wanted.order_by(outbox.c.next_at, outbox.c.id).limit(1)
        row = connection.execute(ordered.with_for_update(skip_locked=True)).mappings().first()
        if row is None:
            return None
        held = {"lease_until": now + LEASE, "owner": owner[:64], "tries": row["tries"] + 1}
        connection.execute(update(outbox).where(outbox.c.id == row["id"]).values(held))
        to = connection.execute(select(people).where(people.c.id == row["person_id"])).mappings().one()
    identity = store.keys.mac("outbox", row["dedupe"])[:32]
    told = json.loads(row["payload"])
    return Message(row["id"], identity, row["event"], told, to["email"], to["language"], row["tries"] + 1)


def sent(store: Store, message: Message) -> None:
    """The mail server has taken it."""
    with store.write() as connection:
        now = store.moment(connection)
        _update(connection, message, {"sent_at": now, "lease_until": None, "owner": None, "last_error": None})


def failed(store: Store, message: Message, why: str, *, for_ever: bool = False) -> bool:
    """It was not taken: try again later, longer each time; or give it up, `for_ever` or after `GIVE_UP`. Whether given
    up. `why` is a code, never an answer's words: those quote addresses."""
    with store.write() as connection:
        now = store.moment(connection)
        created = connection.execute(select(outbox.c.created_at).where(outbox.c.id == message.row)).scalar_one()
        dead = for_ever or now - created >= GIVE_UP
        next_at = now + wait(message.tries)
        ended = {"dead_at": now} if dead else {"next_at": next_at}
        _update(connection, message, {**ended, "lease_until": None, "owner": None, "last_error": why[:200]})
    return dead


def wait(tries: int) -> timedelta:
    """How long to wait after so many tries: doubled each time, up to five minutes, and never the same for all."""
    seconds = min(FIRST_WAIT.total_seconds() * 2 ** min(max(tries - 1, 0), 16), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.5, 1.0))


def pass_over(store: Store) -> int:
    """Where no mail server is known: what waits will not be mailed, it stays on the pages. How many that was."""
    with store.write() as connection:
        now = store.moment(connection)
        done = connection.execute(update(outbox).where(_waiting()).values(dead_at=now, last_error=NO_MAIL))
        return done.rowcount


def standing(store: Store) -> Standing:
    """How many messages wait, the age of the oldest, and how many were given up in the last week."""
    with store.read() as connection:
        now = store.moment(connection)
        count, oldest = connection.execute(
            select(func.count(), func.min(outbox.c.created_at)).where(_waiting())
        ).one()  # fmt: skip
        lately = and_(outbox.c.dead_at > now - REMEMBERED, outbox.c.last_error != NO_MAIL)
        dead = connection.execute(select(func.count()).where(lately)).scalar_one()
    return Standing(count, now - oldest if oldest else timedelta(), dead)


def _free(now: datetime) -> ColumnElement[bool]:
    """Waiting, due, and in nobody's hands. What lies further ahead than anything is ever put off was written by a
    clock that has been put right since: it holds nothing up."""
    in_time = or_(outbox.c.next_at <= now, outbox.c.next_at > now + LONGEST_WAIT)
    free = or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now, outbox.c.lease_until > now + 2 * LEASE)
    return and_(_waiting(), in_time, free)


def _waiting() -> ColumnElement[bool]:
    return and_(outbox.c.sent_at.is_(None), outbox.c.dead_at.is_(None))


def _update(connection: Connection, message: Message, values: Mapping[str, object]) -> None:
    connection.execute(update(outbox).where(outbox.c.id == message.row).values(**values))


def _case(connection: Connection, incident_id: str | None) -> tuple[dict[str, str], bool]:
    """What is told of a case, its number, and whether it is invented."""
    if incident_id is None:
        return {}, False
    query = select(incidents.c.number, incidents.c.demonstration).where(incidents.c.id == incident_id)
    number, invented = connection.execute(query).one()
    return {"number": number}, invented


def _active(connection: Connection, ids: Iterable[str]) -> dict[str, bool]:
    """The active people among `ids`, and whether they get mail."""
    known = people.c
    query = select(known.id, known.demonstration).where(known.id.in_(sorted(set(ids))), known.state == "active")
    return {row.id: not row.demonstration for row in connection.execute(query.order_by(known.id))}


def _insert_once(connection: Connection, store: Store, row: Mapping[str, object]) -> bool:
    """Whether there was no such row yet; two processes at once never disturb each other's transactions."""
    dialect = sqlite if store.on_sqlite else postgresql
    once = dialect.insert(outbox).values(**row).on_conflict_do_nothing(index_elements=["dedupe"])
    return connection.execute(once.returning(outbox.c.id)).first() is not None
