"""Which days and periods a question is about."""

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from data.filters import Every, Filters, Notice
from data.indicators.model import Kind
from data.indicators.periods import Calendar, Period, periods, twelve_months_to

QUARTERS = tuple(
    date(year, month, day) for year in (2024, 2025) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
)[:7]
LATEST = date(2025, 9, 30)
WINDOWS = frozenset({(twelve_months_to(day), day) for day in QUARTERS[3:]} | {(date(2025, 1, 1), LATEST)})
PUBLIC = Calendar(QUARTERS, LATEST, WINDOWS)
INTERNAL = Calendar(QUARTERS, LATEST, any_day=True)


def days(kind: Kind, filters: Filters, calendar: Calendar) -> list[tuple[str, str]]:
    return [(str(period.since), str(period.until)) for period in periods(kind, filters, calendar)[0]]


def test_without_a_date_it_is_the_newest() -> None:
    found, answered, notices = periods(Kind.STOCK, Filters(), PUBLIC)
    assert found == (Period(LATEST, LATEST),)
    assert (answered.as_of, notices) == (LATEST, ())


def test_a_day_the_view_does_not_have_moves_to_the_one_before() -> None:
    found, answered, notices = periods(Kind.STOCK, Filters(as_of=date(2024, 8, 1)), PUBLIC)
    assert found[0].until == answered.as_of == date(2024, 6, 30)
    assert notices == (Notice("as_of_moved", (("asked", "2024-08-01"), ("answered", "2024-06-30"))),)


def test_any_day_can_be_asked_of_the_internal_view() -> None:
    assert days(Kind.STOCK, Filters(as_of=date(2024, 8, 1)), INTERNAL) == [("2024-08-01", "2024-08-01")]
    assert days(Kind.STOCK, Filters(as_of=date(2030, 8, 1)), INTERNAL) == [("2025-09-30", "2025-09-30")]


def test_a_flow_is_of_the_twelve_months_to_the_day() -> None:
    assert days(Kind.FLOW, Filters(as_of=date(2025, 3, 31)), PUBLIC) == [("2024-04-01", "2025-03-31")]
    assert days(Kind.FLOW, Filters(as_of=date(2025, 4, 15)), PUBLIC) == [("2024-04-01", "2025-03-31")]
    assert days(Kind.FLOW, Filters(as_of=date(2025, 4, 15)), INTERNAL) == [("2024-04-16", "2025-04-15")]


def test_a_series_of_stocks_ends_with_the_newest_date() -> None:
    asked = Filters(every=Every.YEAR)
    assert days(Kind.STOCK, asked, PUBLIC) == [("2024-12-31", "2024-12-31"), ("2025-09-30", "2025-09-30")]
    assert len(days(Kind.STOCK, Filters(every=Every.QUARTER), PUBLIC)) == 7


def test_the_running_year_of_a_flow_is_unfinished() -> None:
    found, _, _ = periods(Kind.FLOW, Filters(every=Every.YEAR), PUBLIC)
    assert found == (
        Period(date(2024, 1, 1), date(2024, 12, 31)),
        Period(date(2025, 1, 1), LATEST, unfinished=True),
    )


def test_what_lies_ahead_is_asked_for_but_not_for_ever() -> None:
    found = days(Kind.STOCK, Filters(every=Every.YEAR, until=date(9999, 12, 31)), PUBLIC)
    assert found[-1] == ("2030-12-31", "2030-12-31")


def test_months_are_not_public() -> None:
    _, answered, notices = periods(Kind.STOCK, Filters(every=Every.MONTH), PUBLIC)
    assert answered.every is Every.QUARTER
    assert notices[0].key == "every_moved"


def test_a_period_that_is_not_published_moves() -> None:
    asked = Filters(since=date(2024, 5, 1), until=date(2025, 5, 1))
    found, _, notices = periods(Kind.FLOW, asked, PUBLIC)
    assert found == (Period(date(2024, 4, 1), date(2025, 3, 31)),)
    assert notices[0].key == "period_moved"
    assert days(Kind.FLOW, asked, INTERNAL) == [("2024-05-01", "2025-05-01")]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_twelve_months_are_a_year(until: date) -> None:
    assert 364 <= (until - twelve_months_to(until)).days <= 366


@given(st.none() | st.dates(), st.none() | st.dates(), st.sampled_from(Every), st.sampled_from([Kind.STOCK, Kind.FLOW]))
def test_periods_rise_and_never_overlap(since: date | None, until: date | None, every: Every, kind: Kind) -> None:
    for calendar in (PUBLIC, INTERNAL):
        found, _, _ = periods(kind, Filters(since=since, until=until, every=every), calendar)
        assert all(one.until < other.since for one, other in itertools.pairwise(found))
