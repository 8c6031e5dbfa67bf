"""Who works on a case: those it may be given to, and those it is given to."""

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy import text as statement

from data.access import Permission, Scope
from data.errors import NotFound
from data.incidents import recipients, rows
from data.incidents.acting import Acting
from data.incidents.visibility import may_know, reaches
from data.people.people import Person, person_of, scope_in
from data.records.tables import Moment, people

JOINED = statement(
    "insert into incident_team (incident_id, person_id, added_by, added_at)"
    " values (:incident_id, :person_id, :added_by, :added_at)"
    " on conflict (incident_id, person_id) do update set ended_at = null"
)


def eligible(connection: Connection, row: RowMapping) -> tuple[Person, ...]:
    """The people a case may be given to, by name: active, with the right to follow cases there, and not shut out."""
    active = select(people).where(people.c.state == "active").order_by(people.c.name)
    shut, held = rows.excluded(connection, row["id"]), recipients.scopes(connection)
    found = (person_of(person) for person in connection.execute(active).mappings().all())
    return tuple(one for one in found if one.id in held and _may_follow(row, held[one.id], shut))


def join(one: Acting, person_id: str) -> None:
    """Put somebody on the case's team. Raises NotFound unless they may be."""
    query = select(people.c.id).where(people.c.id == person_id, people.c.state == "active")
    shut = rows.excluded(one.connection, one.id)
    scope = scope_in(one.connection, person_id)
    if one.connection.execute(query).first() is None or not _may_follow(one.row, scope, shut):
        raise NotFound(what="person", why="outside")
    at = Moment().process_bind_param(one.at, one.connection.dialect)
    told = {"incident_id": one.id, "person_id": person_id, "added_by": one.by.person_id, "added_at": at}
    one.connection.execute(JOINED, told)


def exists(connection: Connection, person_id: str) -> bool:
    """Whether there is such a person."""
    return connection.execute(select(people.c.id).where(people.c.id == person_id)).first() is not None


def _may_follow(row: RowMapping, scope: Scope, shut: frozenset[str]) -> bool:
    """Whether somebody would know of the case as one of its team, and has the right to follow cases there."""
    place = rows.place_of(row)
    return may_know(scope, place, {str(scope.person_id)}, shut) and reaches(scope, Permission.INCIDENT_FOLLOW, place)
