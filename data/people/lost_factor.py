"""A lost second factor: two different people who oversee the person must agree before it is taken off.

One asks, another confirms within a day. Then the factor and its recovery codes are gone, every session ends, and the
next sign-in asks for a new factor. Neither may be the person concerned.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from data.access import Permission, Scope, require
from data.errors import GrantRefused, NotFound
from data.people import sessions
from data.people.oversight import seen_in, whole_in
from data.people.people import scope_in
from data.records import audit
from data.records.store import Store
from data.records.tables import factor_resets, people, recovery_codes

VALID = timedelta(hours=24)


@dataclass(frozen=True)
class Reset:
    """A reset that waits for its second person."""

    id: str
    person_id: str
    name: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime


def ask(store: Store, person_id: str, *, by: Scope) -> str:
    """The first person's word; returns the request's id.

    Raises NotFound for somebody outside; GrantRefused for oneself, without a factor, or where a request is open.
    """
    about = f"person:{person_id}"
    with audit.refusals(store, "factor.ask", about, by=by.person_id), store.write() as connection:
        found = whole_in(connection, person_id, by)
        if not found.person.has_factor or any(one.person_id == person_id for one in _open(connection, store)):
            raise GrantRefused(why="gone")
        now, request = store.clock(), str(uuid.uuid4())
        row = {"id": request, "person_id": person_id, "asked_by": by.person_id, "asked_at": now}
        connection.execute(insert(factor_resets).values(row | {"expires_at": now + VALID}))
        audit.append(connection, store, "factor.ask", about, by=by.person_id)
    return request


def confirm(store: Store, request: str, *, by: Scope) -> None:
    """The second person's word: the factor is taken off. Of two at once one wins. Raises GrantRefused and NotFound."""
    with audit.refusals(store, "factor.reset", f"reset:{request}", by=by.person_id), store.write() as connection:
        found = _one(connection, store, request)
        whole_in(connection, found.person_id, by)
        if found.asked_by == by.person_id:
            raise GrantRefused(why="second")
        _still_entitled(connection, found)
        taken = update(factor_resets).where(factor_resets.c.id == request, factor_resets.c.done_at.is_(None))
        values = {"confirmed_by": by.person_id, "done_at": store.clock()}
        if connection.execute(taken.values(values)).rowcount != 1:
            raise GrantRefused(why="gone")
        _take_off(connection, store, found.person_id)
        audit.append(connection, store, "factor.reset", f"person:{found.person_id}", by=by.person_id)


def withdraw(store: Store, request: str, *, by: Scope) -> None:
    """Take a request back; anybody who oversees the person may, and so the person's own doubts can be heeded."""
    with audit.refusals(store, "factor.withdraw", f"reset:{request}", by=by.person_id), store.write() as connection:
        found = _one(connection, store, request)
        whole_in(connection, found.person_id, by)
        taken = update(factor_resets).where(factor_resets.c.id == request).values(withdrawn_at=store.clock())
        connection.execute(taken)
        audit.append(connection, store, "factor.withdraw", f"person:{found.person_id}", by=by.person_id)


def waiting(store: Store, by: Scope) -> list[Reset]:
    """The open requests about people whom `by` oversees wholly, oneself apart; newest first."""
    require(by, Permission.PEOPLE_INVITE)
    with store.read() as connection:
        return [one for one in _open(connection, store) if _oversees(connection, one.person_id, by)]


def _oversees(connection: Connection, person_id: str, by: Scope) -> bool:
    try:
        return bool(whole_in(connection, person_id, by))
    except (NotFound, GrantRefused):
        return False


def _still_entitled(connection: Connection, request: Reset) -> None:
    """Whoever asked must be in office still: a word given before one's role was taken away counts no more."""
    state = connection.execute(select(people.c.state).where(people.c.id == request.asked_by)).scalar()
    asker = scope_in(connection, request.asked_by)
    if state != "active" or not asker.can(Permission.PEOPLE_INVITE):
        raise GrantRefused(why="gone")
    if not seen_in(connection, request.person_id, asker).whole:
        raise GrantRefused(why="gone")


def _take_off(connection: Connection, store: Store, person_id: str) -> None:
    values = {"factor_secret": None, "factor_last_step": 0}
    connection.execute(update(people).where(people.c.id == person_id).values(values))
    connection.execute(delete(recovery_codes).where(recovery_codes.c.person_id == person_id))
    sessions.end(connection, store, person_id=person_id)


def _one(connection: Connection, store: Store, request: str) -> Reset:
    found = next((one for one in _open(connection, store) if one.id == request), None)
    if found is None:
        raise GrantRefused(why="gone")
    return found


def _open(connection: Connection, store: Store) -> list[Reset]:
    columns = (factor_resets.c[name] for name in ("id", "person_id", "asked_by", "asked_at", "expires_at"))
    query = (
        select(*columns, people.c.name)
        .join(people, people.c.id == factor_resets.c.person_id)
        .where(factor_resets.c.done_at.is_(None), factor_resets.c.withdrawn_at.is_(None))
        .where(factor_resets.c.expires_at > store.clock())
        .order_by(factor_resets.c.asked_at.desc())
    )
    return [Reset(**row) for row in connection.execute(query).mappings()]
