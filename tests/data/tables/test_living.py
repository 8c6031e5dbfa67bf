"""Children living in areas: sizes, neighbours by size, age and sex; and what may be added to a question."""

import pytest

from data.access import EVERYTHING, VISITOR
from data.errors import NotPublished
from data.filters import Filters
from data.indicators.catalogue import catalogue
from data.indicators.measure import measure
from data.tables.living import by_age_and_sex, neighbours, sizes
from data.tables.offers import addable, answerable
from data.warehouse.release import Shelf


@pytest.fixture(scope="module")
def release(home):
    return Shelf(home).current()


def test_neighbours_are_the_nearest_by_ratio():
    known = {"a": 100, "b": 110, "c": 90, "d": 300, "e": 1000}
    assert neighbours("a", known, 2) == ("b", "c")
    assert neighbours("e", known, 1) == ("d",)
    assert neighbours("nowhere", known) == ()
    assert "a" not in neighbours("a", known)


def test_ages_and_sexes_make_up_the_size(release):
    known = sizes(release, release.latest)
    assert known
    for area in list(known)[:5]:
        parts = by_age_and_sex(release, release.latest, (area,), ("0-2", "3-6", "7-17"), ("F", "M"))
        assert sum(parts.values()) == known[area]


def test_an_area_that_was_never_counted_has_no_parts(release):
    uncounted = set(release.known.codes["area"]) - set(sizes(release, release.latest))
    assert uncounted
    assert by_age_and_sex(release, release.latest, tuple(uncounted)[:1], ("0-2",), ("F",)) == {}


@pytest.mark.parametrize("code", catalogue())
def test_what_is_offered_is_answered_and_what_is_not_is_refused(release, code):
    population = catalogue()[code].populations[0]
    filters = Filters(indicator=code, population=population, by=("area",))
    offered = addable(release, VISITOR, filters)
    for dimension in catalogue()[code].breakdowns:
        asked = Filters(indicator=code, population=population, by=("area", dimension))
        if dimension in offered:
            assert measure(release, VISITOR, asked).cells
        else:
            with pytest.raises(NotPublished):
                measure(release, VISITOR, asked)


def test_who_sees_exact_numbers_is_bound_to_no_table(release):
    asked = Filters(indicator="children_in_institutions", by=("area", "age", "parents", "disability"))
    assert answerable(release, EVERYTHING, asked)
    assert not answerable(release, VISITOR, asked)
