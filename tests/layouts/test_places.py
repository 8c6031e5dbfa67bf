"""The map of raions and its table: hatches for what is not told, counts written and never a fill, the same numbers."""

from datetime import date

from data.filters import Filters
from data.indicators.model import Cell
from data.places import PlaceNumbers, PlacesInside, Withheld
from data.states import State
from geo.countries import country
from geo.shapes import shapes_within
from geo.text import Lang
from layouts.components.place_section import PlaceView, notes, place_section
from layouts.figures.place_map import NOBODY, VALUED, place_map, roomy
from layouts.ids import Region
from layouts.theme import pattern
from tests.layouts.sample import asked
from tests.layouts.texts import text_of

AREA = "UA18000000000041385"
RAIONS = tuple(place.code for place in country("ua").children_of(AREA))
DAY = date(2026, 9, 30)
STATES = (State.VALUE, State.SUPPRESSED, State.NOT_REPORTED, State.VALUE)
VALUES = (1195.0, None, None, 0.0)


def numbers(code: str, state: State, value: float | None) -> PlaceNumbers:
    return PlaceNumbers(code, (), Cell(code, DAY, DAY, (), value, value, None, state))


def view(lang: Lang = Lang.UK, withheld: Withheld | None = None, whole: State = State.VALUE) -> PlaceView:
    parts = tuple(numbers(*told) for told in zip(RAIONS, STATES, VALUES, strict=True))
    inside = PlacesInside(numbers(AREA, whole, 2250.0 if whole is State.VALUE else None), parts, None, DAY, withheld)
    return PlaceView(asked(lang, Filters()), inside, shapes_within("ua", AREA))


def figure(lang: Lang = Lang.UK):
    shown = view(lang)
    return place_map(shown.drawn, shown.inside.parts, shown.asked.names, lang, shown.link)


def test_what_is_not_told_is_hatched_and_numbers_are_no_fill():
    fills = {trace["meta"]["code"]: trace for trace in figure()["data"] if "code" in trace.get("meta", {})}
    assert fills[RAIONS[0]]["fillcolor"] == VALUED
    assert fills[RAIONS[3]]["fillcolor"] == NOBODY
    for code, state in zip(RAIONS[1:3], STATES[1:3], strict=True):
        assert fills[code]["fillpattern"] == pattern(state)


def test_every_raion_is_spoken_and_leads_to_its_page():
    for lang in Lang:
        for trace in figure(lang)["data"][:4]:
            place = country("ua").places.place(trace["meta"]["code"])
            assert place.name.in_(lang) in trace["meta"]["spoken"]
            assert trace["meta"]["href"].startswith(f"/regions/UA-18/{place.code}")


def test_narrow_screens_get_numbers_alone():
    notes_ = figure()["layout"]["annotations"]
    assert all("<br>" not in one["text"] for one in notes_ if one["name"] == "narrow")
    assert any("<br>" in one["text"] for one in notes_ if one["name"] == "wide")


def test_the_table_says_the_same_and_why():
    said = text_of(place_section(view(), Region.PLACES_MAP))
    for words in ("1 195", "прих.", "Звіт не надано", "Разом", "2 250", "задля захисту дітей"):
        assert words in said.replace("\u00a0", " "), words


def test_a_hidden_level_says_what_is_known_of_the_whole():
    assert any("2 250" in one.replace("\u00a0", " ") for one in notes(view()))
    assert not any("2 250" in one.replace("\u00a0", " ") for one in notes(view(whole=State.SUPPRESSED)))


def test_every_reason_has_a_sentence():
    for lang in Lang:
        for withheld in Withheld:
            assert len(notes(view(lang, withheld))) >= 1


def test_without_boundaries_there_is_a_table_alone():
    shown = view()
    plain = PlaceView(shown.asked, shown.inside, None)
    assert len(place_section(plain, Region.PLACES_MAP)) == 1
    assert "1 195" in text_of(place_section(plain, Region.PLACES_MAP)).replace("\u00a0", " ")


def test_no_name_lies_on_another_and_small_places_are_numbers_alone():
    ukraine = country("ua")
    for area in ukraine.areas:
        drawn = shapes_within("ua", area.code)
        if drawn is None:
            continue
        for lang in Lang:
            names = {code: ukraine.places.place(code).short.in_(lang) for code in drawn.areas}
            found = roomy(drawn, names)
            assert found
            assert found.items() <= names.items()
    donetsk = shapes_within("ua", "UA14000000000091971")
    assert len(roomy(donetsk, dict.fromkeys(donetsk.areas, "Nobody could ever read this name"))) <= 1
