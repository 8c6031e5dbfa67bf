"""Who is signed in: sessions kept on the server, known by a random token of which only the hash is stored."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from data.access import NATIONAL, Scope
from data.people.people import scope_in
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


def find(store: Store, token: str) -> Session | None:
    """The living session of `token`: not ended, not idle, not too old, and the person's rights unchanged since."""
    found = known(store, token)
    return found[0] if found else None


def known(store: Store, token: str, *, used: bool = True) -> tuple[Session, Scope] | None:
    """`find`, and all that the person's roles allow. Being used is what keeps a session from idling.

    `used` False: a page asks by itself while nobody may be sitting before it.
    """
    now = store.clock()
    with store.read() as connection:
        row = connection.execute(_alive(store).where(sessions.c.token_hash == token_hash(token))).mappings().first()
        scope = scope_in(connection, row["person_id"]) if row else Scope()
    if row is None or now - row["seen_at"] > idle_after(scope):
        return None
    if used and now - row["seen_at"] > SEEN_EVERY:
        _touch(store, token, now)
    return Session(**{name: row[name] for name in Session.__dataclass_fields__}), scope


def idle_after(scope: Scope) -> timedelta:
    """How long a session may stand idle: less for those who reach the whole country."""
    return IDLE_NATIONAL if any(holding.role in NATIONAL for holding in scope.holdings) else IDLE


def end(
    connection: Connection, store: Store, *, session_id: str | None = None, person_id: str | None = None, but: str = ""
) -> int:
    """End one session, or all of a person `but` one; returns how many."""
    query = update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=store.clock())
    query = query.where(sessions.c.id == session_id) if session_id else query
    query = query.where(sessions.c.person_id == person_id) if person_id else query
    query = query.where(sessions.c.id != but) if but else query
    if not (session_id or person_id):
        raise ValueError("end whose sessions?")
    return connection.execute(query).rowcount


def living(store: Store, person_id: str) -> list[Session]:
    """The person's sessions that are alive, newest first."""
    query = _alive(store).where(sessions.c.person_id == person_id).order_by(sessions.c.created_at.desc())
    with store.read() as connection:
        idle = idle_after(scope_in(connection, person_id))
        rows = connection.execute(query.where(sessions.c.seen_at >= store.clock() - idle)).mappings().all()
    return [Session(**{name: row[name] for name in Session.__dataclass_fields__}) for row in rows]


def _alive(store: Store) -> Select[Any]:
    """Sessions not ended and not too old, of active people whose rights have not changed since."""
    return (
        select(sessions)
        .join(people, people.c.id == sessions.c.person_id)
        .where(sessions.c.ended_at.is_(None), sessions.c.created_at >= store.clock() - ABSOLUTE)
        .where(people.c.state == "active", people.c.authorisation_version == sessions.c.authorisation_version)
    )


def _touch(store: Store, token: str, now: datetime) -> None:
    with store.write() as connection:
        connection.execute(update(sessions).where(sessions.c.token_hash == token_hash(token)).values(seen_at=now))
