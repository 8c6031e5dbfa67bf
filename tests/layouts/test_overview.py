"""The first page from invented answers: every part, every error, both languages."""

from dataclasses import replace

import pytest

from data.errors import NotPublished
from data.filters import Filters, Notice
from data.indicators.model import Unit
from geo.shapes import shapes
from geo.text import Lang
from layouts.ids import FilterBar, Overview
from layouts.pages.overview import layout, overview_view
from layouts.pages.overview_table import DEFAULT_SORT, area_lines, in_order
from tests.layouts.sample import UA, asked, by_area, numbers

SHAPES = shapes("ua", "lo")


def _view(lang=Lang.UK, answers=None, **place):
    return overview_view(answers or numbers(), asked(lang, **place), SHAPES)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_empty_page_has_every_container(lang):
    text = str(layout(lang, "ua"))
    cards = (Overview.MAP, Overview.TREND)
    wanted = [Overview.HEAD, Overview.NOTICES, Overview.TILES, Overview.TABLE, FilterBar.CHIPS, FilterBar.ACTIONS]
    for one in (
        *wanted,
        *(part for card in cards for part in (card.head, card.graph, card.aside, card.table, card.foot)),
    ):
        assert f"id='{one}'" in text


@pytest.mark.parametrize("lang", list(Lang))
def test_the_whole_page(lang):
    view = _view(lang)
    assert len(view.tiles) == 5
    assert len(view.map_paint[0]) == 27
    assert view.trend.table is not None
    assert view.map.table is not None
    assert str(view.table).count("scope='row'") == 28


def test_an_answer_that_cannot_be_given_says_why_and_spares_the_others():
    refused = NotPublished(dimensions="ministry, type", indicator="x")
    answers = numbers()
    broken = replace(answers, areas=refused, tiles=answers.tiles | {"institutions_closed": (refused, refused)})
    view = _view(answers=broken)
    assert view.map_paint is None
    assert "Зніміть один із фільтрів" in str(view.map.aside)
    assert "Зніміть один із фільтрів" in str(view.table)
    assert view.trend.figure["data"]


def test_a_tile_says_what_it_does_not_depend_on():
    filters = Filters().choose(ministry=("MES",))
    view = _view(answers=numbers(by_area(ministry=("MES",))), filters=filters)
    assert "Не залежить від: міністерство" in str(view.tiles)


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (Notice("filter_unknown", (("key", "ministry"), ("value", "XXX"))), "«XXX» (Міністерство)"),
        (Notice("dimension_dropped", (("dimension", "type"), ("indicator", "family_based_share"))), "«Тип закладу»"),
        (Notice("as_of_moved", (("asked", "2014-05-05"), ("answered", "2014-03-31"))), "31.03.2014"),
        (Notice("population_adapted", (("population", "status"), ("indicator", "family_based_share"))), "зі статусом"),
    ],
)
def test_notices_are_said_in_words(notice, said):
    assert said in str(_view(notices=[notice]).notices)


def test_ranking_stands_in_the_maps_place():
    view = _view(view="ranking")
    assert "className='ranking'" in str(view.map.aside)
    assert str(view.map.aside).count("/regions/") == 27


def test_sorting_keeps_areas_without_a_value_last():
    answers = numbers()
    lines = area_lines(answers, answers.areas)
    values = [line.cell.value for line in in_order(lines, DEFAULT_SORT, asked())]
    assert values[:22] == sorted(values[:22], reverse=True)
    assert values[22:] == [None] * 5
    rising = [line.cell.value for line in in_order(lines, "value", asked())]
    assert rising[:22] == values[21::-1]
    assert rising[22:] == [None] * 5
    names = [UA.area(line.code).short.uk for line in in_order(lines, "area", asked())]
    assert names.index("Івано-Франківська") < names.index("Київська")
    assert names.index("Житомирська") < names.index("Закарпатська")


def test_every_link_keeps_filters_and_language():
    filters = Filters().choose(ministry=("MES",))
    view = _view(Lang.EN, filters=filters)
    assert "/regions/UA-18?ministry=MES&lang=en" in str(view.table)
    assert "lang=en" in view.map.query
    assert "release=2026-09-30-r1" in view.map.query
    assert "by=area" in view.map.query


def test_counts_have_no_average_line():
    answers = numbers(by_area("children_in_institutions"))
    view = _view(answers=answers, filters=Filters(indicator="children_in_institutions"))
    assert answers.areas.indicator.unit is Unit.CHILDREN
    assert "U(style" not in str(view.table)
