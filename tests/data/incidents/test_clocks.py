"""Legal clocks: what is due when, in hours and in working hours, through holidays and both changes of the clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.incidents import clocks
from data.incidents.model import Alleged, Kind
from data.incidents.working_time import add_working, is_working, orthodox_easter
from geo.duties import DaysOff, duties

RULES = duties("ua")
KYIV = ZoneInfo("Europe/Kyiv")
WAR = RULES.days_off
PEACE = replace(WAR, suspended=())
RECEIVED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
USUAL = {"kind": Kind.NEGLECT, "alleged": Alleged.STAFF, "danger": False}

moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
hours = st.floats(0, 400, allow_nan=False)
days_off = st.sampled_from(
    [WAR, PEACE, replace(PEACE, moved=False), DaysOff(frozenset({4, 5}), frozenset(), (), False, ())]
)


def local(*parts):
    return datetime(*parts, tzinfo=KYIV)


def codes(**told):
    return [step.code for step in clocks.steps_for(RULES, RECEIVED, **(USUAL | told))]


def test_steps_carry_their_terms_and_unknown_ones_none():
    steps = {step.code: step for step in clocks.steps_for(RULES, RECEIVED, **USUAL)}
    assert steps["NOTIFIED_POLICE"].due_at == RECEIVED
    assert steps["NOTIFIED_SSD"].due_at == RECEIVED + timedelta(hours=24)
    assert steps["COMMISSION"].due_at is None
    assert "REMOVED" not in steps
    assert list(steps) == [duty.code for duty in RULES.steps if duty.code in steps]


def test_what_depends_on_the_case():
    assert "REMOVED" in codes(danger=True)
    assert {"NOTIFIED_HEAD", "COMMISSION"} <= set(codes())
    assert not {"NOTIFIED_HEAD", "COMMISSION"} & set(codes(alleged=Alleged.HEAD)), "the head is not told of himself"


def test_only_what_a_reporter_may_tell_counts_as_told():
    steps = clocks.steps_for(RULES, RECEIVED, done=("NOTIFIED_POLICE", "PLAN", "NONSENSE"), **USUAL)
    told = [step for step in steps if step.done]
    assert [(step.code, step.basis, step.done_by) for step in told] == [("NOTIFIED_POLICE", "told", None)]


@pytest.mark.parametrize("before", [local(2026, 3, 28, 12), local(2026, 10, 24, 12)])
def test_a_day_is_24_hours_when_the_clocks_change(before):
    due = clocks.due(RULES.step("NOTIFIED_SSD"), before, RULES)
    assert due - before.astimezone(UTC) == timedelta(hours=24)
    assert due.astimezone(KYIV).hour != 12


def test_escalation_by_level_and_danger():
    for danger, minutes in ((True, 15), (False, 120)):
        for level in range(len(RULES.acknowledge)):
            at = clocks.escalate_at(RULES, danger, level, RECEIVED)
            assert at == RECEIVED + timedelta(minutes=minutes)
        assert clocks.escalate_at(RULES, danger, len(RULES.acknowledge), RECEIVED) is None
    assert clocks.escalate_at(RULES, False, -1, RECEIVED) is None


@pytest.mark.parametrize(
    ("kind", "alleged", "danger", "severe"),
    [
        (Kind.SEXUAL, Alleged.UNKNOWN, False, True),
        (Kind.DEATH, Alleged.NOBODY, False, True),
        (Kind.NEGLECT, Alleged.HEAD, False, True),
        (Kind.NEGLECT, Alleged.STAFF, True, True),
        (Kind.NEGLECT, Alleged.STAFF, False, False),
    ],
)
def test_severe(kind, alleged, danger, severe):
    assert clocks.severe(RULES, kind, alleged, danger) is severe


def test_a_countdown_counts_down_and_then_up():
    hour = timedelta(hours=1)
    assert clocks.remaining(RECEIVED, RECEIVED + hour) == clocks.Remaining(hour, timedelta())
    over = clocks.remaining(RECEIVED + hour, RECEIVED)
    assert over.late
    assert over == clocks.Remaining(timedelta(), hour)
    assert not clocks.remaining(RECEIVED, RECEIVED).late


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2022, (4, 24)),
        (2023, (4, 16)),
        (2024, (5, 5)),
        (2025, (4, 20)),
        (2026, (4, 12)),
        (2027, (5, 2)),
        (2028, (4, 16)),
    ],
)
def test_orthodox_easter(year, sunday):
    assert orthodox_easter(year) == date(year, *sunday)


@pytest.mark.parametrize(
    ("day", "peace", "war"),
    [
        (date(2026, 8, 24), False, True),  # Independence Day, a Monday
        (date(2026, 4, 13), False, True),  # the Monday after Easter Sunday
        (date(2026, 3, 9), False, True),  # 8 March is a Sunday
        (date(2026, 8, 25), True, True),
        (date(2026, 8, 22), False, False),  # a Saturday
        (date(2021, 8, 24), False, False),  # before martial law
    ],
)
def test_working_days(day, peace, war):
    assert (is_working(day, PEACE), is_working(day, WAR)) == (peace, war)


@pytest.mark.parametrize(
    ("since", "term", "until", "off"),
    [
        (local(2026, 11, 20, 15), 24, local(2026, 11, 23, 15), WAR),  # Friday to Monday
        (local(2026, 11, 21, 15), 0, local(2026, 11, 23, 0), WAR),  # at once, on a Saturday
        (local(2026, 11, 21, 15), 8, local(2026, 11, 23, 8), WAR),
        (local(2026, 8, 21, 12), 24, local(2026, 8, 25, 12), PEACE),  # over a weekend and Independence Day
        (local(2026, 8, 21, 12), 24, local(2026, 8, 24, 12), WAR),
        (local(2026, 3, 27, 12), 24, local(2026, 3, 30, 12), WAR),  # the clocks change on the Sunday between
    ],
)
def test_working_hours(since, term, until, off):
    assert add_working(since, term, off, "Europe/Kyiv") == until


@given(moments, hours, days_off)
def test_a_term_never_ends_before_it_begins_nor_on_a_day_off(since, term, off):
    until = add_working(since, term, off, "Europe/Kyiv")
    assert until >= since + timedelta(hours=term)
    assert is_working((until - timedelta(microseconds=1)).astimezone(KYIV).date(), off) or until == since or term < 1e-9


@given(moments, st.floats(0, 200), hours, hours, days_off)
def test_later_and_longer_never_ends_sooner(since, later, term, more, off):
    first = add_working(since, term, off, "Europe/Kyiv")
    assert add_working(since + timedelta(hours=later), term, off, "Europe/Kyiv") >= first
    assert add_working(since, term + more, off, "Europe/Kyiv") >= first


@given(moments, st.sampled_from(RULES.steps))
def test_every_deadline_is_in_utc_and_not_before_the_report(since, duty):
    due = clocks.due(duty, since.astimezone(KYIV), RULES)
    assert due is None or (due >= since and due.utcoffset() == timedelta())
    working = clocks.due(replace(duty, working=True), since, RULES)
    assert (working is None) == (due is None)
    assert working is None or working >= due
