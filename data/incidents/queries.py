"""What may be seen of cases: each question narrowed to what the asker may know, counts too."""

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, exists, func, or_, select, true

from data.access import Permission, Scope
from data.errors import NotFound
from data.incidents import history, pieces, rows, teams
from data.incidents.acting import about_of
from data.incidents.model import Attachment, Case, LogLine, Part, PartKind, State
from data.incidents.returning import reporter_view as reporter_view
from data.incidents.sealing import Blobs
from data.incidents.tables import incident_parts, incident_team, incidents
from data.incidents.visibility import CasePlace, implicated, known, reaches
from data.incidents.workflow import PERMISSION, Act, possible
from data.people.people import Person
from data.records import audit
from data.records.store import Store


def queue(store: Store, by: Scope, state: State, *, mine: bool = False, search: str = "") -> tuple[Case, ...]:
    """The cases in `state` by legal clock: overdue first, then soonest, then those without one; kept-apart ones last.

    Closed and merged ones: the newest first. `mine`: given to `by`. `search`: in number, reference and institution.
    """
    wanted = [known(by), incidents.c.state == state, _given_to(by) if mine else true(), _found(search)]
    with store.read() as connection:
        found = rows.cases_where(connection, *wanted)
    if state in {State.CLOSED, State.MERGED}:
        return tuple(sorted(found, key=lambda one: one.changed, reverse=True))
    return tuple(sorted(found, key=_urgency))


def counts(store: Store, by: Scope) -> dict[State, int]:
    """How many cases `by` may know in every state: exactly as many as `queue` shows."""
    query = select(incidents.c.state, func.count()).where(known(by)).group_by(incidents.c.state)
    with store.read() as connection:
        found = {State(row[0]): int(row[1]) for row in connection.execute(query)}
    return {state: found.get(state, 0) for state in State}


def case(store: Store, by: Scope, case_id: str) -> Case:
    """One case: codes and dates. Raises NotFound for what `by` may not know, there or not."""
    with store.read() as connection:
        found = rows.cases_where(connection, known(by), incidents.c.id == case_id)
    if not found:
        raise NotFound(what="case", why="outside")
    return found[0]


def numbered(store: Store, by: Scope, number: str) -> Case:
    """The case of this number ("2026-0007") or reference. Raises NotFound as `case` does."""
    same = or_(incidents.c.number == number.strip(), incidents.c.reference == number.strip().upper())
    with store.read() as connection:
        found = rows.cases_where(connection, known(by), same)
    if not found:
        raise NotFound(what="case", why="outside")
    return found[0]


def allowed(by: Scope, case: Case) -> frozenset[Act]:
    """The acts that the case's state and the rights of `by` allow; `by` knows of the case."""
    closing = case.closing_by is not None
    place = CasePlace(case.area, case.ministry, case.institution_id)
    return frozenset(
        act
        for act in possible(case.state, closing)
        if act is not Act.CLOSE
        and not (act is Act.CONFIRM_CLOSE and case.closing_by == by.person_id)
        and (PERMISSION[act] is Permission.INCIDENT_FOLLOW or reaches(by, PERMISSION[act], place))
    )


def parts(store: Store, by: Scope, case_id: str, blobs: Blobs | None = None) -> tuple[Part, ...]:  # noqa: ARG001
    """Everything written in a case and in those merged into it, oldest first, opened; files without what is in them.

    That it is read is recorded first: if that fails nothing is shown. How to reach the reporter is never among it:
    officers see that it is there (`reveal_contact` gives it), others not even that. Raises NotFound.
    """
    row = _reading(store, by, case_id, "incident.read")
    found: list[Part] = []
    with store.read() as connection:
        for one in (row, *(other for other in rows.absorbed(connection, case_id) if _known(connection, other, by))):
            found += _pieces(connection, store, one, by)
    return tuple(sorted(found, key=lambda part: (part.at, part.id)))


