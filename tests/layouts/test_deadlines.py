"""What a case's deadline pill says at every distance, and the headline's rule, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.incidents.model import Alleged, Case, Channel, Kind, Outcome, Reporter, State, Step
from geo.text import Lang
from layouts.deadlines import Urgency, deadline, deadline_words, length_words, overdue_and_today
from layouts.pages.incidents import headline_words

ZONE = "Europe/Kyiv"
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def case(due: datetime | None = None, state: State = State.NEW, received: datetime = NOW - 30 * HOUR) -> Case:
    """A case with one step due then."""
    return Case(
        id="1", number="2026-0001", reference="K7QF-3M2D", channel=Channel.FORM, reporter=Reporter.OTHER,
        kind=Kind.NEGLECT, alleged=Alleged.STAFF, danger=False, severe=False, ongoing=None, area="", ministry="",
        facility_type="", institution_id="", occurred="", children=None, age_band="", received_at=received,
        state=state, outcome=Outcome.CONFIRMED if state is State.CLOSED else None, assigned_to=None,
        acknowledged_at=None, level=0, closing_by=None, closing_outcome=None, merged_into=None, quarantined=False,
        demonstration=False, changed=1, steps=(Step("NOTIFIED_SSD", due),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("left", "urgency", "uk", "en"),
    [
        (-3 * HOUR, Urgency.OVERDUE, "Прострочено на 3 год", "Overdue by 3 h"),
        (timedelta(), Urgency.OVERDUE, "Прострочено на 1 хв", "Overdue by 1 min"),
        (59 * MINUTE, Urgency.SOON, "Лишилося 59 хв", "59 min left"),
        (2 * HOUR + 59 * MINUTE, Urgency.SOON, "Лишилося 2 год", "2 h left"),
        (18 * HOUR, Urgency.CALM, "Лишилося 18 год", "18 h left"),
        (49 * HOUR, Urgency.CALM, "Лишилося 2 дн.", "2 days left"),
    ],
)
def test_the_pill_says_how_long(left, urgency, uk, en):
    one = case(NOW + left)
    found = deadline(one, NOW, ZONE)
    assert found.urgency is urgency
    assert [deadline_words(found, one, lang) for lang in Lang] == [uk, en]


def test_what_is_wanted_at_once_is_urgent_for_an_hour_and_overdue_after():
    for ago, urgency in ((MINUTE, Urgency.SOON), (59 * MINUTE, Urgency.SOON), (61 * MINUTE, Urgency.OVERDUE)):
        one = case(NOW - ago, received=NOW - ago)
        assert deadline(one, NOW, ZONE).urgency is urgency
    assert deadline_words(deadline(case(NOW, received=NOW), NOW, ZONE), case(NOW, received=NOW), Lang.UK) == "Негайно"


@pytest.mark.parametrize("state", [State.CLOSED, State.MERGED])
def test_a_closed_case_has_no_clock(state):
    found = deadline(case(NOW - HOUR, state), NOW, ZONE)
    assert (found.urgency, found.left) == (Urgency.NONE, None)


def test_a_step_taken_stops_the_clock():
    done = replace(case(NOW - HOUR), steps=(Step("NOTIFIED_SSD", NOW - HOUR, NOW - 2 * HOUR, "1"),))
    assert deadline(done, NOW, ZONE).urgency is Urgency.NONE


def test_today_is_the_countrys_day():
    late = datetime(2026, 11, 12, 21, 30, tzinfo=UTC)  # half past eleven in Kyiv
    assert deadline(case(late + 20 * MINUTE), late, ZONE).today
    assert not deadline(case(late + HOUR), late, ZONE).today
    assert deadline(case(late + HOUR), late, ZONE).urgency is Urgency.SOON


@pytest.mark.parametrize(
    ("overdue", "today", "opened", "uk", "en"),
    [
        (1, 2, 9, "Одна справа прострочена, дві спливають сьогодні", "One case is overdue, two fall due today"),
        (2, 1, 9, "Дві справи прострочені, одна спливає сьогодні", "Two cases are overdue, one falls due today"),
        (5, 0, 9, "П’ять справ прострочено", "Five cases are overdue"),
        (0, 1, 9, "Одна справа спливає сьогодні", "One case falls due today"),
        (0, 22, 99, "22 справи спливають сьогодні", "22 cases fall due today"),
        (21, 11, 99, "21 справа прострочена, 11 спливають сьогодні", "21 cases are overdue, 11 fall due today"),
        (0, 0, 3, "Прострочених справ немає", "No case is overdue"),
        (0, 0, 0, "Відкритих справ немає", "There are no open cases"),
    ],
)
def test_the_headline_is_a_finding(overdue, today, opened, uk, en):
    assert [headline_words(overdue, today, opened, lang) for lang in Lang] == [uk, en]


@given(st.lists(st.integers(-(10**6), 10**6), max_size=30))
def test_nothing_is_counted_twice(seconds):
    found = [deadline(case(NOW + timedelta(seconds=one)), NOW, ZONE) for one in seconds]
    overdue, today = overdue_and_today(found)
    assert overdue == sum(one <= 0 for one in seconds)
    assert overdue + today <= len(seconds)


@given(st.timedeltas(timedelta(), timedelta(days=4000)))
def test_a_length_never_says_nothing(length):
    number = int("".join(letter for letter in length_words(length, Lang.EN) if letter.isdigit()))
    assert number >= 1
