"""The institutions of an area: who is listed, and what is shown of their children."""

from datetime import date

import pytest

from data.access import EVERYTHING, VISITOR, Extent, Holding, Role, Scope, View
from data.institutions import institutions_of
from data.states import State
from geo.text import Text

DAY = date(2025, 12, 31)
OPEN = ("i1", "A", "A", "MES", "T", "OPERATING", "PLAN_NONE", date(2013, 1, 1), None, 50, DAY, 35, False, False)


class Shown:
    """Answers each view with its own rows."""

    def __init__(self, public, internal=()):
        self.answers = {View.PUBLIC: list(public), View.INTERNAL: list(internal)}

    def rows(self, view, sql, parameters):
        assert set(parameters) == {"area", "as_of"}
        return (), self.answers[view]


def row(**changes):
    names = (
        "id",
        "uk",
        "en",
        "ministry",
        "type",
        "status",
        "stage",
        "since",
        "until",
        "capacity",
        "on",
        "children",
        "hidden",
        "moved",
    )
    return tuple({**dict(zip(names, OPEN, strict=True)), **changes}.values())


def only(*rows, scope=VISITOR, internal=()):
    return institutions_of(Shown(rows, internal), scope, "X", DAY)[0]


def test_an_open_institution_shows_its_rounded_children():
    found = only(OPEN)
    assert (found.operating, found.children, found.state, found.exact) == (True, 35, State.VALUE, False)
    assert found.name == Text(uk="A", en="A")


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"children": None, "hidden": True}, State.SUPPRESSED),
        ({"children": None, "hidden": None}, State.NOT_REPORTED),
        ({"until": DAY}, State.NOT_APPLICABLE),
    ],
)
def test_without_a_number_the_state_says_why(changes, state):
    found = only(row(**changes))
    assert (found.state, found.children) == (state, None)


def test_an_institution_works_until_the_day_before_it_stops():
    assert only(row(until=date(2026, 1, 1))).operating
    assert not only(row(until=DAY)).operating


def test_exact_children_are_shown_inside_the_scope_only():
    exact = row(children=33)
    assert only(OPEN, scope=EVERYTHING, internal=[exact]).children == 33
    other_area = Scope("x", frozenset({Holding(Role.COORDINATOR, Extent(frozenset({"Y"})))}))
    assert only(OPEN, scope=other_area, internal=[exact]).children == 35
    other_ministry = Scope("x", frozenset({Holding(Role.MINISTRY, Extent(None, frozenset({"MOH"})))}))
    assert only(OPEN, scope=other_ministry, internal=[exact]).children == 35
    own = Scope("x", frozenset({Holding(Role.MINISTRY, Extent(None, frozenset({"MES"})))}))
    assert only(OPEN, scope=own, internal=[exact]).exact


def test_a_release_lists_each_institution_once(home):
    from data.warehouse.release import Shelf
    from geo.countries import country

    release = Shelf(home).current()
    for area in country().areas:
        found = institutions_of(release, VISITOR, area.code, release.latest)
        assert len({one.id for one in found}) == len(found)
        assert all(one.children is None or one.children % 5 == 0 for one in found)
