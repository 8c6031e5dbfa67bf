"""The pages as staff see them over a real release: exact inside, public outside, and the border told."""

import pytest

from callbacks.overview import overview_answer
from callbacks.region import region_answer
from callbacks.regions import regions_answer
from data.access import EVERYTHING, Extent, Holding, Role, Scope
from data.indicators.catalogue import catalogue
from geo.countries import country
from geo.text import Lang
from layouts.words import word
from tests.callbacks.rooms import services_at
from tests.layouts.texts import text_of

AREA, OTHER = country().resolve("UA-05"), country().resolve("UA-46")
COORDINATOR = Scope("c", frozenset({Holding(Role.COORDINATOR, Extent(frozenset({AREA})))}))
MINISTRY = Scope("m", frozenset({Holding(Role.MINISTRY, Extent(None, frozenset({"MES"})))}))
HEAD = Scope("h", frozenset({Holding(Role.HEAD, Extent(frozenset({AREA}), None, frozenset({"DEMO-004"})))}))
ANALYST = Scope("a", frozenset({Holding(Role.ANALYST)}))
SCOPES = {"coordinator": COORDINATOR, "ministry": MINISTRY, "head": HEAD, "analyst": ANALYST}
INSIDE, EVERYWHERE, MARK = (word(key, Lang.UK) for key in ("scope.inside", "scope.everywhere", "scope.mark"))


@pytest.mark.parametrize("who", SCOPES.values(), ids=SCOPES)
@pytest.mark.parametrize("search", ["", "?ministry=MES", "?age=7-17&sex=F&type=BOARD_SPECIAL", "?as_of=2024-02-29"])
def test_every_page_is_made_for_everybody(home, who, search):
    services = services_at(home, scope=who)
    for code in list(catalogue())[len(search) % 3 :: 3]:
        query = f"{search}&indicator={code}" if search else f"?indicator={code}"
        assert overview_answer(services, query)
        assert regions_answer(services, query).parts(Lang.UK)
    for code in (AREA, OTHER):
        assert region_answer(services, country().area(code), search).parts(Lang.UK)


def test_a_coordinator_sees_the_border(home):
    services = services_at(home, scope=COORDINATOR)
    _head, notices, *_, table = overview_answer(services, "")
    assert INSIDE in text_of(notices)
    assert text_of(table).count(MARK) == 1
    regions = regions_answer(services, "")
    assert INSIDE in text_of(list(regions.notices))
    assert text_of(list(regions.list)).count(MARK) == 1
    assert sum(trace["line"]["width"] > 2 for trace in regions.paint[0]) == 1


def test_a_coordinators_own_page_is_exact_and_another_is_not(home):
    services = services_at(home, scope=COORDINATOR)
    own, other = (region_answer(services, country().area(code), "") for code in (AREA, OTHER))
    exact = region_answer(services_at(home, scope=EVERYTHING), country().area(AREA), "")
    for view in (own, other):
        assert INSIDE in text_of(view.notices)
    assert MARK in text_of(own.tiles)
    assert MARK not in text_of(other.tiles)
    assert word("region.institutions.note_exact", Lang.UK).split("{")[0] in text_of(own.institutions)
    assert own.cards[2].figure["data"] == exact.cards[2].figure["data"]


def test_a_head_sees_the_own_institution_marked(home):
    view = region_answer(services_at(home, scope=HEAD), country().area(AREA), "")
    assert text_of(view.institutions).count(MARK) == 1
    assert MARK not in text_of(view.tiles)


def test_whoever_sees_everything_is_told_once_and_sees_no_border(home):
    view = region_answer(services_at(home, scope=ANALYST), country().area(AREA), "")
    assert text_of(view.notices).count(EVERYWHERE) == 1
    assert MARK not in text_of(view.parts(Lang.UK))
    assert word("region.composition.hidden", Lang.UK) not in text_of([card.table for card in view.cards])
