"""What a title claims, and when it claims nothing."""

from dataclasses import replace
from datetime import date

import pytest

from data.filters import Population
from data.indicators.catalogue import indicator
from data.indicators.model import Basis, Direction
from data.policy import next_due, pathways
from geo.text import Lang
from layouts import findings
from tests.layouts.sample import NAMES, NOW, TARGETS, by_area, cell, series

BREAK = (date(2022, 2, 24),)
COUNT, RATE = indicator("children_in_institutions"), indicator("children_in_institutions_rate")


def _compare(values, share=0.96, breaks=BREAK, since=2017):
    answer = series(values=values, share=share)
    return findings.compare(answer.whole, answer.bases, breaks, since)


@pytest.mark.parametrize(
    ("values", "share", "breaks", "year", "claimed"),
    [
        ({2017: 100, 2026: 37}, 0.96, (), 2017, True),
        ({2017: 100, 2026: 98}, 0.96, (), 2017, False),
        ({2017: 100, 2026: 37}, 0.89, (), 2017, False),
        ({2017: 100, 2022: 60, 2023: 70, 2026: 37}, 0.96, BREAK, 2023, True),
        ({2013: 100, 2018: 90, 2026: 37}, 0.96, (), 2018, True),
    ],
)
def test_comparison(values, share, breaks, year, claimed):
    found = _compare(values, share, breaks)
    assert (found.then.until.year, found.claimed) == (year, claimed)


def test_nothing_to_compare_with():
    assert _compare({2017: 100, 2026: 37}) is None
    assert _compare({2026: 37}) is None
    assert _compare({2025: 0, 2026: 37}, breaks=()) is None


@pytest.mark.parametrize(
    ("value", "expected", "direction", "status"),
    [
        (500, 500, Direction.LOWER, "onTrack"),
        (600, 500, Direction.LOWER, "atRisk"),
        (700, 500, Direction.LOWER, "offTrack"),
        (96, 95, Direction.HIGHER, "onTrack"),
        (80, 95, Direction.HIGHER, "atRisk"),
        (70, 95, Direction.HIGHER, "offTrack"),
        (70, None, Direction.HIGHER, "noTarget"),
        (70, 95, Direction.NONE, "noTarget"),
        (None, 95, Direction.LOWER, "noTarget"),
    ],
)
def test_status(value, expected, direction, status):
    assert findings.status(value, expected, direction) == status


def test_headline_claims_or_is_neutral():
    answer = series()
    found = findings.compare(answer.whole, answer.bases, BREAK, 2017)
    words = findings.headline(COUNT, found, answer.whole[-1], None, Lang.EN)
    assert words == "Children in institutions: 27% fewer than at the end of 2023"
    silent = findings.headline(COUNT, replace(found, claimed=False), answer.whole[-1], None, Lang.EN)
    assert silent == "Children in institutions: 40,000"


def test_headline_weighs_the_next_target():
    answer = series()
    ways = pathways(COUNT, TARGETS, Population.ALL, answer.whole, {date(2017, 12, 31): 7e6, NOW: 6e6})
    assert [round(way.end_value) for way in ways] == [30_000, 38_500]
    due = next_due(ways, NOW)
    found = findings.compare(answer.whole, answer.bases, BREAK, 2017)
    assert findings.headline(COUNT, found, answer.whole[-1], due, Lang.EN).endswith("Not enough for the 2026 target")
    assert next_due(ways, date(2027, 1, 1)).end.year == 2028


def test_targets_only_for_those_they_were_set_for():
    answer = series()
    assert pathways(COUNT, TARGETS, Population.STATUS, answer.whole, {NOW: 6e6}) == ()
    assert [way.start_value for way in pathways(RATE, TARGETS, Population.ALL, (), {})] == [1_500.0]


def test_map_title_counts_areas_above_the_country():
    answer = by_area()
    basis = answer.bases[0]
    above = sum(1 for one in answer.cells if one.value and one.value > 618)
    words = findings.map_title(answer.cells, answer.whole[0], RATE, basis, NAMES, Lang.EN)
    assert words.startswith(f"{above} oblasts are above")
    for silent in (
        findings.map_title(answer.cells, answer.whole[0], RATE, Basis(NOW, 9, 27, 0.41), NAMES, Lang.EN),
        findings.map_title(answer.cells[:6], answer.whole[0], RATE, basis, NAMES, Lang.EN),
        findings.map_title(answer.cells, cell("UA", NOW, None), RATE, basis, NAMES, Lang.EN),
    ):
        assert silent == "Children in institutions per 100,000 children by oblast"


def test_counts_are_never_called_above_average():
    words = findings.map_title(
        by_area("children_in_institutions").cells, cell("UA", NOW, 9e3), COUNT, None, NAMES, Lang.EN
    )
    assert "above" not in words
    assert "half in" in words
