"""The explorer over a real release: every view of every indicator, and never more than `measure` gives."""

import json
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callbacks.indicators import OUTPUTS, explored
from data.access import EVERYTHING, VISITOR, Extent, Holding, Role, Scope
from data.filters import Every, Filters
from data.indicators.catalogue import catalogue
from data.indicators.measure import measure
from data.indicators.model import Measured
from data.tables.pivot import code_of, has_value
from data.warehouse.release import Shelf
from geo.countries import country
from geo.text import Lang
from layouts import format as form
from layouts.components import pivot_table
from layouts.explored import VIEWS, fits
from layouts.pages.indicators import indicators_view
from layouts.pages.indicators_table import sheet_of
from tests.callbacks.rooms import services_at
from tests.layouts.texts import text_of
from tests.proof import LONG

AREA = country().areas[5]
COUNT = "indicator=children_in_institutions"
SEARCHES = [
    "", "?view=nonsense", f"?{COUNT}&by=ministry", f"?{COUNT}&by=area", f"?area={AREA.code}&by=age",
    f"?view=compare&compare=country&area={AREA.code}", "?view=compare&compare=country",
    f"?view=compare&compare=neighbours&area={AREA.code}", "?view=compare&compare=neighbours&area=UA-43",
    f"?view=compare&compare={country().areas[7].iso}&area={AREA.code}", "?view=compare&from=2017-12-31&to=2020-12-31",
    f"?view=compare&compare={AREA.iso}&area={AREA.code}", "?view=compare&compare=atlantis&area=" + AREA.code,
    f"?view=table&{COUNT}&by=area,ministry,type", f"?view=table&{COUNT}&by=area,sex&across=sex",
    f"?view=table&{COUNT}&by=area&across=none",
    f"?view=table&{COUNT}&by=area,age&across=age&every=quarter&from=2025-01-01",
    "?view=table&by=area&across=nonsense", "?view=table", "?view=table&by=area,nonsense&ministry=ATLANTIS",
    "?view=multiples&sort=value&axes=own", "?view=multiples&sort=area", "?view=ranking&sort=area",
    f"?view=pyramid&{COUNT}&area={AREA.code}", "?view=pyramid&indicator=entries", "?view=map&as_of=2018-12-31",
    "?view=map&as_of=1900-01-01&from=2999-01-01", f"?view=composition&{COUNT}&by=age&area={AREA.code}",
]  # fmt: skip


def _shown(home, search, lang=Lang.UK, scope=VISITOR):
    return explored(services_at(home, lang, scope), search)


def _parts(home, search, lang=Lang.UK, scope=VISITOR):
    shown = _shown(home, search, lang, scope)
    return indicators_view(shown).parts(shown.lang)


@pytest.mark.parametrize("view", VIEWS)
def test_every_indicator_in_every_view(home, view):
    every = tuple(catalogue())
    for code in every if LONG or view == "table" else every[VIEWS.index(view) % 3 :: 3]:
        parts = _parts(home, f"?view={view}&indicator={code}")
        assert len(parts) == len(OUTPUTS)
        assert parts[0] == view
        assert catalogue()[code].label.uk in text_of(parts[1])


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("search", SEARCHES)
def test_every_question_has_an_answer(home, search, lang):
    parts = _parts(home, f"{search}{'&' if search else '?'}lang={lang}", lang)
    assert text_of(parts[6]) or parts[0] == "table"
    assert text_of(parts[11]) or parts[0] != "table"


def test_a_view_that_does_not_fit_is_no_link_and_says_why(home):
    shown = _shown(home, "?view=pyramid&indicator=institutions_operating")
    assert not fits("pyramid", shown.indicator)
    parts = _parts(home, "?view=pyramid&indicator=institutions_operating&lang=en", Lang.EN)
    assert "not divided by age and sex" in text_of(parts[8])
    assert not [link for link in _links(parts[4]) if "view=pyramid" in link]


def _links(packed) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', getattr(packed, "data-markup"))]


def test_links_keep_what_was_asked_and_the_filters_go_to_other_pages_without_breakdowns(home):
    parts = _parts(home, f"?{COUNT}&population=24h&by=ministry&from=2018-01-01")
    views = _links(parts[4])
    assert all({"population=24h", "by=ministry", "from=2018-01-01"} <= set(re.split("[?&]", link)) for link in views)
    assert all("population=24h" in link for link in _links(parts[3]))
    methods = next(link for link in _links(parts[12]) if link.startswith("/methods"))
    assert "by=" not in methods


