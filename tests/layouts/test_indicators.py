"""The explorer's figures and controls, drawn from invented answers."""

import re
from dataclasses import replace
from datetime import date

import pytest

from data.filters import Every, Filters
from data.indicators.catalogue import catalogue, indicator
from data.indicators.model import Cell, Measured
from data.states import Flag, State
from data.tables.change import Change, Why
from geo.areas import fold
from geo.shapes import shapes
from geo.text import Lang
from geo.tiles import tiles
from layouts.address import Address, page_keys
from layouts.components.indicator_tree import searched
from layouts.explored import Explored
from layouts.figures import change_map, multiples, pyramid, shares
from layouts.figures.frames import Pool, map_frames
from layouts.figures.lines import MOST, Line, drawn, lines_figure
from layouts.figures.trend import Trend
from layouts.figures.trend_table import trend_table
from layouts.grid import grid_words
from layouts.pages.indicators import indicators_view
from tests.layouts.sample import MILESTONES, NAMES, RELEASE, UA, asked, by_area, cell, series
from tests.layouts.texts import text_of

UK, RATE = Lang.UK, indicator("children_in_institutions_rate")
COUNT = indicator("children_in_institutions")
BREAK = date(2022, 2, 24)


def _years(values: dict[int, float | None], area: str = "UA", unit=COUNT.unit) -> tuple[Cell, ...]:
    return tuple(
        cell(area, date(year, 12, 31), value, State.VALUE if value is not None else State.SUPPRESSED, unit=unit)
        for year, value in values.items()
    )


def test_all_that_happened_on_a_day_stands_in_the_table():
    view = Trend(COUNT, _years({2020: 9.0, 2022: 7.0}), milestones=MILESTONES)
    text = text_of(trend_table(view, UK))
    assert "Вторгнення, повна назва" in text
    assert "Розрив" in text


def test_of_many_lines_the_largest_are_drawn_each_with_its_name():
    lines = [Line(f"Частина {n}", _years({2020: n * 10.0, 2022: n * 11.0})) for n in range(9)]
    assert [line.name for line in drawn(lines)] == [f"Частина {n}" for n in range(8, 8 - MOST, -1)]
    frame = Trend(COUNT, lines[0].cells, compare=tuple(c for line in lines for c in line.cells), milestones=MILESTONES)
    figure = lines_figure(lines, frame, UK)
    assert len(figure["data"]) == MOST
    assert all(None in trace["y"] for trace in figure["data"]), "each line is cut where the series breaks"
    ends = [note for note in figure["layout"]["annotations"] if note["name"] == "end"]
    assert len(ends) == MOST
    assert len({note["y"] for note in ends}) == MOST


def test_small_figures_keep_their_place_and_never_draw_a_gap():
    places = tiles("ua")
    cells = {area.code: _years({2020: 100.0, 2021: None, 2022: 300.0}, area.code) for area in UA.areas}
    found = [
        multiples.Tile(code, NAMES.area(code, UK), *places[code], own, f"/regions/{code}")
        for code, own in cells.items()
    ]
    figure = multiples.multiples(found, COUNT, (BREAK,), False, UK)
    grounds = [trace for trace in figure["data"] if trace.get("fill")]
    assert [trace["meta"]["code"] for trace in grounds] == [area.code for area in UA.areas]
    assert all(trace["meta"]["href"] and trace["meta"]["spoken"] for trace in grounds)
    line = next(trace for trace in figure["data"] if trace["mode"] == "lines+markers")
    assert line["y"].count(None) == 2
    assert line["connectgaps"] is False


def test_shared_and_own_axes_differ_and_orders_too():
    big, small = _years({2020: 1000.0}, "A"), _years({2020: 10.0}, "B")
    found = [multiples.Tile("A", "A", 1, 1, big, ""), multiples.Tile("B", "B", 2, 1, small, "")]

    def height(own: bool) -> float:
        figure = multiples.multiples(found, COUNT, (), own, UK)
        return [trace for trace in figure["data"] if trace["mode"] == "lines+markers"][1]["y"][0]

    assert height(True) > height(False)
    by_code = {"A": small, "B": big, "C": _years({2020: None}, "C")}
    assert multiples.in_order(by_code, "value", str) == ["B", "A", "C"]
    assert multiples.in_order(by_code, "area", str) == ["A", "B", "C"]
    assert len(set(multiples.placed(list("ABCDEFGHI")).values())) == 9


def test_parts_and_what_is_hidden_make_a_hundred():
    parts = {"x": cell("UA", BREAK, 60.0), "y": cell("UA", BREAK, None, State.SUPPRESSED)}
    stack = shares.Stack("2022", parts, cell("UA", BREAK, 80.0))
    assert stack.share("x") == 75.0
    assert stack.share("y") is None
    assert stack.rest == 25.0
    figure = shares.shares_figure([stack], {"x": "Перша", "y": "Друга"}, UK)
    assert [bar["name"] for bar in figure["data"]] == ["Перша", "Приховано або заокруглено"]
    rounded = shares.Stack("2022", {"x": cell("UA", BREAK, 85.0)}, cell("UA", BREAK, 80.0))
    assert (rounded.share("x"), rounded.rest) == (100.0, 0.0)


