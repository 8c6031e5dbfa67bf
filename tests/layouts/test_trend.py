"""The trend: hollow points, pathways, milestones, published points, and a table with the same numbers."""

from datetime import date

from data.annotations import Closure
from data.filters import Population
from data.policy import Milestone, pathways
from data.published import Published
from geo.text import Lang, Text
from layouts.figures.spark import spark_svg
from layouts.figures.trend import Trend, trend
from layouts.figures.trend_notes import marks_words
from layouts.figures.trend_series import published_points
from layouts.figures.trend_table import trend_table
from layouts.theme import COLOR, SERIES
from tests.layouts.sample import MILESTONES, NOW, TARGETS, series

UK = Lang.UK


def _published(on, value, **other):
    told = {"series": "CH_INST", "area": "UA", "period": "", "unit": "", "qualifier": "", "ministry": "", "type": "",
            "disaggregation": "_T", "population": "all", "preferred": True, "source": "Джерело А", "url": "",
            "confidence": "high", "note": ""}  # fmt: skip
    return Published(on=on, value=value, **(told | other))


def _view():
    line = series()
    ways = pathways(line.indicator, TARGETS, Population.ALL, line.whole, {date(2017, 12, 31): 7e6, NOW: 6e6})
    points = (_published(date(2022, 2, 24), 105_459.0),)
    return Trend(line.indicator, line.whole, date(2022, 2, 24), ways, MILESTONES, points)


def _trace(name_part):
    return next(trace for trace in trend(_view(), UK)["data"] if name_part in trace["name"])


def test_incomplete_years_are_hollow_and_banded():
    line = _trace("факт")
    hollow = [day for day, color in zip(line["x"], line["marker"]["color"], strict=True) if color == COLOR["surface"]]
    assert hollow == ["2022-12-31", "2023-12-31", "2024-12-31", "2025-12-31", "2026-09-30"]
    assert line["marker"]["color"][0] == SERIES["actual"]
    assert any(shape["type"] == "rect" for shape in trend(_view(), UK)["layout"]["shapes"])


def test_both_pathways_are_dashed_with_a_hollow_end():
    for name, ends in (("ціль А", [105_000.0, 30_000.0]), ("ціль Б", [55_000.0, 38_500.0])):
        way = _trace(name)
        assert way["y"] == ends
        assert way["line"]["dash"] == "dash"
        assert (way["marker"]["symbol"], way["marker"]["opacity"]) == ("diamond-open", [0, 1])


def test_milestones_inside_the_line_once_a_day():
    assert [one.code for one in _view().seen_milestones] == ["m2"]
    names = {note["name"] for note in trend(_view(), UK)["layout"]["annotations"]}
    assert {"wide", "narrow", "end"} <= names


def test_the_table_has_the_same_numbers_and_the_sources():
    text = str(trend_table(_view(), UK)).replace("\\xa0", "\u00a0")
    for words in ("40\u00a0000", "30\u00a0000", "38\u00a0500", "105\u00a0459", "Джерело А", "Вторгнення, повна назва"):
        assert words in text


def test_published_points_are_those_counted_alike():
    figures = [
        _published(date(2025, 10, 17), 82_599.0),
        _published(date(2025, 10, 17), 24_916.0, population="24h"),
        _published(date(2025, 10, 17), 757.0, type="BABY_HOME"),
        _published(date(2025, 10, 17), 14_631.0, disaggregation="DISABILITY"),
        _published(date(2018, 12, 31), 100_000.0, preferred=False),
    ]
    assert [one.value for one in published_points(figures, Population.ALL)] == [82_599.0]
    assert [one.value for one in published_points(figures, Population.ROUND_THE_CLOCK)] == [24_916.0]


def test_spark_leaves_a_gap_where_there_is_no_value():
    assert spark_svg([1, 2, None, 3, 4], 80, 20).count("<polyline") == 2
    assert "circle" not in spark_svg([None], 80, 20)


def _noted(lang=UK, closures=()):
    line = series()
    told = (
        Milestone("b1", date(2021, 6, 1), Text("Зміни закону", "Law amended"), Text("Зміни", "Law"), "break"),
        Milestone("e2", date(2022, 2, 24), Text("Вторгнення", "Invasion"), Text("В", "I"), "event"),
        Milestone("b2", date(2022, 2, 24), Text("Розрив", "Break"), Text("Р", "B"), "break"),
    )
    return Trend(
        line.indicator, line.whole, milestones=told, compare=line.whole, compare_name="Інше", closures=closures
    )


def _closed(number, on):
    return Closure(f"I{number}", Text(f"Заклад {number}", f"Institution {number}"), on, "", "", "")


def test_a_break_cuts_every_line():
    lines = [trace for trace in trend(_noted(), UK)["data"] if "lines" in trace["mode"]]
    assert len(lines) == 2
    for line in lines:
        gaps = [day for day, value in zip(line["x"], line["y"], strict=True) if value is None]
        assert gaps == ["2021-06-01", "2022-02-24"]
        assert line["x"] == sorted(line["x"])
        assert len(line["text"]) == len(line["x"])
        assert line["connectgaps" if "connectgaps" in line else "mode"] in (False, "lines+markers")


def test_a_point_on_the_day_of_a_break_belongs_to_what_was_before():
    cells = series().whole
    day = cells[1].until
    view = Trend(series().indicator, cells, milestones=(Milestone("b", day, Text("", ""), Text("", ""), "break"),))
    points = view.cut(cells)
    assert [point for point in points if point[1] is None] == [(day, None)]
    assert points[1:3] == [(day, cells[1]), (day, None)]


def test_every_milestone_stands_in_the_table_a_break_as_one():
    said = str(trend_table(_noted(), UK))
    for words in ("Зміни закону (ряд перервано)", "Вторгнення", "Розрив (ряд перервано)"):
        assert words in said


def test_closures_are_marked_at_the_foot_and_told_in_the_table():
    few = [_closed(1, date(2023, 6, 30)), _closed(2, date(2023, 6, 30))]
    many = [_closed(number, date(2024, 8, 31)) for number in range(5)]
    before = [_closed(9, date(2000, 1, 1))]
    noted = _noted(closures=(*few, *many, *before))
    marks = next(trace for trace in trend(noted, UK)["data"] if trace["name"] == "Закриття закладів")
    assert (marks["x"], marks["y"]) == (["2023-06-30", "2024-08-31"], [0, 0])
    assert "Заклад 1, Заклад 2" in marks["text"][0]
    assert "Закрито 5 закладів" in marks["text"][1]
    said = str(trend_table(noted, UK))
    assert "Закрито: Заклад 1, Заклад 2" in said
    assert "Закрито 5 закладів" in said
    assert "Заклад 9" not in said
    for lang in Lang:
        assert marks_words(noted, lang)
    assert marks_words(Trend(series().indicator, series().whole), UK) == ""