def test_the_map_brings_its_years_with_it_and_each_is_what_measure_says(home):
    shown = _shown(home, "?view=map&lang=en", Lang.EN)
    meta = indicators_view(shown).card.figure["layout"]["meta"]
    series = measure(Shelf(home).current(), VISITOR, Filters(by=("area",), every=Every.YEAR))
    days = {form.day(cell.until, Lang.EN) for cell in series.whole}
    assert {step["day"] for step in meta["steps"]} == days
    order = list(shown.shapes.areas)
    for step in meta["steps"]:
        cells = {cell.area: cell for cell in series.cells if form.day(cell.until, Lang.EN) == step["day"]}
        for code, (_, words) in zip(order, step["areas"], strict=True):
            cell = cells[code]
            assert (
                form.number(cell.value, Lang.EN) if has_value(cell) else form.state_words(cell.state, Lang.EN)
            ) in words


def test_the_map_is_small_enough_to_be_kept(home):
    assert len(json.dumps(indicators_view(_shown(home, "?view=map")).card.figure, ensure_ascii=False)) < 400_000


@pytest.mark.parametrize("scope", [VISITOR, EVERYTHING], ids=["visitor", "staff"])
@pytest.mark.parametrize(
    "search",
    [f"?view=table&{COUNT}&by=area,ministry,type", f"?view=table&{COUNT}&by=area,sex&across=sex",
     f"?view=table&{COUNT}&by=ministry", "?view=table&indicator=exits&by=destination&across=destination"],
)  # fmt: skip
def test_a_table_holds_what_measure_says_cell_by_cell(home, search, scope):
    shown = _shown(home, search, scope=scope)
    sheet = sheet_of(shown, shown.main)
    said = {
        (tuple(code_of(cell, one) for one in sheet.pivot.rows), code_of(cell, sheet.pivot.across)): cell
        for cell in measure(Shelf(home).current(), scope, shown.main.filters).cells
    }
    assert sheet.pivot.cells
    assert all(said[place] == cell for place, cell in sheet.pivot.cells.items())
    assert all(cell.value == 0 for place, cell in said.items() if place not in sheet.pivot.cells)


def test_totals_are_counted_by_measure_and_only_where_parts_add_up(home):
    release = Shelf(home).current()
    shown = _shown(home, f"?view=table&{COUNT}&by=area,sex&across=sex", scope=EVERYTHING)
    sheet = sheet_of(shown, shown.main)
    by_sex = measure(release, EVERYTHING, Filters(indicator="children_in_institutions", by=("sex",)))
    assert {code: cell.value for code, cell in sheet.totals.items()} == {
        code_of(cell, "sex"): cell.value for cell in by_sex.whole
    }
    for column, total in sheet.totals.items():
        parts = [sheet.pivot.cells[key, column] for key in sheet.pivot.row_keys if (key, column) in sheet.pivot.cells]
        assert sum(cell.value or 0 for cell in parts) == total.value
    for key, total in sheet.sums.items():
        assert sum(cell.value or 0 for cell in sheet.pivot.row(key) if cell) == (total.value or 0)
    assert sheet.grand.value == sum(cell.value for cell in sheet.totals.values())


def test_a_table_is_sorted_by_any_column_and_gaps_come_last(home):
    def column(sort: str) -> list[float | None]:
        shown = _shown(home, f"?view=table&by=area&sort={sort}")
        laid = sheet_of(shown, shown.main).pivot
        return [cell.value if cell else None for cell in (laid.row(key)[2] for key in laid.row_keys)]

    up, down = column("c2"), column("c2-")
    known = [value for value in up if value is not None]
    assert known == sorted(known) == sorted(value for value in down if value is not None)
    assert up[: len(known)] == known
    assert down[: len(known)] == known[::-1]
    assert column("c99") == column("k9") == column("nonsense")


def test_rates_have_no_totals_but_the_country_beside_areas(home):
    beside = _shown(home, "?view=table&by=area")
    assert sheet_of(beside, beside.main).totals_name == country().name.uk
    split = _shown(home, "?view=table&by=sex")
    assert not sheet_of(split, split.main).totals


def test_what_empties_a_table_is_named_with_the_way_out(home):
    search = "?view=table&by=area&ministry=MOH&type=BOARD_GENERAL&lang=en"
    shown = _shown(home, search, Lang.EN)
    assert {way.dropped for way in shown.ways} == {"ministry", "type"}
    table = _parts(home, search, Lang.EN)[11]
    assert "numbers appear" in text_of(table)
    refused = _parts(home, f"?view=table&{COUNT}&by=age,parents&lang=en", Lang.EN)[11]
    assert "the breakdown" in text_of(refused)


