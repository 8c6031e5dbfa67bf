"""A report becomes one case, once, with everything it said, or nothing at all."""

from sqlalchemy import func, select

from data.incidents import queries
from data.incidents.model import PartKind, State
from data.incidents.tables import incident_log, incidents, outbox
from data.incidents.taking import take_in
from data.records.tables import audit
from tests.data.incidents import cast


def count(store, table) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_report_becomes_a_case_with_its_clock_line_audit_and_alert(store, officer, rules):
    case_id = cast.case(store)
    case = queries.case(store, officer, case_id)
    assert (case.number, case.state, case.area, case.ministry) == ("2026-0001", State.NEW, cast.AREA, "MES")
    assert case.clock == case.received_at
    assert {step.code for step in case.steps} >= {"NOTIFIED_POLICE", "NOTIFIED_SSD"}
    assert [line.act for line in queries.log(store, officer, case_id)] == ["take"]
    assert count(store, outbox) == 1
    with store.read() as connection:
        assert connection.execute(select(audit.c.object).where(audit.c.act == "incident.take")).scalars().all() == [
            f"incident:{case_id}"
        ]


def test_the_same_form_twice_is_one_case_and_changed_words_are_an_addition(store, officer, rules):
    first = cast.report(store)
    case_id = take_in(store, rules, cast.PLACES, first)
    assert take_in(store, rules, cast.PLACES, first) == case_id
    assert count(store, incidents) == 1
    assert count(store, incident_log) == 1
    from dataclasses import replace

    changed = replace(first, text="more", danger=True)
    assert [take_in(store, rules, cast.PLACES, changed) for _ in range(2)] == [case_id, case_id]
    kinds = [part.kind for part in queries.parts(store, officer, case_id)]
    assert kinds.count(PartKind.ADDITION) == 1
    case = queries.case(store, officer, case_id)
    assert case.danger
    assert case.severe
