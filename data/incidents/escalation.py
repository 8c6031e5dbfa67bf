"""A report that nobody takes notice of wakes the next level, until somebody does; then a legal term that runs out."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, insert, select, update

from data.incidents import clocks
from data.incidents.model import OPEN
from data.incidents.outbox import enqueue
from data.incidents.recipients import followers, recipients
from data.incidents.tables import incident_log, incident_steps, incidents
from data.records import audit
from data.records.store import Store
from geo.duties import Duties

NEW, ESCALATED, OVERDUE, CROWD = "incident.new", "incident.escalated", "incident.overdue", "incident.crowd"
AT_ONCE = 200


def alert(connection: Connection, store: Store, duties: Duties, case: RowMapping) -> None:
    """Alert the first level about a case just taken in, in the transaction that takes it in."""
    _alert(connection, store, duties, case, NEW, 0)


def run(store: Store, duties: Duties) -> int:
    """Alert the next level for every case whose time has come, a transaction each; how many there were."""
    with store.read() as connection:
        found = connection.execute(_due(store, connection).with_only_columns(incidents.c.id)).scalars().all()
    return sum(_escalate(store, duties, incident_id) for incident_id in found)


def warn(store: Store, duties: Duties) -> int:
    """Tell whom a case concerns that a legal term has run out, once a step; how many steps that was.

    Steps due at once are not told of: the alert about the report itself is that.
    """
    steps, cases = incident_steps.c, incidents.c
    with store.write() as connection:
        now = store.moment(connection)
        late = and_(steps.due_at <= now, steps.due_at > cases.received_at, steps.done_at.is_(None))
        open_cases = and_(steps.warned_at.is_(None), cases.state.in_(sorted(OPEN)), cases.demonstration.is_(False))
        joined = select(steps.incident_id, steps.step).join(incidents, cases.id == steps.incident_id)
        found = connection.execute(joined.where(late, open_cases).limit(AT_ONCE)).all()
        for incident_id, step in found:
            case = _case(connection, incident_id)
            enqueue(
                connection, store, OVERDUE, incident_id=incident_id, mark=step,
                people=followers(connection, case, duties),
            )  # fmt: skip
            this = and_(steps.incident_id == incident_id, steps.step == step)
            connection.execute(update(incident_steps).where(this).values(warned_at=now))
    return len(found)


def exhausted(duties: Duties) -> ColumnElement[bool]:
    """A condition on `incidents`: every level was alerted and still nobody took notice. That is an alarm."""
    return and_(_waiting(), incidents.c.level >= len(duties.acknowledge))


def _escalate(store: Store, duties: Duties, incident_id: str) -> bool:
    """Under the lock of a transaction of its own: somebody may have taken notice, or another worker escalated."""
    with store.write() as connection:
        due = _due(store, connection).where(incidents.c.id == incident_id).with_for_update()
        case = connection.execute(due).mappings().first()
        if case is None:
            return False
        level, now = case["level"] + 1, store.moment(connection)
        told = _alert(connection, store, duties, case, ESCALATED, level) if level < len(duties.acknowledge) else 0
        next_at = clocks.escalate_at(duties, case["danger"], level, now)
        _set(connection, incident_id, {"level": level, "escalate_at": next_at})
        line = {
            "incident_id": incident_id, "at": now, "act": "escalate", "before": case["state"],
            "after": case["state"], "detail": json.dumps({"what": f"level-{level}"}),
        }  # fmt: skip
        connection.execute(insert(incident_log).values(line))
        detail = {"level": level, "told": told}
        audit.append(connection, store, "incident.escalate", f"incident:{incident_id}", by=None, detail=detail)
    return True


def _alert(connection: Connection, store: Store, duties: Duties, case: RowMapping, event: str, level: int) -> int:
    """Tell the people of this level. Reports that came in a flood are told of together, at most once an hour."""
    people = recipients(connection, case, level, duties)
    if not case["quarantined"]:
        return enqueue(connection, store, event, incident_id=case["id"], people=people, mark=f"level-{level}")
    hour = f"{store.moment(connection):%Y-%m-%dT%H}"
    return enqueue(connection, store, CROWD, incident_id=None, people=people, mark=hour)


def _due(store: Store, connection: Connection) -> Select[Any]:
    return select(incidents).where(_waiting(), incidents.c.escalate_at <= store.moment(connection)).limit(AT_ONCE)


def _waiting() -> ColumnElement[bool]:
    columns = incidents.c
    open_states = columns.state.in_(sorted(OPEN))
    return and_(columns.acknowledged_at.is_(None), open_states, columns.demonstration.is_(False))


def _case(connection: Connection, incident_id: str) -> RowMapping:
    return connection.execute(select(incidents).where(incidents.c.id == incident_id)).mappings().one()


def _set(connection: Connection, incident_id: str, values: Mapping[str, object]) -> None:
    connection.execute(update(incidents).where(incidents.c.id == incident_id).values(**values))
