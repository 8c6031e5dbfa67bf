"""The profile of a region over a real release."""

import pytest

from callbacks.region import area_at, region_answer
from data.access import EVERYTHING
from data.states import State
from data.warehouse.release import Shelf
from geo.countries import country
from geo.text import Lang
from layouts.pages.region import CARDS
from tests.callbacks.rooms import services_at
from tests.layouts.texts import text_of


@pytest.mark.parametrize("area", country().areas, ids=lambda area: area.iso)
def test_every_area_has_a_page(home, area):
    for lang in Lang:
        view = region_answer(services_at(home, lang), area, f"?lang={lang}")
        parts = view.parts(lang)
        assert len(parts) == 4 + 5 * len(CARDS)
        assert area.name.in_(lang) in text_of(parts[0])


def test_an_area_is_found_by_any_of_its_codes(home):
    services = services_at(home)
    area = country().areas[4]
    for code in (area.code, area.iso, f"{area.iso}/"):
        assert area_at(services, f"/regions/{code}") is area
    for path in ("/regions/", "/regions/nowhere", "/data", "", None):
        assert area_at(services, path) is None


def test_an_occupied_area_shows_no_zero(home):
    from data.indicators.facts import facts

    release = Shelf(home).current()
    occupied = [
        area for area in country().areas if facts(release).stretch(area.code, release.latest).state is State.OCCUPIED
    ]
    assert occupied
    for area in occupied:
        view = region_answer(services_at(home), area, "")
        assert view.notices
        assert not any(tile == "0" for tile in text_of(view.tiles).split())
        assert "№" not in text_of(view.institutions)


def test_another_area_can_be_compared_with(home):
    area, other = country().areas[4], country().areas[6]
    view = region_answer(services_at(home), area, f"?compare={other.iso}")
    assert other.short.uk in text_of(view.cards[1].table)
    strange = region_answer(services_at(home), area, "?compare=nowhere")
    assert country().name.uk in text_of(strange.cards[1].table)


@pytest.mark.parametrize(
    "search",
    [
        "?population=status",
        "?ministry=MES&type=BOARD_GENERAL",
        "?as_of=2022-02-24",
        "?as_of=1900-01-01",
        "?indicator=exits_to_family_share",
        "?indicator=published_institutions",
    ],
)
def test_every_question_has_an_answer(home, search):
    view = region_answer(services_at(home), country().areas[4], search)
    assert text_of(view.head)


def test_staff_see_exact_numbers(home):
    area = country().areas[4]
    exact = text_of(region_answer(services_at(home, scope=EVERYTHING), area, "").institutions)
    public = text_of(region_answer(services_at(home), area, "").institutions)
    assert exact != public