def test_a_pyramid_stands_beside_everybody_and_says_what_is_hidden():
    day = date(2026, 9, 30)
    cells = [
        Cell("UA", day, day, (("age", age), ("sex", sex)), value, value, None, state)
        for age, sex, value, state in [
            ("0-2", "F", None, State.SUPPRESSED), ("0-2", "M", 10.0, State.VALUE),
            ("7-17", "F", 30.0, State.VALUE), ("7-17", "M", 60.0, State.VALUE),
        ]
    ]  # fmt: skip
    found = pyramid.bands(cells, {("0-2", "F"): 25, ("0-2", "M"): 25, ("7-17", "F"): 25, ("7-17", "M"): 25})
    assert [band.share for band in found] == [None, 10.0, 30.0, 60.0]
    assert {band.living for band in found} == {25.0}
    named = {("age", "0-2"): "0–2", ("age", "7-17"): "7–17", ("sex", "F"): "Дівчата", ("sex", "M"): "Хлопці"}
    figure = pyramid.pyramid(found, named, UK)
    left = next(trace for trace in figure["data"] if trace["name"] == "Хлопці")
    assert left["x"] == [-10.0, -60.0]
    assert left["width"][1] > left["width"][0]
    assert "приховано" in str(figure["data"])


def _change(code: str, amount: float | None) -> Change:
    then, now = cell(code, date(2023, 12, 31), 100.0), cell(code, date(2026, 9, 30), 100.0 + (amount or 0))
    return Change(code, then, now, amount, None if amount is not None else Why.BREAK)


def test_the_scale_of_change_has_zero_in_its_middle():
    found = [_change(area.code, number * 10.0 - 120) for number, area in enumerate(UA.areas[:-1])]
    found.append(_change(UA.areas[-1].code, None))
    step = change_map.step_of(found)
    assert change_map.rank(0.0, step) == change_map.MIDDLE
    assert all(
        change_map.rank(-value, step) == 2 * change_map.MIDDLE - change_map.rank(value, step)
        for value in (1, 20, 99, 900)
    )
    figure = change_map.change_map(shapes("ua", "lo"), found, RATE, NAMES, UK, lambda code: f"/regions/{code}")
    fills = [trace["fillcolor"] for trace in figure["data"][: len(UA.areas)]]
    assert fills.count(change_map.GREY["fillcolor"]) == 1
    legend = text_of(change_map.change_legend(found, RATE, UK))
    assert "Не порівнюється: 1" in legend
    counted = [int(words) for words in re.findall(r": (\d+)", legend)]
    assert sum(counted) == len(UA.areas)


def test_less_is_better_only_where_it_is():
    worst = len(change_map.DIVERGING) - 1
    assert change_map.color_of(worst, RATE) == change_map.DIVERGING[0]
    higher = next(one for one in catalogue().values() if one.direction == "higher")
    assert change_map.color_of(worst, higher) == change_map.DIVERGING[-1]


def test_frames_keep_every_value_once():
    pool = Pool()
    assert [pool.number(value) for value in ("a", "b", "a")] == [0, 1, 0]
    paint = ([{"fillcolor": "#fff", "fillpattern": {}, "text": "A"}], [{"x": 1, "y": 2, "text": "9", "font": {}}])
    frames = map_frames(["2020", "2021"], [paint, paint], ["/a", "/b"], [None, None], "Title")
    assert len(frames["fills"]) == len(frames["styles"]) == 1
    assert [step["href"] for step in frames["steps"]] == ["/a", "/b"]


@pytest.mark.parametrize("code", catalogue())
def test_an_indicator_is_found_in_both_languages_whatever_the_apostrophe(code):
    one = catalogue()[code]
    for words in (one.short.uk, one.short.en, one.label.uk.upper(), one.label.uk.replace("’", "'")):
        assert fold(words, {}) in searched(one)


def test_page_keys_are_read_and_written_alike():
    there = Address("/indicators", Filters(by=("area", "sex")), UK, view="table", across="sex", axes="own", sort="area")
    assert there.href == "/indicators?by=area,sex&view=table&sort=area&across=sex&axes=own"
    assert page_keys(there.href.partition("?")[2]) == {"view": "table", "sort": "area", "across": "sex", "axes": "own"}
    assert there.to("/regions") == "/regions"


def test_the_grid_speaks_ukrainian_and_its_own_english():
    assert grid_words(UK)["noRowsToShow"]
    assert grid_words(Lang.EN) == {}


@pytest.mark.parametrize("view", ["map", "ranking", "multiples", "table"])
def test_exact_numbers_are_marked_among_the_others(view):
    answer = by_area()
    inside = [replace(one, flags=(*one.flags, Flag.EXACT)) if one.value == 200.0 else one for one in answer.cells]
    measured = Measured(
        answer.indicator, replace(answer.filters, by=("area",)), RELEASE, tuple(inside), answer.whole, answer.bases
    )
    page = asked(filters=Filters(by=("area",)), view=view)
    page = replace(page, address=replace(page.address, path="/indicators"))
    shown = Explored(page, view, {"main": measured}, (RATE,), shapes("ua", "lo"), tiles("ua"))
    found = indicators_view(shown)
    assert "точне число" in text_of(found.table if view == "table" else [found.card.table, *found.card.aside])


def test_a_series_of_one_name_needs_no_second_look():
    line = series()
    page = replace(asked(filters=Filters(indicator="children_in_institutions")), indicator=COUNT)
    measured = Measured(
        COUNT, Filters(indicator=COUNT.code, every=Every.YEAR), RELEASE, line.whole, line.whole, line.bases
    )
    shown = Explored(page, "trend", {"main": measured}, (COUNT,), shapes("ua", "lo"), milestones=MILESTONES)
    card = indicators_view(shown).card
    meta = card.figure["layout"]["meta"]
    assert [step["at"] for step in meta["steps"]] == [one.until.isoformat() for one in line.whole]
    assert "Україна" in text_of(card.table)
