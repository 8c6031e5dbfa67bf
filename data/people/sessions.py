"""Who is signed in: sessions kept on the server, known by a random token of which only the hash is stored."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from data.records.keys import token_hash
from data.records.store import Store
from data.records.tables import people, sessions

IDLE, IDLE_NATIONAL, ABSOLUTE = timedelta(minutes=30), timedelta(minutes=15), timedelta(hours=12)
SEEN_EVERY = timedelta(seconds=30)


@dataclass(frozen=True)
class Session:
    """One sign-in of one person on one device. `factor_passed` False: only the second-factor page is open to it."""

    id: str
    person_id: str
    factor_passed: bool
    created_at: datetime
    seen_at: datetime
    authenticated_at: datetime
    network: str
    agent: str


def start(
    connection: Connection, store: Store, person_id: str, *, factor_passed: bool, network: str, agent: str
) -> str:
    """A new session; returns its token, which is shown to the browser once and kept nowhere."""
    token, now = secrets.token_urlsafe(32), store.clock()
    version = connection.execute(select(people.c.authorisation_version).where(people.c.id == person_id)).scalar_one()
    row = {
        "token_hash": token_hash(token), "id": str(uuid.uuid4()), "person_id": person_id,
        "authorisation_version": version, "factor_passed": factor_passed, "created_at": now, "seen_at": now,
        "authenticated_at": now, "network": network, "agent": agent[:200],
    }  # fmt: skip
    connection.execute(insert(sessions).values(row))
    return token


def find(store: Store, token: str, *, idle: timedelta = IDLE) -> Session | None:
    """The living session of `token`: not ended, not idle, not too old, and the person's rights unchanged since."""
    now = store.clock()
    query = (
        select(sessions, people.c.state, people.c.authorisation_version.label("current"))
        .join(people, people.c.id == sessions.c.person_id)
        .where(sessions.c.token_hash == token_hash(token))
    )
    with store.read() as connection:
        row = connection.execute(query).mappings().first()
    if row is None or row["ended_at"] or row["state"] != "active" or row["authorisation_version"] != row["current"]:
        return None
    if now - row["seen_at"] > idle or now - row["created_at"] > ABSOLUTE:
        return None
    if now - row["seen_at"] > SEEN_EVERY:
        _touch(store, token, now)
    return Session(**{name: row[name] for name in Session.__dataclass_fields__})


def end(connection: Connection, store: Store, *, session_id: str | None = None, person_id: str | None = None) -> int:
    """End one session, or all of a person; returns how many."""
    query = update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=store.clock())
    query = query.where(sessions.c.id == session_id) if session_id else query
    query = query.where(sessions.c.person_id == person_id) if person_id else query
    if not (session_id or person_id):
        raise ValueError("end whose sessions?")
    return connection.execute(query).rowcount


def living(store: Store, person_id: str) -> list[Session]:
    """The person's sessions that have not ended, newest first."""
    columns = [sessions.c[name] for name in Session.__dataclass_fields__]
    query = select(*columns).where(sessions.c.person_id == person_id, sessions.c.ended_at.is_(None))
    with store.read() as connection:
        rows = connection.execute(query.order_by(sessions.c.created_at.desc()))
        return [s for s in (Session(*row) for row in rows) if store.clock() - s.created_at <= ABSOLUTE]


def _touch(store: Store, token: str, now: datetime) -> None:
    with store.write() as connection:
        connection.execute(update(sessions).where(sessions.c.token_hash == token_hash(token)).values(seen_at=now))
