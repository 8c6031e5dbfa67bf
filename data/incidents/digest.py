"""The daily summary for those who lead: counts of the cases each of them may know of, and nothing else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from data.access import Permission, Role, Scope
from data.incidents.model import OPEN
from data.incidents.outbox import enqueue
from data.incidents.recipients import scopes
from data.incidents.tables import incident_steps, incidents
from data.incidents.visibility import known
from data.records.store import Store
from geo.duties import Duties

EVENT = "digest"
READERS = frozenset({Role.OMBUDSMAN})


def run(store: Store, duties: Duties) -> int:
    """Write the day's summary to every reader who has none yet, once the pack's hour has come; how many that was."""
    with store.write() as connection:
        now = store.moment(connection)
        local = now.astimezone(ZoneInfo(duties.zone))
        if local.hour < duties.digest_hour:
            return 0
        return sum(
            _summarise(connection, store, person_id, scope, now, local)
            for person_id, scope in scopes(connection).items()
            if READERS & {holding.role for holding in scope.holdings}
        )


def counts(connection: Connection, scope: Scope, now: datetime) -> dict[str, int]:
    """Of the cases that `scope` may know of: received in the last day, waiting for anybody, open, past a legal term."""
    columns, steps = incidents.c, incident_steps.c
    is_open = columns.state.in_(sorted(OPEN))
    missed = exists().where(steps.incident_id == columns.id, steps.done_at.is_(None), steps.due_at < now)
    wanted: dict[str, ColumnElement[bool]] = {
        "received": columns.received_at > now - timedelta(days=1),
        "waiting": and_(is_open, columns.acknowledged_at.is_(None)),
        "open": is_open,
        "overdue": and_(is_open, missed),
    }
    real = and_(known(scope), columns.demonstration.is_(False))
    return {
        name: connection.execute(select(func.count()).select_from(incidents).where(real, condition)).scalar_one()
        for name, condition in wanted.items()
    }


def _summarise(
    connection: Connection, store: Store, person_id: str, scope: Scope, now: datetime, local: datetime
) -> int:
    if not scope.can(Permission.INCIDENT_TRIAGE):
        return 0
    told = {**counts(connection, scope, now), "day": f"{local:%Y-%m-%d}"}
    return enqueue(
        connection, store, EVENT, incident_id=None, people={person_id}, mark=f"{local:%Y-%m-%d}", payload=told,
        notice=False,
    )  # fmt: skip