def test_the_citation_pins_the_release(home):
    shown = _shown(home, "?view=table&by=area&population=24h")
    text = text_of(_parts(home, "?view=table&by=area&population=24h")[11])
    assert shown.asked.release.id in text
    assert f"release={shown.asked.release.id}" in text
    again = _shown(home, f"?view=table&by=area&population=24h&release={shown.asked.release.id}")
    assert again.main.cells == shown.main.cells


def test_staff_see_exact_numbers_and_visitors_what_everybody_sees(home):
    search = f"?view=table&{COUNT}&by=area,type"
    exact, public = (_parts(home, search, scope=scope)[11] for scope in (EVERYTHING, VISITOR))
    assert text_of(exact) != text_of(public)
    answer = _shown(home, search).main
    assert isinstance(answer, Measured)
    assert all(cell.value % 5 == 0 for cell in answer.cells if cell.value)


def test_a_large_table_marks_the_exact_numbers_of_ones_own_area_and_no_other(home):
    own = Scope("p", frozenset({Holding(Role.COORDINATOR, Extent(areas=frozenset({AREA.code})))}))
    search = f"?view=table&{COUNT}&by=area,age"
    table = _parts(home, search, scope=own)[11]
    box = next(node for node in table._traverse() if getattr(node, "data-grid", None))
    told = json.loads(getattr(box, "data-grid"))
    marked = {row[0] for row in told["rows"] if any(isinstance(cell, list) and "!" in cell[1] for cell in row)}
    assert marked == {AREA.short.uk}
    assert "Точне число" in text_of(table)
    public = {tuple(map(str, row)) for row in _grid_rows(home, search)}
    assert all(tuple(map(str, row)) in public for row in told["rows"] if row[0] != AREA.short.uk)


def _grid_rows(home, search) -> list[list]:
    shown = _shown(home, search)
    return pivot_table._rows(sheet_of(shown, shown.main))


def test_the_change_map_never_crosses_a_break_by_itself(home):
    shown = _shown(home, "?view=compare")
    last_break = max(country().break_dates)
    assert shown.main.whole[0].until > last_break
    crossing = _shown(home, "?view=compare&from=2017-12-31&lang=en", Lang.EN)
    card = indicators_view(crossing).card
    assert "cannot be compared" in card.title
    assert "The series breaks" in text_of(card.table)


def test_another_release_or_page_forgets_nothing_of_the_question(home):
    shown = _shown(home, f"?view=table&{COUNT}&by=area,ministry&across=ministry&from=2020-12-31")
    again = _shown(home, shown.address.href.partition("?")[2])
    assert replace(again.address, path="") == replace(shown.address, path="")


CODES = ("", "children_in_institutions", "net_flow", "adopted", "disability_share", "' or 1=1 --")
VALUES = {
    "indicator": CODES,
    "view": (*VIEWS, "nonsense"),
    "by": ("area", "ministry", "type,area", "age,sex", "area,parents,disability", "time", "area,area", "reason"),
    "across": ("time", "none", "area", "sex", "ministry", "x" * 200),
    "as_of": ("2024-12-31", "1900-01-01", "2999-12-31", "yesterday"),
    "from": ("2013-01-01", "2999-01-01", "2020-02-30"),
    "to": ("2020-12-31", "0001-01-01", "2999-01-01"),
    "every": ("year", "quarter", "month", "century"),
    "population": ("24h", "status", "everybody"),
    "area": (AREA.code, "UA01000000000013043", f"{AREA.code},UA80000000000093317", "nowhere"),
    "ministry": ("MOH", "MES,MSP", ";drop table stock"),
    "type": ("BABY_HOME", "NRC,SHELTER"),
    "sex": ("F", "F,M"),
    "sort": ("area", "value", "value-", "%00"),
    "compare": ("dates", "country", "neighbours", "UA-46", "UA-43", "\u202e"),
    "axes": ("own", "shared"),
    "lang": ("uk", "en"),
}


@settings(max_examples=400 if LONG else 60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(sorted(VALUES)), st.integers(0, 10), max_size=9))
def test_no_address_breaks_the_page(home, chosen):
    search = "?" + urlencode({key: VALUES[key][number % len(VALUES[key])] for key, number in chosen.items()})
    lang = Lang.EN if "lang=en" in search else Lang.UK
    assert len(_parts(home, search, lang)) == len(OUTPUTS)
