"""The staff of a case's own institution, and who else must never know of the case."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, select, text, true, update

from data.incidents.tables import incident_team, notices, outbox
from data.incidents.visibility import INSIDERS, CasePlace, inside
from data.people.people import holding_of
from data.records.tables import Moment, role_grants

STAFF, IMPLICATED, MERGED = "staff", "implicated", "merged"
EXCLUDED = text(
    "insert into incident_excluded (incident_id, person_id, why, at) values (:incident_id, :person_id, :why, :at)"
    " on conflict (incident_id, person_id) do nothing"
)


def insiders_of(connection: Connection, place: CasePlace) -> frozenset[str]:
    """Who reports for or heads the institution now; nobody where it is not known."""
    if not place.institution_id:
        return frozenset()
    query = select(role_grants).where(role_grants.c.revoked_at.is_(None), role_grants.c.role.in_(sorted(INSIDERS)))
    rows = connection.execute(query).mappings().all()
    return frozenset(row["person_id"] for row in rows if inside(holding_of(row).extent, place))


def exclude(connection: Connection, case_id: str, people: Iterable[str], why: str, at: datetime) -> None:
    """Shut these people out of the case for good: off its team, and what told them of it goes too. `why`: a code."""
    shut = sorted(people)
    moment = Moment().process_bind_param(at, connection.dialect)
    for person_id in shut:
        told = {"incident_id": case_id, "person_id": person_id, "why": why, "at": moment}
        connection.execute(EXCLUDED, told)
    for table, waiting in ((notices, true()), (outbox, outbox.c.sent_at.is_(None))):
        connection.execute(delete(table).where(table.c.incident_id == case_id, table.c.person_id.in_(shut), waiting))
    members = incident_team.c.incident_id == case_id, incident_team.c.person_id.in_(shut)
    connection.execute(update(incident_team).where(*members, incident_team.c.ended_at.is_(None)).values(ended_at=at))


def exclude_staff(connection: Connection, row: RowMapping, at: datetime) -> None:
    """Exclude the institution's own people of today: whoever leaves it tomorrow still never sees the case."""
    place = CasePlace(row["area"], row["ministry"], row["institution_id"])
    exclude(connection, row["id"], insiders_of(connection, place), STAFF, at)
