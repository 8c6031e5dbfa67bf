"""What may be compared: never over a break, a missing number or another coverage."""

from datetime import date

import pytest

from data.indicators.catalogue import indicator
from data.indicators.model import Cell
from data.states import Flag, State
from data.tables.change import Why, changes

RATE, SHARE = indicator("children_in_institutions_rate"), indicator("disability_share")
DAYS = [date(year, 12, 31) for year in (2022, 2023, 2024)]


def _series(*values, flags=((), (), ()), states=None):
    states = states or [State.VALUE if value is not None else State.NOT_REPORTED for value in values]
    return [
        Cell("A", day, day, (), value, value, None, state, tuple(flag))
        for day, value, state, flag in zip(DAYS, values, states, flags, strict=True)
    ]


def test_percent_of_then_or_points_of_a_share():
    assert changes(_series(200.0, 150.0, 100.0), RATE, ())[0].amount == -50.0
    assert changes(_series(20.0, 21.0, 25.0), SHARE, ())[0].amount == 5.0


@pytest.mark.parametrize(
    ("series", "breaks", "why"),
    [
        (_series(200.0, 150.0, 100.0), (date(2023, 6, 1),), Why.BREAK),
        (_series(200.0, 150.0, 100.0), (DAYS[-1],), Why.BREAK),
        (_series(None, 150.0, 100.0), (), Why.STATE),
        (_series(200.0, None, 100.0), (), Why.STATE),
        (_series(200.0, 150.0, None), (), Why.STATE),
        (_series(200.0, 150.0, 100.0, flags=((), (), (Flag.PARTIAL,))), (), Why.COVERAGE),
        (_series(0.0, 150.0, 100.0), (), Why.BASE),
    ],
)
def test_what_cannot_be_compared_says_why(series, breaks, why):
    found = changes(series, RATE, breaks)[0]
    assert (found.amount, found.why) == (None, why)


def test_a_break_before_the_first_date_and_a_hidden_number_between_do_no_harm():
    hidden = _series(200.0, None, 100.0, states=[State.VALUE, State.SUPPRESSED, State.VALUE])
    assert changes(hidden, RATE, (DAYS[0], date(2022, 2, 24)))[0].amount == -50.0


def test_both_partial_is_the_same_coverage():
    partial = _series(200.0, 150.0, 100.0, flags=((Flag.PARTIAL,),) * 3)
    assert changes(partial, RATE, ())[0].amount == -50.0
