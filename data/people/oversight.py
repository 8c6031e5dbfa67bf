"""Who oversees whom: the people whose roles somebody may give, and what may be done about them.

Somebody is seen by those who may give one of their roles, and only those roles are seen. What touches the whole person
(disabling, a lost factor) needs all of their roles inside. Everybody else is told that there is no such person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from data.access import Permission, Scope, may_give, require
from data.errors import GrantRefused, NotFound
from data.people import sessions
from data.people.people import Held, Person, holding_of, person_of
from data.records import audit
from data.records.store import Store
from data.records.tables import people, role_grants
from data.records.tables import sessions as sessions_table

REASONS = ("left", "duties", "mistake", "misuse", "request")


@dataclass(frozen=True)
class Overseen:
    """One person as an overseer sees them: `lines` are the roles inside the overseer's scope.

    `held` False: the lines have been taken away and nothing is held now. `whole`: all of the person's roles are inside.
    """

    person: Person
    lines: tuple[Held, ...]
    held: bool
    whole: bool
    last_seen: datetime | None


def overseen(store: Store, by: Scope, text: str = "") -> list[Overseen]:
    """The people `by` oversees whose name or e-mail holds `text`, by name. Nobody outside is counted or hinted at."""
    require(by, Permission.PEOPLE_INVITE)
    wanted = text.strip().casefold()
    with store.read() as connection:
        found = [one for one in _all(connection, by) if wanted in f"{one.person.name} {one.person.email}".casefold()]
    return sorted(found, key=lambda one: (one.person.name.casefold(), one.person.email))


def one(store: Store, person_id: str, by: Scope) -> Overseen:
    """One of them. Raises NotFound for everybody else, existing or not."""
    require(by, Permission.PEOPLE_INVITE)
    with store.read() as connection:
        return seen_in(connection, person_id, by)


def disable(store: Store, person_id: str, *, by: Scope, reason: str) -> None:
    """Shut somebody out at once: their sessions end. Raises NotFound, and GrantRefused for oneself or in part."""
    with audit.refusals(store, "person.disable", f"person:{person_id}", by=by.person_id), store.write() as connection:
        _check_reason(reason)
        _change(connection, whole_in(connection, person_id, by).person, "disabled")
        sessions.end(connection, store, person_id=person_id)
        about, detail = f"person:{person_id}", {"reason": reason}
        audit.append(connection, store, "person.disable", about, by=by.person_id, detail=detail)


def enable(store: Store, person_id: str, *, by: Scope) -> None:
    """Let a disabled person in again. Never a demonstration account: those live by the release that is served."""
    with audit.refusals(store, "person.enable", f"person:{person_id}", by=by.person_id), store.write() as connection:
        person = whole_in(connection, person_id, by).person
        if person.demonstration:
            raise GrantRefused(why="demonstration")
        _change(connection, person, "active")
        audit.append(connection, store, "person.enable", f"person:{person_id}", by=by.person_id)


def revoke(store: Store, grant_id: str, *, by: Scope, reason: str) -> str:
    """Take one role away and return its person's id; the person's sessions end at their next request.

    Raises NotFound for a role outside the overseer's scope or held no more, GrantRefused for one's own.
    """
    with audit.refusals(store, "person.revoke", f"grant:{grant_id}", by=by.person_id), store.write() as connection:
        _check_reason(reason)
        line = _line(connection, grant_id, by)
        if line.person_id == by.person_id:
            raise GrantRefused(why="self")
        taken = update(role_grants).where(role_grants.c.id == grant_id, role_grants.c.revoked_at.is_(None))
        if connection.execute(taken.values(revoked_at=store.clock())).rowcount != 1:
            raise NotFound(why="gone")
        version = people.c.authorisation_version + 1
        connection.execute(update(people).where(people.c.id == line.person_id).values(authorisation_version=version))
        about, role = f"person:{line.person_id}", str(line.holding.role)
        audit.append(connection, store, "person.revoke", about, by=by.person_id, role=role, detail={"reason": reason})
    return line.person_id


def line_of(store: Store, grant_id: str, by: Scope) -> Held:
    """A role that is held, if `by` may take it away. Raises NotFound."""
    require(by, Permission.PEOPLE_INVITE)
    with store.read() as connection:
        return _line(connection, grant_id, by)


def seen_in(connection: Connection, person_id: str, by: Scope) -> Overseen:
    """`one` inside the caller's transaction."""
    found = next(iter(_all(connection, by, person_id)), None)
    if found is None:
        raise NotFound(why="outside")
    return found


def whole_in(connection: Connection, person_id: str, by: Scope) -> Overseen:
    """One of them, if something may be done about the whole person: all roles inside, and not oneself."""
    require(by, Permission.PEOPLE_INVITE)
    found = seen_in(connection, person_id, by)
    if person_id == by.person_id:
        raise GrantRefused(why="self")
    if not found.whole:
        raise GrantRefused(why="outside")
    return found


def _all(connection: Connection, by: Scope, person_id: str | None = None) -> list[Overseen]:
    wanted, granted = select(people), select(role_grants)
    seen = select(sessions_table.c.person_id, func.max(sessions_table.c.seen_at))
    if person_id is not None:
        wanted, granted = wanted.where(people.c.id == person_id), granted.where(role_grants.c.person_id == person_id)
        seen = seen.where(sessions_table.c.person_id == person_id)
    last = {row[0]: row[1] for row in connection.execute(seen.group_by(sessions_table.c.person_id))}
    now: dict[str, list[Held]] = {}
    once: dict[str, list[Held]] = {}
    for row in connection.execute(granted.order_by(role_grants.c.granted_at)).mappings():
        held = Held(row["id"], row["person_id"], holding_of(row))
        (once if row["revoked_at"] else now).setdefault(held.person_id, []).append(held)
    rows = connection.execute(wanted).mappings().all()
    found = (_seen(person_of(row), now.get(row["id"], ()), once.get(row["id"], ()), by, last) for row in rows)
    return [one for one in found if one is not None]


def _seen(
    person: Person, now: Sequence[Held], once: Sequence[Held], by: Scope, last: dict[str, datetime]
) -> Overseen | None:
    """The person as `by` sees them, or None if none of the roles (held now; else once) is inside."""
    roles = now or once
    inside = tuple(line for line in roles if may_give(by, line.holding))
    if not inside:
        return None
    return Overseen(person, inside, bool(now), len(inside) == len(roles), last.get(person.id))


def _line(connection: Connection, grant_id: str, by: Scope) -> Held:
    require(by, Permission.PEOPLE_INVITE)
    query = select(role_grants).where(role_grants.c.id == grant_id, role_grants.c.revoked_at.is_(None))
    row = connection.execute(query).mappings().first()
    if row is None or not may_give(by, holding_of(row)):
        raise NotFound(why="outside")
    return Held(row["id"], row["person_id"], holding_of(row))


def _change(connection: Connection, person: Person, state: str) -> None:
    changing = update(people).where(people.c.id == person.id, people.c.state != state)
    if connection.execute(changing.values(state=state)).rowcount != 1:
        raise GrantRefused(why="gone")


def _check_reason(reason: str) -> None:
    if reason not in REASONS:
        raise GrantRefused(why="reason")
