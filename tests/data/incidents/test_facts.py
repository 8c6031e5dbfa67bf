"""Rows for figures: codes and numbers, no words; what does not count is left out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from data.incidents import actions, facts, queries
from data.incidents.model import Outcome, State
from tests.data.incidents import cast


def fact(store, rules, case_id):
    """The row of one case."""
    mark = store.keys.mac("incident_facts", case_id)[:20]
    return next(one for one in facts.facts(store, rules) if one.case == mark)


def test_a_case_s_row(store, clock, rules, officer):
    case_id = cast.case(store, received_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC), occurred="2026-11-20")
    row = fact(store, rules, case_id)
    told = (row.institution_id, row.area, row.ministry, row.facility_type, row.kind, row.alleged, row.severe)
    assert told == (cast.HOME, cast.AREA, "MES", "BOARD_SPECIAL", "NEGLECT", "child", False)
    assert row.received_on == date(2026, 11, 23)  # in Kyiv
    assert (row.delay_days, row.outcome, row.closed_on, row.first_action_hours) == (3, "", None, None)
    assert case_id not in repr(row)
    assert "canary" not in repr(row)
    actions.acknowledge(store, case_id, by=officer, seen=None)
    row = fact(store, rules, case_id)
    assert row.first_action_hours is not None
    assert row.first_action_hours > 0


@pytest.mark.parametrize(("occurred", "delay"), [("", None), ("2026", None), ("2026-11", None), ("2026-12-30", 0)])
def test_delay_is_told_only_where_the_day_is_known(store, rules, occurred, delay):
    assert fact(store, rules, cast.case(store, occurred=occurred)).delay_days == delay


@pytest.mark.parametrize(
    ("police", "service", "age", "told"),
    [
        (0, 23, 30, True), (0, 25, 30, False), (None, 5, 30, False), (1, None, 20, None), (None, None, 20, None),
        (2, 3, 4, True),
    ],
)  # fmt: skip
def test_notified_in_time_is_both_within_a_day(store, clock, rules, officer, police, service, age, told):
    received = store.clock() - timedelta(hours=age)
    case_id = cast.case(store, received_at=received)
    for code, hours in (("NOTIFIED_POLICE", police), ("NOTIFIED_SSD", service)):
        if hours is not None:
            at = received + timedelta(hours=hours)
            actions.complete_step(store, case_id, by=officer, seen=None, code=code, at=at)
    if not store.on_sqlite and told is None:
        return  # there the engine's own clock says how late it is
    assert fact(store, rules, case_id).notified_in_time is told


def test_merged_and_kept_apart_ones_are_left_out_and_closed_ones_tell_how(store, rules, officer, second):
    merged = cast.working(store, State.MERGED, officer, second)
    apart = cast.case(store, quarantined=True)
    closed = cast.working(store, State.CLOSED, officer, second)
    rows = facts.facts(store, rules)
    assert len(rows) == 2
    assert {store.keys.mac("incident_facts", one)[:20] for one in (merged, apart)} & {row.case for row in rows} == set()
    row = fact(store, rules, closed)
    assert (row.outcome, row.closed_on is not None) == (Outcome.CONFIRMED, True)
    actions.acknowledge(store, apart, by=officer, seen=None)
    assert len(facts.facts(store, rules)) == 3
    actions.reopen(store, closed, by=officer, seen=None, text="why")
    row = fact(store, rules, closed)
    assert (row.outcome, row.closed_on) == ("", None)


def test_kept_apart_ones_come_last_and_deadlines_first(store, clock, rules, officer):
    now = store.clock()
    late = cast.case(store, received_at=now - timedelta(hours=30))
    later = cast.case(store, received_at=now - timedelta(hours=5))
    apart = cast.case(store, received_at=now - timedelta(hours=40), quarantined=True)
    assert [case.id for case in queries.queue(store, officer, State.NEW)] == [late, later, apart]
