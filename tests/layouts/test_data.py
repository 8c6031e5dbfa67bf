"""The page of data: the published figures' filter and pages, releases, completeness."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.indicators.catalogue import catalogue
from data.indicators.facts import Stretch
from data.indicators.model import ReleaseInfo
from data.published import Published, references
from data.states import Flag, State
from geo.countries import country
from geo.text import Lang
from layouts.components.api_guide import file_list
from layouts.components.published_table import (
    PAGE_SIZE,
    PublishedQuery,
    PublishedView,
    published_query,
    published_table,
)
from layouts.components.release_list import Releases, release_list
from layouts.names import Names
from layouts.pages import data
from tests.layouts.texts import text_of

NAMES = Names(country(), {})
FIGURE = Published(
    "CH_INST", country().iso, date(2025, 10, 17), "2025-10-17", 82599.0, "children", "", "", "", "_T", "all", True,
    "A ministry", "https://example.org/figure", "high", "",
)  # fmt: skip
INFO = ReleaseInfo(
    "2026-09-30-r1", "ua", datetime(2026, 11, 12, tzinfo=UTC), date(2026, 9, 30), True, "ab" * 32, {"placements": 5}, {}
)


def view(number, **query):
    return PublishedView(PublishedQuery(**query), [FIGURE] * number, {"CH_INST": number}, [country().iso])


def test_a_query_is_read_and_written_back():
    area = country().areas[0]
    query = published_query(f"?series=CH_INST&area={area.iso}&page=2", country())
    assert query == PublishedQuery("CH_INST", area.code, 2)
    assert published_query(query.href(Lang.UK).split("?")[1].split("#")[0], country()) == query


@pytest.mark.parametrize(
    "search", ["?page=-1", "?page=x", "?page=99999999", "?area=nowhere", "?series=", "", "?page=\u0663"]
)
def test_what_cannot_be_read_is_left_out(search):
    query = published_query(search, country())
    assert query.page == 1
    assert query.area == ""


@pytest.mark.parametrize(("number", "page", "shown"), [(0, 1, 0), (1, 1, 1), (250, 1, 100), (250, 3, 50), (250, 9, 50)])
def test_pages_hold_a_hundred_figures(number, page, shown):
    assert PAGE_SIZE == 100
    assert len(view(number, page=page).shown) == shown


@pytest.mark.parametrize("lang", list(Lang))
def test_every_figure_links_to_its_source(lang):
    parts = published_table(view(1), NAMES, lang)
    links = [node.href for part in parts for node in part._traverse() if getattr(node, "href", None)]
    assert FIGURE.url in links
    assert "82" in text_of(parts)


def test_an_address_that_is_not_the_webs_is_no_link():
    bad = replace(FIGURE, url="javascript:alert(1)")
    parts = published_table(replace(view(1), figures=[bad]), NAMES, Lang.EN)
    assert not [
        node for part in parts for node in part._traverse() if str(getattr(node, "href", "")).startswith("javascript")
    ]


def test_sources_are_gathered_once_with_their_years():
    old = replace(FIGURE, on=date(2013, 12, 31))
    found = references([FIGURE, old, replace(FIGURE, source="B")])
    assert [(one.source, one.figures, one.first, one.last) for one in found] == [
        ("A ministry", 2, 2013, 2025),
        ("B", 1, 2025, 2025),
    ]


@pytest.mark.parametrize("lang", list(Lang))
def test_a_release_says_what_it_is(lang):
    said = text_of(release_list(Releases([INFO], INFO.id, INFO.id), lang))
    assert INFO.id in said
    assert INFO.checksum in said
    assert text_of(release_list(Releases([], "", ""), lang))


def test_every_indicator_has_both_files():
    parts = file_list(list(catalogue().values()), INFO.id, Lang.EN)
    links = [node.href for part in parts for node in part._traverse() if getattr(node, "href", None)]
    for code in catalogue():
        assert sum(f"indicator={code}&" in link for link in links) == 4


def test_a_state_is_marked_by_symbol_and_word():
    day = date(2026, 6, 30)
    whole = Stretch(day, None, State.VALUE, ())
    seen = {data.mark_of(state, Lang.EN)[0] for state in (
        whole, replace(whole, flags=(Flag.PROVISIONAL,)), replace(whole, flags=(Flag.PARTIAL,)),
        replace(whole, state=State.OCCUPIED), replace(whole, state=State.NOT_REPORTED),
    )}  # fmt: skip
    assert len(seen) == 5
