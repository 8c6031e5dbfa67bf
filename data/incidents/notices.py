"""What a person is told on the portal's own pages, mail or no mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select, update

from data.incidents.tables import incident_excluded, incidents, notices
from data.records.store import Store


@dataclass(frozen=True)
class Notice:
    """One notice. `number` and `incident_id` are "" where it is about no single case."""

    id: str
    event: str
    at: datetime
    incident_id: str
    number: str


def unread(store: Store, person_id: str, limit: int = 50) -> tuple[Notice, ...]:
    """What `person_id` has not read yet, the newest first. Nothing of a case from which somebody was shut out since."""
    columns = (notices.c.id, notices.c.event, notices.c.at, notices.c.incident_id, incidents.c.number)
    joined = select(*columns).join(incidents, incidents.c.id == notices.c.incident_id, isouter=True)
    query = joined.where(_own(person_id), ~_shut_out(person_id)).order_by(notices.c.at.desc(), notices.c.id)
    with store.read() as connection:
        rows = connection.execute(query.limit(limit)).all()
    return tuple(Notice(row.id, row.event, row.at, row.incident_id or "", row.number or "") for row in rows)


def read(store: Store, person_id: str, *, incident_id: str | None = None) -> int:
    """Mark as read: those about one case, or all of this person's; how many that was."""
    wanted = _own(person_id) if incident_id is None else and_(_own(person_id), notices.c.incident_id == incident_id)
    with store.write() as connection:
        done = connection.execute(update(notices).where(wanted).values(read_at=store.moment(connection)))
        return done.rowcount


def _own(person_id: str) -> ColumnElement[bool]:
    return and_(notices.c.person_id == person_id, notices.c.read_at.is_(None))


def _shut_out(person_id: str) -> ColumnElement[bool]:
    columns = incident_excluded.c
    return exists().where(columns.incident_id == notices.c.incident_id, columns.person_id == person_id)
