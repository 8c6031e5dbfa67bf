"""An empty table says which filter made it so; a question says how many cells it asks for; breakdowns add up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access import EVERYTHING, VISITOR
from data.errors import NotAllowed, NotPublished
from data.filters import Filters, Population
from data.indicators.catalogue import catalogue
from data.indicators.emptied import cells_at_most, chosen_filters, emptied_by, empty, without
from data.indicators.measure import measure
from data.indicators.model import Kind
from data.states import State
from data.warehouse.release import Release
from tests.data.indicators.test_measure import questions
from tests.data.indicators.varied import varied_release
from tests.proof import LONG

ADDITIVE = [told for told in catalogue().values() if told.additive and told.kind is not Kind.PUBLISHED]
COUNTED = [told for told in catalogue().values() if told.kind is not Kind.PUBLISHED]
DAY = date(2023, 12, 31)
NUMBER = Filters("children_in_institutions", DAY)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return varied_release(tmp_path_factory.mktemp("emptied"))


def test_a_pair_that_excludes_each_other_names_both(release: Release) -> None:
    asked = NUMBER.choose(ministry=("MOH",), type=("CHILD_HOME",), sex=("F",))
    assert emptied_by(release, EVERYTHING, asked) == (("ministry",), ("type",))


def test_a_filter_that_empties_alone_is_named_alone(release: Release) -> None:
    asked = replace(NUMBER, as_of=date(2000, 1, 1)).choose(sex=("F",))
    assert measure(release, EVERYTHING, asked).filters.as_of != date(2000, 1, 1)
    nowhere = NUMBER.choose(area=("UA01000000000013043",), legal_status=("UNKNOWN",))
    assert emptied_by(release, EVERYTHING, nowhere) == (("legal_status",),)


def test_filters_that_empty_only_together_are_named_together(release: Release) -> None:
    asked = NUMBER.choose(ministry=("MOH",), type=("CHILD_HOME",), legal_status=("UNKNOWN",))
    found = {frozenset(names) for names in emptied_by(release, EVERYTHING, asked)}
    assert found == {frozenset({"ministry", "legal_status"}), frozenset({"type", "legal_status"})}


def test_a_table_with_numbers_was_emptied_by_nothing(release: Release) -> None:
    assert emptied_by(release, VISITOR, replace(NUMBER, by=("area",))) == ()


@settings(deadline=None, max_examples=150 if LONG else 20)
@given(st.data())
def test_what_is_named_brings_numbers_back(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(COUNTED))
    filters = data.draw(questions(told, most=2))
    scope = data.draw(st.sampled_from((EVERYTHING, VISITOR)))
    try:
        named = emptied_by(release, scope, filters)
        measured = measure(release, scope, filters)
    except NotPublished:
        return
    assert not named or empty(measured)
    for names in named:
        assert set(names) <= set(chosen_filters(filters))
        try:
            assert not empty(measure(release, scope, without(filters, names)))
        except NotAllowed:
            assert "population" in names


@settings(deadline=None, max_examples=200 if LONG else 25)
@given(st.data())
def test_an_answer_has_no_more_cells_than_were_foretold(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(COUNTED))
    filters = data.draw(questions(told))
    assert len(measure(release, EVERYTHING, filters).cells) <= cells_at_most(release, EVERYTHING, filters)


def test_a_plain_table_is_foretold_exactly(release: Release) -> None:
    asked = replace(NUMBER, by=("area", "sex", "age"))
    measured = measure(release, EVERYTHING, asked)
    assert len(measured.cells) == 27 * 2 * 3
    assert cells_at_most(release, EVERYTHING, asked) == 27 * 3 * 3  # sex may be unknown too
    assert cells_at_most(release, VISITOR, NUMBER) == 1


@pytest.mark.parametrize("told", ADDITIVE, ids=lambda told: told.code)
def test_every_breakdown_adds_up_to_the_total(release: Release, told) -> None:
    for population in told.populations:
        asked = Filters(told.code, DAY, population=population)
        whole = measure(release, EVERYTHING, asked).whole[0].value
        for dimension in told.breakdowns:
            assert _sum(release, replace(asked, by=(dimension,))) == (whole or 0), (dimension, population)


@settings(deadline=None, max_examples=300 if LONG else 30)
@given(st.data())
def test_one_breakdown_more_adds_up_to_one_less(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(ADDITIVE))
    filters = replace(data.draw(questions(told)), every=None)
    free = [name for name in told.breakdowns if name not in {*filters.by, *dict(filters.where)}]
    if not free:
        return
    finer = replace(filters, by=(*filters.by, data.draw(st.sampled_from(free))))
    assert _sum(release, finer) == _sum(release, filters)


def _sum(release: Release, filters: Filters) -> float:
    return sum(cell.value or 0 for cell in measure(release, EVERYTHING, filters).cells if cell.state is State.VALUE)


def test_who_is_counted_is_a_filter_too() -> None:
    asked = Filters("exits", population=Population.STATUS, as_of=DAY).choose(sex=("F",))
    assert chosen_filters(asked) == ("sex", "population", "as_of")
    assert without(asked, ("population", "as_of")) == Filters("exits").choose(sex=("F",))
