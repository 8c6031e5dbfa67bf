"""The section of raions on a region's page and the pages below it, over a real release."""

from urllib.parse import quote

import pytest

from callbacks.places import place_answer, section_answer
from data.access import EVERYTHING
from geo.countries import country
from geo.text import Lang
from layouts.address import place_at, place_path
from tests.callbacks.rooms import services_at
from tests.layouts.texts import text_of

PLACES = country().places
ZHYTOMYR = "UA18000000000041385"
RAION = "UA18040000000058965"


@pytest.mark.parametrize("area", country().areas, ids=lambda area: area.iso)
@pytest.mark.parametrize("lang", list(Lang))
def test_every_area_shows_what_it_is_divided_into(home, area, lang):
    said = text_of(section_answer(services_at(home, lang), area.code, f"?lang={lang}"))
    names = [place.short.in_(lang) for place in country().children_of(area.code)]
    assert all(name in said for name in names)
    if not names:
        assert len(said) < 200


def test_the_map_says_that_its_boundaries_are_approximate_and_whose_they_are(home):
    for lang, words in ((Lang.UK, "Наближені межі"), (Lang.EN, "Approximate boundaries")):
        said = text_of(section_answer(services_at(home, lang), ZHYTOMYR, ""))
        assert words in said
        assert "OpenStreetMap" in said
        assert "GeoNames" in said


def test_links_lead_down_with_the_filters_kept(home):
    section = str(section_answer(services_at(home, Lang.EN), ZHYTOMYR, "?population=24h&ministry=MES&lang=en"))
    link = f"/regions/UA-18/{RAION}?population=24h&amp;ministry=MES&amp;lang=en"
    assert link in section or link.replace("&amp;", "&") in section
    view = place_answer(services_at(home), RAION, "?population=24h")
    assert "/regions/UA-18?population=24h" in str(view.head)


@pytest.mark.parametrize("raion", [*PLACES.children_of(ZHYTOMYR), *PLACES.children_of("UA01000000000013043")][::3])
@pytest.mark.parametrize("lang", list(Lang))
def test_a_raion_has_a_page(home, raion, lang):
    view = place_answer(services_at(home, lang), raion.code, f"?lang={lang}")
    assert raion.name.in_(lang) in text_of(view.head)
    assert len(view.parts()) == 5
    said = text_of(view.places)
    assert all(hromada.short.in_(lang) in said for hromada in PLACES.children_of(raion.code))


def test_a_hromada_without_numbers_shows_what_its_raion_has_and_the_rule(home):
    hromada = next(
        one for one in PLACES.children_of(RAION)
        if "DEMO" in str(place_answer(services_at(home), one.code, "").institutions)
    )  # fmt: skip
    said = text_of(place_answer(services_at(home), hromada.code, "").institutions)
    assert "не публікується" in said
    assert "Житомирський район: " in said
    exact = text_of(place_answer(services_at(home, scope=EVERYTHING), hromada.code, "").institutions)
    assert "не публікується" not in exact


def test_an_occupied_raion_shows_no_zero(home):
    raion = PLACES.children_of("UA01000000000013043")[0]
    view = place_answer(services_at(home), raion.code, "")
    assert view.notices
    assert "0" not in text_of(view.tiles).replace("30.09.2026", "").split()
    assert "№" not in text_of(view.institutions)


@pytest.mark.parametrize("search", ["?as_of=2021-06-30", "?type=BABY_HOME", "?as_of=1900-01-01", "?population=status"])
def test_every_question_has_an_answer(home, search):
    for code in (RAION, PLACES.children_of(RAION)[3].code):
        assert text_of(place_answer(services_at(home), code, search).head)


def test_a_path_leads_to_a_place_only_through_its_parents():
    ukraine, hromada = country(), PLACES.children_of(RAION)[0]
    for code in (RAION, hromada.code, PLACES.children_of("UA01000000000013043")[0].code):
        assert place_at(ukraine, place_path(ukraine, code)) == code
    assert place_path(ukraine, ZHYTOMYR) == "/regions/UA-18"
    assert place_at(ukraine, f"/regions/{ZHYTOMYR}/UA1804/") == RAION
    assert place_at(ukraine, f"/regions/UA-18/{quote('Житомирський')}") == RAION
    for path in (
        "/regions/UA-18", f"/regions/UA-05/{RAION}", f"/regions/UA-18/{hromada.code}", f"/data/UA-18/{RAION}",
        f"/regions/UA-18/{RAION}/{RAION}", f"/regions/UA-18//{RAION}", "/regions/UA-18/nowhere", "/", "",
    ):  # fmt: skip
        assert place_at(ukraine, path) is None, path
