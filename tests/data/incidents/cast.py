"""People, places and reports that tests of cases are played with."""

import uuid
from dataclasses import replace

from sqlalchemy import insert

from data.access import Holding, Scope
from data.incidents import actions
from data.incidents.model import Alleged, Attachment, Channel, Kind, Outcome, Report, Reporter, State
from data.incidents.places import KnownPlaces, Place
from data.incidents.taking import take_in
from data.people.people import extent_columns, scope_of
from data.records.store import Store
from data.records.tables import people, role_grants
from geo.duties import duties

HOME, SCHOOL = "DEMO-001", "DEMO-002"
AREA, OTHER_AREA = "UA18000000000041385", "UA05000000000010236"
PLACES = KnownPlaces({HOME: Place(AREA, "MES", "BOARD_SPECIAL"), SCHOOL: Place(OTHER_AREA, "MSP", "DISABLED_HOME")})
CANARY = {
    "text": "canary-of-what-was-seen", "place": "canary-of-the-place", "alleged_text": "canary-of-the-alleged",
    "contact": "canary-of-the-contact", "safe_time": "canary-of-the-safe-hour",
}  # fmt: skip
FILE = Attachment("canary-of-the-name.jpg", "image/jpeg", b"\xff\xd8canary-of-the-picture" * 40)


def person(store: Store, name: str, *holdings: Holding) -> Scope:
    """Somebody who holds these roles, and what they may do."""
    person_id, now = str(uuid.uuid4()), store.clock()
    row = {"id": person_id, "email": f"{name}-{person_id[:8]}@example.org", "name": name, "language": "uk"}
    with store.write() as connection:
        connection.execute(insert(people).values(**row, state="active", demonstration=False, created_at=now))
        for holding in holdings:
            columns = {"id": str(uuid.uuid4()), "role": holding.role, **extent_columns(holding.extent)}
            connection.execute(insert(role_grants).values(person_id=person_id, granted_at=now, **columns))
    return scope_of(store, person_id)


def report(store: Store, **told: object) -> Report:
    """A report about HOME with a canary in every field that is sealed."""
    first = Report(
        attempt=uuid.uuid4().hex, received_at=store.clock(), kind=Kind.NEGLECT, alleged=Alleged.CHILD,
        reporter=Reporter.OTHER, institution_id=HOME, occurred="2026-11-20", **CANARY,
    )  # fmt: skip
    return replace(first, **told)


def case(store: Store, **told: object) -> str:
    """A case made of such a report; its id."""
    return take_in(store, duties("ua"), PLACES, report(store, **told))


def severe(store: Store, **told: object) -> str:
    """A case that takes two persons to close."""
    return case(store, kind=Kind.SEXUAL, alleged=Alleged.STAFF, **told)


STAFF_REPORT = {"channel": Channel.STAFF, "reporter": Reporter.STAFF}


def working(store: Store, state: State, officer: Scope, second: Scope, *, closing: bool = False, **told: object) -> str:
    """A case worked into `state`, at the officer's; `closing`: waiting for the second person. `told`: of its report."""
    case_id = case(store, **told)
    steps = {
        State.NEW: (),
        State.CHECKING: (actions.acknowledge,),
        State.REFERRED: (actions.acknowledge, refer),
        State.MONITORING: (actions.acknowledge, actions.monitor),
        State.CLOSED: (actions.acknowledge, close),
        State.MERGED: (merge,),
    }
    for step in steps[state]:
        step(store, case_id, by=officer, seen=None)
    if closing:
        close(store, case_id, by=officer, seen=None, outcome=Outcome.NOT_CONFIRMED)
    return case_id


def refer(store: Store, case_id: str, *, by: Scope, seen: int | None) -> None:
    """Refer to the police."""
    actions.refer(store, case_id, by=by, seen=seen, to="police", text="why")


def merge(store: Store, case_id: str, *, by: Scope, seen: int | None) -> None:
    """Merge into a fresh case."""
    actions.merge(store, case_id, by=by, seen=seen, into=case(store))


def close(store: Store, case_id: str, *, by: Scope, seen: int | None, outcome: Outcome = Outcome.CONFIRMED) -> bool:
    """Close, or ask to."""
    return actions.ask_close(store, case_id, by=by, seen=seen, outcome=outcome, text="why")
