"""What figures need of cases: a row of codes and numbers a case, no words, nobody's name."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from data.incidents import rows
from data.incidents.model import Case, State
from data.incidents.tables import incident_log, incidents
from data.records.store import Store
from geo.duties import Duties

IN_TIME = timedelta(days=1)
NOTIFIED = ("NOTIFIED_POLICE", "NOTIFIED_SSD")


@dataclass(frozen=True)
class Fact:
    """One case for the release builder. `case`: a pseudonym that nothing else uses.

    `delay_days`: from the day it happened to the day of the report, None where the day is not known.
    `notified_in_time`: police and service for children both within a day of the report; None while a day has not
    passed and not both are told. `first_action_hours`: until somebody of the Office first did something.
    """

    case: str
    institution_id: str
    area: str
    ministry: str
    facility_type: str
    kind: str
    alleged: str
    severe: bool
    occurred: str
    received_on: date
    delay_days: int | None
    notified_in_time: bool | None
    first_action_hours: float | None
    outcome: str
    closed_on: date | None


def facts(store: Store, duties: Duties, *, demonstration: bool = False) -> tuple[Fact, ...]:
    """A row a case, by pseudonym; merged ones left out, and those still kept apart. Days are of the country's zone.

    `demonstration`: the invented cases instead of the real ones, never both.
    """
    wanted: tuple[ColumnElement[bool], ...] = (
        incidents.c.demonstration.is_(demonstration), incidents.c.quarantined.is_(False),
        incidents.c.state != State.MERGED,
    )  # fmt: skip
    zone = ZoneInfo(duties.zone)
    with store.read() as connection:
        now, found = store.moment(connection), rows.cases_where(connection, *wanted)
        closed, first = _closed(connection, zone), _first_actions(connection)
    made = (_fact(store, one, zone, now - one.received_at >= IN_TIME, closed, first) for one in found)
    return tuple(sorted(made, key=lambda fact: fact.case))


def _fact(store: Store, one: Case, zone: ZoneInfo, due: bool, closed: dict[str, date], first: dict[str, float]) -> Fact:
    received = one.received_at.astimezone(zone).date()
    return Fact(
        case=store.keys.mac("incident_facts", one.id)[:20], institution_id=one.institution_id, area=one.area,
        ministry=one.ministry, facility_type=one.facility_type, kind=one.kind, alleged=one.alleged, severe=one.severe,
        occurred=one.occurred, received_on=received, delay_days=_delay(one.occurred, received),
        notified_in_time=_in_time(one, due), first_action_hours=_hours(one, first), outcome=one.outcome or "",
        closed_on=closed.get(one.id) if one.state is State.CLOSED else None,
    )  # fmt: skip


def _delay(occurred: str, received: date) -> int | None:
    try:
        return max((received - date.fromisoformat(occurred)).days, 0)
    except ValueError:
        return None


def _in_time(one: Case, due: bool) -> bool | None:
    done = [step.done_at for step in one.steps if step.code in NOTIFIED]
    if any(at and at - one.received_at > IN_TIME for at in done) or (due and not all(done)):
        return False
    return True if all(done) and done else None


def _hours(one: Case, first: dict[str, float]) -> float | None:
    at = first.get(one.id)
    return None if at is None else round((at - one.received_at.timestamp()) / 3600, 2)


def _closed(connection: Connection, zone: ZoneInfo) -> dict[str, date]:
    query = select(incidents.c.id, incidents.c.closed_at).where(incidents.c.closed_at.is_not(None))
    return {row[0]: row[1].astimezone(zone).date() for row in connection.execute(query)}


def _first_actions(connection: Connection) -> dict[str, float]:
    """Case → when somebody first did something with it, in seconds."""
    by_people = incident_log.c.by.is_not(None), incident_log.c.act != "take"
    query = select(incident_log.c.incident_id, func.min(incident_log.c.at)).where(*by_people)
    return {row[0]: row[1].timestamp() for row in connection.execute(query.group_by(incident_log.c.incident_id))}
