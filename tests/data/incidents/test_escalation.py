"""A report nobody takes wakes the next level in time, and only those who may know of it; then the alarm is raised."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from data.access import Extent, Holding, Role
from data.incidents import actions, alarms, escalation, notices, recipients
from data.incidents.tables import incident_excluded, incident_log, incidents, outbox
from data.incidents.tables import notices as notices_table
from data.records import audit
from geo.duties import duties
from tests.data.incidents import cast
from tests.data.incidents.timed import clock, store

__all__ = ["clock", "store"]
RULES = duties("ua")


@pytest.fixture
def officer(store):
    return cast.person(store, "officer", Holding(Role.OFFICER))


@pytest.fixture
def chief(store):
    return cast.person(store, "chief", Holding(Role.OMBUDSMAN))


def told(store, event=None):
    query = select(outbox.c.person_id, outbox.c.event)
    with store.read() as connection:
        found = connection.execute(query).all()
    return sorted(row.person_id for row in found if event in (None, row.event))


def row(store, case_id):
    with store.read() as connection:
        return connection.execute(select(incidents).where(incidents.c.id == case_id)).mappings().one()


@pytest.mark.parametrize(("danger", "minutes"), [(True, 15), (False, 120)])
def test_the_next_level_is_told_when_the_first_lets_its_time_pass(store, clock, officer, chief, danger, minutes):
    case_id = cast.case(store, danger=danger)
    assert told(store) == [officer.person_id]
    clock.move(minutes=minutes, seconds=-1)
    assert escalation.run(store, RULES) == 0
    clock.move(seconds=1)
    assert escalation.run(store, RULES) == 1
    assert escalation.run(store, RULES) == 0
    assert told(store, "incident.escalated") == sorted([officer.person_id, chief.person_id])
    assert row(store, case_id)["level"] == 1
    acts = [(entry.act, entry.detail) for entry in audit.entries(store, about=f"incident:{case_id}")]
    assert acts[0] == ("incident.escalate", '{"level": 1, "told": 2}')
    with store.read() as connection:
        query = select(incident_log.c.act).where(incident_log.c.incident_id == case_id)
        assert connection.execute(query).scalars().all() == ["take", "escalate"]


def test_taking_notice_ends_it(store, clock, officer, chief):
    case_id = cast.case(store)
    actions.acknowledge(store, case_id, by=officer, seen=row(store, case_id)["changed"])
    clock.move(days=3)
    assert escalation.run(store, RULES) == 0
    assert told(store, "incident.escalated") == []


def test_after_the_last_level_the_portal_raises_the_alarm_to_those_who_may_know(store, clock, tmp_path, officer, chief):
    cast.case(store, danger=True)
    elsewhere = cast.person(store, "north", Holding(Role.OFFICER, Extent(areas=frozenset({cast.OTHER_AREA}))))
    for _ in range(10):
        clock.move(minutes=15)
        escalation.run(store, RULES)
    seen = {person: alarms.raised(store, tmp_path, RULES, person) for person in (officer, chief, elsewhere)}
    assert alarms.Alarm.UNANSWERED in seen[officer]
    assert alarms.Alarm.UNANSWERED in seen[chief]
    assert alarms.Alarm.UNANSWERED not in seen[elsewhere]
    assert len(told(store, "incident.escalated")) == 2, "no level is told twice"


def test_who_works_there_or_is_shut_out_is_never_told_whatever_else_they_hold(store, clock):
    here = frozenset({cast.HOME})
    both = cast.person(store, "both", Holding(Role.OMBUDSMAN), Holding(Role.HEAD, Extent(institutions=here)))
    reporter = cast.person(store, "rep", Holding(Role.OFFICER), Holding(Role.REPORTER, Extent(institutions=here)))
    shut = cast.person(store, "shut", Holding(Role.OFFICER))
    free = cast.person(store, "free", Holding(Role.OFFICER))
    case_id = cast.case(store, danger=True)
    with store.write() as connection:
        values = {"incident_id": case_id, "person_id": shut.person_id, "why": "implicated", "at": clock()}
        connection.execute(insert(incident_excluded).values(values))
        for level in range(5):
            assert recipients.recipients(connection, row(store, case_id), level) == {free.person_id}
    for _ in range(5):
        clock.move(minutes=15)
        escalation.run(store, RULES)
    assert {both.person_id, reporter.person_id}.isdisjoint(told(store))
    assert told(store, "incident.escalated") == [free.person_id]
    assert notices.unread(store, shut.person_id) == (), "what was told before the exclusion is not shown any more"


def test_a_level_without_anybody_hands_on_to_the_next(store, chief):
    north = cast.person(store, "north", Holding(Role.OFFICER, Extent(areas=frozenset({cast.OTHER_AREA}))))
    cast.case(store)
    assert told(store) == [chief.person_id]
    cast.case(store, institution_id="", area="", place="")
    assert north.person_id not in told(store)


def test_nobody_at_all_is_an_alarm_and_no_error(store, clock):
    case_id = cast.case(store)
    for _ in range(4):
        clock.move(hours=2)
        escalation.run(store, RULES)
    assert row(store, case_id)["level"] == len(RULES.acknowledge)


def test_a_flood_is_told_of_once_an_hour(store, clock, officer):
    for _ in range(12):
        cast.case(store, quarantined=True)
    clock.move(hours=1)
    cast.case(store, quarantined=True)
    assert told(store) == [officer.person_id] * 2
    assert {found.event for found in notices.unread(store, officer.person_id)} == {"incident.crowd"}


def test_a_term_that_runs_out_is_told_once_and_those_due_at_once_never(store, clock, officer):
    case_id = cast.case(store)
    actions.acknowledge(store, case_id, by=officer, seen=row(store, case_id)["changed"])
    assert escalation.warn(store, RULES) == 0
    clock.move(hours=24)
    assert escalation.warn(store, RULES) == 2  # service for children, safety assessed
    assert escalation.warn(store, RULES) == 0
    assert told(store, "incident.overdue") == [officer.person_id] * 2


@pytest.mark.parametrize("skew", [timedelta(minutes=10), timedelta(minutes=-10)])
def test_a_clock_that_jumps_moves_no_deadline_and_tells_nobody_twice(store, clock, officer, chief, skew):
    case_id = cast.case(store)
    before = row(store, case_id)
    rng = random.Random(1)
    for _ in range(60):
        clock.move(minutes=5)
        step = skew * rng.choice([1, -1])
        clock.now += step
        escalation.run(store, RULES)
        escalation.warn(store, RULES)
        clock.now -= step
    assert len(told(store)) == len(set(_marks(store))), "no message twice"
    with store.read() as connection:
        steps = recipients.rows._steps(connection, [case_id])[case_id]
    assert all(
        step.due_at in {before["received_at"], before["received_at"] + timedelta(hours=24), None} for step in steps
    )
    assert row(store, case_id)["level"] == len(RULES.acknowledge)


def test_a_report_from_a_clock_ahead_gains_no_time(store, clock, officer):
    case_id = cast.case(store, danger=True, received_at=clock() + timedelta(minutes=10))
    assert row(store, case_id)["escalate_at"] == clock() + timedelta(minutes=15)


def test_a_report_that_waited_in_the_spool_is_escalated_at_once(store, clock, officer, chief):
    cast.case(store, danger=True, received_at=clock() - timedelta(hours=1))
    assert escalation.run(store, RULES) == 1


def test_invented_cases_wake_nobody(store, clock, officer):
    case_id = cast.case(store)
    with store.write() as connection:
        connection.execute(update(incidents).where(incidents.c.id == case_id).values(demonstration=True))
    clock.move(days=2)
    assert (escalation.run(store, RULES), escalation.warn(store, RULES)) == (0, 0)


def _marks(store):
    with store.read() as connection:
        return connection.execute(select(outbox.c.dedupe)).scalars().all()


def test_notices_are_read_once_by_their_own_reader(store, officer, chief):
    first, second = cast.case(store), cast.case(store)
    assert [found.incident_id for found in notices.unread(store, officer.person_id)][::-1] != []
    assert {found.number for found in notices.unread(store, officer.person_id)} == {"2026-0001", "2026-0002"}
    assert notices.read(store, chief.person_id) == 0
    assert notices.read(store, officer.person_id, incident_id=first) == 1
    assert [found.incident_id for found in notices.unread(store, officer.person_id)] == [second]
    assert notices.read(store, officer.person_id) == 1
    assert notices.unread(store, officer.person_id) == ()
    with store.read() as connection:
        assert len(connection.execute(select(notices_table)).all()) == 2
