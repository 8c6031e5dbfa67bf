"""Targets become pathways of the indicators they speak of, in those indicators' own units."""

from dataclasses import replace
from datetime import date

import pytest

from data.filters import Population
from data.indicators.catalogue import indicator
from data.indicators.model import Cell
from data.policy import Target, next_due, pathways
from data.states import State
from geo.text import Text

SHARE = Target(
    "SHARE", "children_in_institutions_share", Population.ALL, False, 1.5, date(2017, 12, 31), 0.5, date(2026, 12, 31),
    Text("частка", "share"), "source",
)  # fmt: skip
LESS = replace(
    SHARE, code="LESS", indicator="children_in_institutions", relative=True, baseline_value=None,
    baseline_on=date(2023, 12, 31), value=-30.0, on=date(2028, 12, 31),
)  # fmt: skip
CHILDREN = {date(2017, 12, 31): 7_600_000.0, date(2026, 9, 30): 6_000_000.0}


def cell(day: date, value: float) -> Cell:
    return Cell("UA", day, day, (), value, value, None, State.VALUE)


SERIES = (cell(date(2017, 12, 31), 104_000), cell(date(2023, 12, 31), 90_000))


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("children_in_institutions_share", 1.5, 0.5),
        ("children_in_institutions_rate", 1_500, 500),
        ("children_in_institutions", 114_000, 30_000),
    ],
)
def test_a_target_for_the_share_holds_for_rate_and_number_too(code, start, end):
    (way,) = pathways(indicator(code), [SHARE], Population.ALL, SERIES, CHILDREN)
    assert (way.start_value, way.end_value) == pytest.approx((start, end))
    assert way.at(date(2000, 1, 1)) == pytest.approx(start)
    assert way.at(date(2040, 1, 1)) == pytest.approx(end)


def test_a_relative_target_starts_from_what_was_measured():
    (way,) = pathways(indicator("children_in_institutions"), [LESS], Population.ALL, SERIES, CHILDREN)
    assert (way.start_value, way.end_value) == pytest.approx((90_000, 63_000))
    assert not pathways(indicator("children_in_institutions"), [LESS], Population.ALL, SERIES[:1], CHILDREN)


@pytest.mark.parametrize("missing", [{"value": None}, {"on": None}, {"indicator": ""}, {"baseline_on": None}])
def test_a_promise_without_number_date_or_indicator_draws_nothing(missing):
    target = replace(SHARE, **missing)
    assert not pathways(indicator("children_in_institutions_share"), [target], Population.ALL, SERIES, CHILDREN)


def test_another_population_has_no_pathway():
    assert not pathways(indicator("children_in_institutions"), [SHARE, LESS], Population.STATUS, SERIES, CHILDREN)


def test_the_next_due_is_the_first_that_has_not_ended():
    ways = pathways(indicator("children_in_institutions"), [LESS, SHARE], Population.ALL, SERIES, CHILDREN)
    assert [way.target.code for way in ways] == ["SHARE", "LESS"]
    assert next_due(ways, date(2027, 1, 1)).target.code == "LESS"
    assert next_due(ways, date(2030, 1, 1)) is None
