"""Numbers, plurals, dates and sorting in both languages."""

from datetime import date

import pytest

from data.indicators.catalogue import indicator
from data.states import Flag, State
from geo.text import Lang
from layouts import format as form
from layouts.words import plural
from tests.layouts.sample import NOW, UA, cell

UK, EN = Lang.UK, Lang.EN


@pytest.mark.parametrize(
    ("value", "decimals", "uk", "en"),
    [
        (105783, 0, "105\u00a0783", "105,783"),
        (8.25, 1, "8,2", "8.2"),
        (-63, 0, "\u221263", "\u221263"),
        (-0.2, 0, "0", "0"),
        (0, 0, "0", "0"),
        (1234.5, 1, "1\u00a0234,5", "1,234.5"),
    ],
)
def test_numbers(value, decimals, uk, en):
    assert form.number(value, UK, decimals) == uk
    assert form.number(value, EN, decimals) == en


def test_percent_and_points():
    share, count = indicator("family_based_share"), indicator("children_in_institutions")
    assert form.percent(8.2, UK) == "8,2\u00a0%"
    assert form.percent(8.2, EN) == "8.2%"
    assert form.change(91.7, 85.3, share, UK) == "+6,4\u00a0в.\u00a0п."
    assert form.change(37, 100, count, UK) == "\u221263\u00a0%"
    assert form.change(37, 0, count, UK) is None
    assert form.round_amount(95.0, share, UK) == "95\u00a0%"
    assert form.compact(36_822, UK) == "36,8\u00a0тис."


@pytest.mark.parametrize(
    ("number", "form_"),
    [(1, "дитина"), (2, "дитини"), (5, "дітей"), (11, "дітей"), (21, "дитина"), (112, "дітей"), (1004, "дитини")],
)
def test_plurals(number, form_):
    assert plural("unit.children", number, UK) == form_
    assert plural("unit.children", number, EN) == ("child" if number == 1 else "children")


def test_dates():
    assert form.day(date(2026, 9, 30), UK) == "30.09.2026"
    assert form.long_day(date(2026, 9, 3), UK) == "3 вересня 2026"
    assert form.month(date(2022, 2, 24), EN) == "February 2022"


def test_ukrainian_sorting():
    names = [
        "Ґрунт",
        "Яготин",
        "Єнакієве",
        "Івано-Франківська",
        "Їжакова",
        "Дніпро",
        "Гадяч",
        "АР Крим",
        "Житомир",
        "Ємільчине",
    ]
    right = [
        "АР Крим",
        "Гадяч",
        "Ґрунт",
        "Дніпро",
        "Ємільчине",
        "Єнакієве",
        "Житомир",
        "Івано-Франківська",
        "Їжакова",
        "Яготин",
    ]
    assert sorted(names, key=lambda name: form.sort_key(name, UK)) == right


def test_every_area_sorts_somewhere():
    for lang in Lang:
        assert len({form.sort_key(area.short.in_(lang), lang) for area in UA.areas}) == 27


def test_a_cell_without_a_value_shows_its_symbol_never_zero():
    one = indicator("children_in_institutions_rate")
    for state in State:
        shown = form.cell_text(cell("UA", NOW, 604.0 if state is State.VALUE else None, state), one, UK)
        assert shown == ("604" if state is State.VALUE else shown)
        assert "0" not in shown.replace("604", "")
    assert form.cell_text(cell("UA", NOW, 604.0, State.VALUE, Flag.PARTIAL), one, UK) == "604*"
    assert form.listed(["а", "б", "в"], UK) == "а, б і в"
