"""The register and the profiles over the demonstration release, as everybody who may look."""

import json
import re

import pytest
from plotly.utils import PlotlyJSONEncoder

from callbacks.institution import institution_answer, institution_at
from callbacks.institutions import found_by, register_answer, register_question, rows_answer
from data.access import EVERYTHING, VISITOR, Extent, Holding, Role, Scope, View
from data.register_search import PAGE
from data.states import State
from geo.locate import area_at, holds
from geo.projection import albers
from geo.shapes import shapes
from geo.text import Lang
from layouts.ids import Institution, Register
from layouts.markup import markup
from layouts.words import word
from tests.callbacks.rooms import services_at


def text_of(parts) -> str:
    """Everything the browser is sent."""
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)


def entries(services, query="working=all"):
    question = register_question(services, query)
    return question, found_by(question, services.scope()).entries


@pytest.fixture(scope="module")
def visible(home):
    """An institution at work whose published number is there, exact inside a scope."""
    _, found = entries(services_at(home), "")
    return next(entry for entry in found if entry.state is State.VALUE and (entry.children or 0) >= 20)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_page_lists_counts_and_explains(home, lang):
    services = services_at(home, lang)
    _, found = entries(services, "")
    said = text_of(register_answer(services, "").parts(lang))
    assert f'"{Register.MAP.graph}' not in said
    assert word("register.facet.stage", lang) in said
    assert all(entry.id in said for entry in found[:PAGE])
    assert said.count("aria-rowindex") == min(PAGE, len(found))


def test_the_pages_of_rows_are_the_whole_list_once(home):
    services = services_at(home)
    _, found = entries(services)
    pages = -(-len(found) // PAGE)
    html = [markup(rows_answer(services, f"working=all&page={page}")) for page in range(1, pages + 1)]
    assert re.findall(r"<small>(DEMO-\d+)", "".join(html)) == [entry.id for entry in found]
    assert rows_answer(services, f"working=all&page={pages + 1}") == []


@pytest.mark.parametrize("scope", [VISITOR, EVERYTHING])
@pytest.mark.parametrize("query", ["", "working=all", "area=UA63000000000041885", "ministry=MSP"])
def test_no_dot_is_in_a_protected_area(home, scope, query):
    services = services_at(home, scope=scope)
    known, protected = shapes("ua"), services.country.protected_areas
    figure = register_answer(services, query).map.figure
    dots = [trace for trace in figure["data"] if trace.get("mode") == "markers"]
    marks = next(trace for trace in figure["data"] if trace.get("mode") == "markers+text")
    places = [point for trace in dots for point in zip(trace["x"], trace["y"], strict=True)]
    assert not [at for at in places if any(holds(known.areas[code], at) for code in protected)]
    labels = {tuple(round(part, 1) for part in shape.label) for shape in known.areas.values()}
    assert set(zip(marks["x"], marks["y"], strict=True)) <= labels
    _, found = entries(services, query)
    assert len(places) + sum(map(int, marks["text"])) == sum(entry.operating for entry in found)


def test_the_public_file_holds_no_coordinate_in_a_protected_area(home):
    services = services_at(home)
    release, cone = services.shelf.current(), albers(services.country.projection)
    sql = "select longitude, latitude, area from institutions where longitude is not null or latitude is not null"
    rows = release.rows(View.PUBLIC, sql)[1]
    inside = release.rows(View.INTERNAL, sql)[1]
    assert rows
    assert len(inside) > len(rows)
    for longitude, latitude, area in rows:
        assert area_at(shapes("ua"), cone.forward(longitude, latitude)) == area
        assert area not in services.country.protected_areas


def scopes(entry):
    """Readers of one institution: (scope, sees exact numbers, may open the rows)."""
    one = frozenset({entry.id})
    return {
        "visitor": (VISITOR, False, False),
        "coordinator": (scope_of(Role.COORDINATOR, Extent(frozenset({entry.area}))), True, True),
        "head": (scope_of(Role.HEAD, Extent(None, None, one)), True, True),
        "head of another": (scope_of(Role.HEAD, Extent(None, None, frozenset({"DEMO-999"}))), False, False),
        "ministry": (scope_of(Role.MINISTRY, Extent(None, frozenset({entry.ministry}))), True, False),
        "another ministry": (scope_of(Role.MINISTRY, Extent(None, frozenset({"OTHER"}))), False, False),
    }


def scope_of(role: Role, extent: Extent) -> Scope:
    return Scope("p", frozenset({Holding(role, extent)}))


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("who", ["visitor", "coordinator", "head", "head of another", "ministry", "another ministry"])
def test_everybody_sees_what_is_theirs_of_a_profile(home, visible, who, lang):
    scope, exact, rows = scopes(visible)[who]
    said = text_of(institution_answer(services_at(home, lang, scope), visible.id, f"lang={lang}"))
    assert visible.name.in_(lang) in said
    assert (Institution.part("sex").name in said) is exact
    assert (Institution.FLOWS.name in said) is exact
    assert (word("institution.outside.title", lang) in said) is not exact
    assert (f"/institutions/{visible.id}/stays?on=" in said) is rows
    assert (word("institution.returns.caption", lang) in said) is exact


def test_a_visitors_profile_holds_no_trait_of_children(home, visible):
    said = text_of(institution_answer(services_at(home), visible.id, ""))
    for trait in ("STAY_24H", "ORPHAN", "EXIT_FAMILY", "Хлопці", "З інвалідністю"):
        assert trait not in said


def test_links_keep_what_was_chosen(home, visible):
    services = services_at(home)
    query = f"as_of=2024-12-31&ministry={visible.ministry}&q=demo&stage=PLAN_NONE,ASSESSMENT&sort=children-"
    question, _ = entries(services, query)
    there = question.address.to(f"/institutions/{visible.id}")
    assert there.startswith(f"/institutions/{visible.id}?as_of=2024-12-31&ministry={visible.ministry}&q=demo")
    said = text_of(institution_answer(services, visible.id, there.partition("?")[2]))
    assert "stage=ASSESSMENT,PLAN_NONE" in said
    back = question.address.to("/institutions")
    assert register_question(services, back.partition("?")[2]).address == question.address


@pytest.mark.parametrize("missing", ["DEMO-999", "' or true --", "..", "x" * 200])
def test_who_is_not_there_looks_like_nothing(home, missing):
    said = text_of(institution_answer(services_at(home), missing, ""))
    assert "refusal" in said
    assert said == text_of(institution_answer(services_at(home), "nobody", ""))


@pytest.mark.parametrize(
    "query",
    ["working=maybe", "stage=' or 1=1", "page=-1", "page=99999999", "sort=drop table", "as_of=9999-99-99", "q=%00%ff",
     "size=" + ",".join(f"x{n}" for n in range(5000)), "area=UA-99", "as_of=1800-01-01", "q=" + "й" * 5000],
)  # fmt: skip
def test_nonsense_in_the_address_is_left_out(home, query):
    view = register_answer(services_at(home), query)
    assert view.head


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/institutions/DEMO-001", "DEMO-001"), ("/institutions/%D0%B0/", "а"), ("/institutions", ""), (None, ""),
     ("/institutions/a/stays", ""), ("/regions/UA-18", "")],
)  # fmt: skip
def test_the_id_is_read_from_the_path(path, expected):
    assert institution_at(path) == expected
