"""A change is from the last value of one year to the newest."""

from datetime import date

import pytest

from data.changes import change
from data.indicators.model import Cell
from data.states import Flag, State


def cell(day: date, value: float | None, *flags: Flag) -> Cell:
    return Cell("UA", day, day, (), value, value, None, State.VALUE if value is not None else State.NOT_REPORTED, flags)


def test_it_is_from_the_last_value_of_the_year_to_the_newest() -> None:
    series = [cell(date(2026, 9, 30), 37), cell(date(2017, 9, 30), 120), cell(date(2017, 12, 31), 100)]
    found = change(series, 2017)
    assert found is not None
    assert (found.before, found.after, found.absolute, found.relative) == (100, 37, -63, -0.63)
    assert (found.since, found.until, found.partial) == (date(2017, 12, 31), date(2026, 9, 30), False)


@pytest.mark.parametrize("flag", list(Flag))
def test_it_says_when_an_end_is_incomplete(flag: Flag) -> None:
    found = change([cell(date(2017, 12, 31), 100), cell(date(2026, 9, 30), 37, flag)], 2017)
    assert found is not None
    assert found.partial


def test_a_gap_is_no_change() -> None:
    assert change([cell(date(2017, 12, 31), None), cell(date(2026, 9, 30), 37)], 2017) is None
    assert change([cell(date(2017, 12, 31), 5)], 2017) is None
    assert change([], 2017) is None


def test_nothing_is_a_percentage_of_zero() -> None:
    found = change([cell(date(2017, 12, 31), 0), cell(date(2026, 9, 30), 37)], 2017)
    assert found is not None
    assert found.relative is None
