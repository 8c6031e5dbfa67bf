"""The border of exact numbers: framed on the map, marked in tables, said above; visitors see none of it."""

from dataclasses import replace

import pytest

from data.errors import NotPublished
from data.filters import Notice
from data.indicators.catalogue import indicator
from data.indicators.model import Measured
from data.states import Flag, Reach, State
from geo.shapes import shapes
from geo.text import Lang
from layouts import format as form
from layouts.components.border import border_notice, border_words
from layouts.components.notice import notices
from layouts.components.region_cards import values_table
from layouts.figures.area_map import FRAME, LINE, paint, repaint
from layouts.figures.legend import legend, legend_view
from layouts.figures.ranking import ranking
from layouts.pages.overview import overview_view
from layouts.pages.regions import RegionListFacts, regions_view
from layouts.words import word
from tests.layouts.sample import NAMES, asked, by_area, numbers
from tests.layouts.texts import text_of

SHAPES = shapes("ua", "lo")
RATE = indicator("children_in_institutions_rate")


def staffed(reach: Reach = Reach.INSIDE) -> Measured:
    """The invented answer as somebody sees it whose own are the first two areas with a value."""
    answer = by_area()
    own = [cell.area for cell in answer.cells if cell.state is State.VALUE][:2]
    cells = tuple(
        replace(cell, flags=tuple(sorted({*cell.flags, Flag.EXACT}))) if cell.area in own else cell
        for cell in answer.cells
    )
    return replace(answer, cells=cells if reach is Reach.INSIDE else answer.cells, reach=reach)


def own(answer: Measured) -> set[str]:
    return {cell.area for cell in answer.cells if Flag.EXACT in cell.flags}


def traces(answer: Measured) -> dict[str, dict]:
    bordered = answer.reach is Reach.INSIDE
    found, _ = paint(SHAPES, answer.cells, answer.whole[0], RATE, NAMES, Lang.UK, str, bordered)
    return dict(zip(SHAPES.areas, found, strict=True))


def test_exact_areas_are_framed_and_the_others_lose_their_frame():
    answer = staffed()
    for code, trace in traces(answer).items():
        assert trace["line"] == (FRAME if code in own(answer) else LINE)
        assert trace["zorder"] == (code in own(answer))
        assert (word("flag.exact", Lang.UK) in trace["meta"]["spoken"]) == (code in own(answer))
    unmarked = replace(answer, cells=by_area().cells)
    assert all(trace["line"] == LINE for trace in traces(unmarked).values())


@pytest.mark.parametrize("reach", [Reach.NOWHERE, Reach.EVERYWHERE])
def test_without_a_border_nothing_is_framed(reach):
    found = traces(staffed(reach))
    assert not any("line" in trace for trace in found.values())
    keys = {step["location"][2] for step in repaint(list(found.values()), []).to_plotly_json()["operations"][:-1]}
    assert "line" not in keys


def test_the_legend_tells_of_the_frame():
    shown = text_of(legend_view(legend(staffed().cells, RATE), RATE, Lang.UK))
    assert f"{word('scope.legend', Lang.UK)}: 2" in shown
    assert word("scope.legend", Lang.UK) not in text_of(legend_view(legend(by_area().cells, RATE), RATE, Lang.UK))


@pytest.mark.parametrize("lang", Lang)
def test_tables_mark_exact_numbers_in_words_too(lang):
    answer, mark = staffed(), word("scope.mark", lang)
    for shown in (
        text_of(values_table(answer.cells, RATE, "", NAMES, lang)),
        text_of(ranking(answer.cells, answer.whole[0], RATE, NAMES, lang, str)),
        text_of(overview_view(numbers(areas=answer), asked(lang), SHAPES).table),
    ):
        assert shown.count(mark) == 2
    assert mark not in text_of(overview_view(numbers(), asked(lang), SHAPES).table)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (staffed(), "scope.inside"),
        (replace(by_area(), reach=Reach.INSIDE), "scope.public_only"),
        (staffed(Reach.EVERYWHERE), "scope.everywhere"),
    ],
)
def test_a_sentence_above_says_what_the_numbers_are(answer, key):
    view = overview_view(numbers(areas=answer), asked(Lang.UK), SHAPES)
    assert word(key, Lang.UK) in text_of(view.notices)
    facts = RegionListFacts(answer, asked(Lang.UK).address, NAMES, SHAPES)
    assert word(key, Lang.UK) in text_of(list(regions_view(facts, Lang.UK).notices))


def test_visitors_read_nothing_of_it():
    view = overview_view(numbers(), asked(Lang.UK), SHAPES)
    assert list(view.notices) == []
    assert border_notice(by_area(), Lang.UK) == []
    assert border_notice(NotPublished(), Lang.UK) == []


def test_a_file_with_exact_numbers_says_so():
    said = [border_words(answer, Lang.UK) for answer in (staffed(), staffed(Reach.EVERYWHERE), by_area())]
    assert said == [[word("scope.file", Lang.UK)], [word("scope.everywhere", Lang.UK)], []]


def test_exactness_is_no_remark_on_what_is_counted():
    assert form.flag_words((Flag.EXACT,), Lang.UK) == ""
    assert form.flag_words((Flag.EXACT, Flag.PARTIAL), Lang.UK) == word("flag.partial", Lang.UK)
    assert word("flag.none", Lang.UK) in text_of(overview_view(numbers(areas=staffed()), asked(Lang.UK), SHAPES).table)


def test_what_is_withheld_outside_is_said():
    for lang in Lang:
        assert word("notice.unpublished_outside", lang) in text_of(notices([Notice("unpublished_outside")], lang))