def attachment(store: Store, by: Scope, case_id: str, part_id: str, blobs: Blobs) -> Attachment:
    """One file of a case, opened; recorded before it is given. Raises NotFound."""
    row = _reading(store, by, case_id, "incident.file")
    wanted = incident_parts.c.id == part_id, incident_parts.c.kind == PartKind.FILE
    with store.read() as connection:
        merged = [one for one in rows.absorbed(connection, case_id) if _known(connection, one, by)]
        for owner in (row, *merged):
            query = select(incident_parts).where(*wanted, incident_parts.c.incident_id == owner["id"])
            if found := connection.execute(query).mappings().first():
                seal = pieces.seal_of(store.keys, owner)
                told = pieces.opened(seal, found).fields
                return Attachment(told["name"], told["media_type"], pieces.content_of(seal, found, blobs))
    raise NotFound(what="file", why="outside")


def log(store: Store, by: Scope, case_id: str) -> tuple[LogLine, ...]:
    """The case's history, oldest first: codes only. Raises NotFound."""
    with store.read() as connection:
        rows.row_known(connection, case_id, by)
        return history.lines(connection, case_id)


def changed_since(store: Store, by: Scope, number: int) -> tuple[int, tuple[str, ...]]:
    """The newest change among the cases `by` may know, and the ids of those changed after `number`."""
    changed = incidents.c.changed
    with store.read() as connection:
        newest = connection.execute(select(func.max(changed)).where(known(by))).scalar() or 0
        if newest <= number:
            return newest, ()
        query = select(incidents.c.id).where(known(by), changed > number).order_by(changed)
        return newest, tuple(connection.execute(query).scalars())


def hidden_from(store: Store, by: Scope) -> frozenset[str]:
    """The cases that `by` must never learn of, as the audit names them: their rows are not shown to `by` either."""
    with store.read() as connection:
        found = connection.execute(select(incidents.c.id).where(implicated(by))).scalars()
        return frozenset(about_of(case_id) for case_id in found)


def officers(store: Store, by: Scope, case: Case) -> tuple[Person, ...]:
    """The people whom the case may be given to, by name. Raises NotFound for who may not give it."""
    with store.read() as connection:
        row = rows.row_known(connection, case.id, by)
        if not reaches(by, Permission.INCIDENT_TRIAGE, rows.place_of(row)):
            raise NotFound(what="case", why="permission")
        return teams.eligible(connection, row)


def _reading(store: Store, by: Scope, case_id: str, act: str) -> RowMapping:
    """Record the reading in a transaction of its own and return the case's row; a refusal is recorded too."""
    about = about_of(case_id)
    with audit.refusals(store, act, about, by=by.person_id), store.write() as connection:
        row = rows.row_known(connection, case_id, by)
        audit.append(connection, store, act, about, by=by.person_id)
    return row


def _pieces(connection: Connection, store: Store, row: RowMapping, by: Scope) -> list[Part]:
    kinds = [kind for kind in PartKind if kind is not PartKind.CONTACT]
    found = list(pieces.of_kind(connection, pieces.seal_of(store.keys, row), *kinds))
    if reaches(by, Permission.INCIDENT_TRIAGE, rows.place_of(row)):
        contact = select(incident_parts.c.id, incident_parts.c.at)
        wanted = incident_parts.c.incident_id == row["id"], incident_parts.c.kind == PartKind.CONTACT
        there = connection.execute(contact.where(*wanted)).all()
        found += [Part(one.id, PartKind.CONTACT, one.at, None, "") for one in there]
    return found


def _known(connection: Connection, row: RowMapping, by: Scope) -> bool:
    query = select(incidents.c.id).where(incidents.c.id == row["id"], known(by))
    return connection.execute(query).first() is not None


def _given_to(by: Scope) -> ColumnElement[bool]:
    team = incident_team.c
    member = and_(team.incident_id == incidents.c.id, team.person_id == by.person_id, team.ended_at.is_(None))
    return or_(incidents.c.assigned_to == by.person_id, exists().where(member))


def _found(search: str) -> ColumnElement[bool]:
    wanted = search.strip().lower()
    if not wanted:
        return true()
    columns = (incidents.c.number, incidents.c.reference, incidents.c.institution_id)
    return or_(*(func.lower(column).contains(wanted, autoescape=True) for column in columns))


def _urgency(one: Case) -> tuple[object, ...]:
    clock = one.clock
    return one.quarantined, clock is None, clock or one.received_at, one.received_at, one.number
