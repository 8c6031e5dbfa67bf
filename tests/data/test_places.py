"""Down the drill path: who is listed where, what is told of the children, and to whom."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access import EVERYTHING, VISITOR, Extent, Holding, Role, Scope
from data.filters import Filters, Population
from data.places import Withheld, places_inside
from data.states import Flag, State
from data.warehouse.release import Release
from geo.countries import country
from geo.errors import UnknownArea
from tests.data.register import AREA, OTHER_AREA, release_from
from tests.proof import LONG

PLACES = country("ua").places
RAIONS = tuple(place.code for place in PLACES.children_of(AREA))
HROMADAS = tuple(place.code for place in PLACES.children_of(RAIONS[0]))
CRIMEA, KYIV, FRONT = "UA01000000000013043", "UA80000000000093317", "UA14000000000091971"
DAY = date(2024, 12, 31)
COORDINATOR = Scope("x", frozenset({Holding(Role.COORDINATOR, Extent(frozenset({AREA})))}))
SCHOOLS = Scope("y", frozenset({Holding(Role.MINISTRY, Extent(None, frozenset({"MES"})))}))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    homes = [
        {"institution_id": "A", "raion": RAIONS[0], "hromada": HROMADAS[0]},
        {"institution_id": "B", "raion": RAIONS[0], "ministry": "MOH", "facility_type": "BABY_HOME"},
        {"institution_id": "C", "raion": RAIONS[1]},
        {"institution_id": "D", "raion": RAIONS[1], "closed_on": "2023-06-30", "status": "LIQUIDATED"},
        {"institution_id": "E"},
        {"institution_id": "K", "region": KYIV},
        {"institution_id": "F", "region": FRONT, "raion": PLACES.children_of(FRONT)[0].code},
    ]
    sizes = {"A": 41, "B": 22, "C": 6, "E": 13, "K": 30, "F": 20}
    stays = [
        {
            "institution_id": home, "stay_mode": ("STAY_24H", "STAY_5D")[number % 2],
            "legal_status": "HAS_PARENTS" if number % 3 else "ORPHAN", "sex": "FM"[number % 2],
            "birth_month": ("2010-05", "2023-01")[number % 2], "admitted_on": "2023-02-01",
        }
        for home, size in sizes.items() for number in range(size)
    ]  # fmt: skip
    taken = [
        {"region": CRIMEA, "status": "OCCUPIED", "from": "2014-02-20"},
        {"region": FRONT, "status": "PARTIAL", "from": "2014-04-07"},
    ]
    return release_from(
        tmp_path_factory.mktemp("places"), covers_to=DAY, institutions=homes, placements=stays, territory_status=taken
    )


def children(found) -> dict[str, float | State]:
    return {
        part.code: part.children.value if part.children.state is State.VALUE else part.children.state
        for part in found.parts
    }  # fmt: skip


def test_everybody_sees_raions_rounded_and_the_small_hidden(release: Release) -> None:
    found = places_inside(release, VISITOR, Filters(), AREA)
    assert children(found) == {
        RAIONS[0]: 65, RAIONS[1]: State.SUPPRESSED, RAIONS[2]: 0, RAIONS[3]: 0, "": 15,
    }  # fmt: skip
    assert [part.operating for part in found.parts] == [2, 1, 0, 0, 1]
    assert (found.whole.operating, found.whole.children.value, found.above) == (4, 80, None)
    assert found.withheld is None


def test_who_may_sees_them_exactly_down_to_the_hromada(release: Release) -> None:
    for scope in (EVERYTHING, COORDINATOR):
        found = places_inside(release, scope, Filters(), AREA)
        assert children(found) == {RAIONS[0]: 63, RAIONS[1]: 6, RAIONS[2]: 0, RAIONS[3]: 0, "": 13}
        inside = places_inside(release, scope, Filters(), RAIONS[0])
        told = children(inside)
        assert (told.pop(HROMADAS[0]), told.pop(""), set(told.values())) == (41, 22, {0})
        assert inside.above is not None
        assert inside.above.children.value == 82
        hromada = places_inside(release, scope, Filters(), HROMADAS[0])
        assert (hromada.whole.children.value, hromada.parts, hromada.withheld) == (41, (), None)
    marked = places_inside(release, COORDINATOR, Filters(), AREA).parts[0].children
    assert Flag.EXACT in marked.flags


def test_below_the_raions_everybody_sees_only_where_nobody_is(release: Release) -> None:
    found = places_inside(release, VISITOR, Filters(), RAIONS[0])
    told = children(found)
    assert (told.pop(HROMADAS[0]), told.pop(""), set(told.values())) == (State.SUPPRESSED, State.SUPPRESSED, {0})
    assert (found.withheld, found.whole.children.value) == (Withheld.FINE, 65)
    hromada = places_inside(release, VISITOR, Filters(), HROMADAS[0])
    assert (hromada.whole.children.state, hromada.withheld) == (State.SUPPRESSED, Withheld.FINE)
    assert hromada.above is not None
    assert hromada.above.children.value == 65
    assert [one.id for one in hromada.whole.institutions] == ["A"]


def test_filters_narrow_institutions_and_exact_children_but_nothing_public(release: Release) -> None:
    filters = Filters().choose(ministry=("MOH",))
    found = places_inside(release, VISITOR, filters, AREA)
    assert found.withheld is Withheld.FILTERED
    assert [part.operating for part in found.parts] == [1, 0, 0, 0]
    assert found.parts[0].children.state is State.SUPPRESSED
    assert places_inside(release, COORDINATOR, filters, AREA).parts[0].children.value == 22
    schools = Filters().choose(ministry=("MES",))
    assert places_inside(release, SCHOOLS, schools, AREA).parts[0].children.value == 41
    assert places_inside(release, SCHOOLS, filters, AREA).withheld is Withheld.FILTERED
    small = Filters(population=Population.ROUND_THE_CLOCK).choose(age=("7-17",), sex=("F",))
    assert places_inside(release, EVERYTHING, small, AREA).parts[0].children.value == 32


def test_who_is_counted_changes_what_is_told(release: Release) -> None:
    found = places_inside(release, VISITOR, Filters(population=Population.STATUS), AREA)
    assert children(found)[RAIONS[0]] == 20
    exact = places_inside(release, EVERYTHING, Filters(population=Population.STATUS), AREA)
    assert sum(part.children.value or 0 for part in exact.parts) == exact.whole.children.value == 14 + 8 + 2 + 5


def test_a_city_without_raions_is_one_place(release: Release) -> None:
    found = places_inside(release, VISITOR, Filters(), KYIV)
    assert (found.parts, found.whole.operating, found.whole.children.value) == ((), 1, 30)


def test_no_place_of_an_occupied_area_shows_a_zero(release: Release) -> None:
    found = places_inside(release, EVERYTHING, Filters(), CRIMEA)
    assert set(children(found).values()) == {State.OCCUPIED}
    assert len(found.parts) == 10
    beyond = places_inside(release, VISITOR, Filters(), PLACES.children_of(CRIMEA)[0].code)
    assert beyond.whole.children.state is State.OCCUPIED


def test_where_nobody_may_be_there_to_count_nothing_is_told(release: Release) -> None:
    first, *others = children(places_inside(release, VISITOR, Filters(), FRONT)).values()
    assert first == 20
    assert set(others) == {State.NOT_REPORTED}


def test_what_does_not_exist_is_refused(release: Release) -> None:
    with pytest.raises(UnknownArea):
        places_inside(release, VISITOR, Filters(), "UA99")


def test_the_day_is_that_of_the_numbers(release: Release) -> None:
    found = places_inside(release, VISITOR, Filters(as_of=date(2023, 5, 15)), AREA)
    assert found.day == date(2023, 3, 31)
    assert {one.id for one in found.parts[1].institutions} == {"C", "D"}
    assert found.parts[1].operating == 2
    assert places_inside(release, EVERYTHING, Filters(as_of=date(2023, 5, 15)), AREA).day == date(2023, 5, 15)


def test_a_release_of_before_says_that_it_has_no_places(release: Release) -> None:
    class Old:
        """The same release without what it did not have."""

        def __getattr__(self, name: str):
            return getattr(release, name)

        def rows(self, view, sql, parameters=None):
            return ((), [(0,)]) if "duckdb_tables" in sql else release.rows(view, sql, parameters or {})

    found = places_inside(Old(), VISITOR, Filters(), AREA)  # type: ignore[arg-type]
    assert found.withheld is Withheld.OLD
    assert {part.children.state for part in found.parts} == {State.SUPPRESSED}
    assert found.parts[-1].operating == found.whole.operating == 4


DIMENSIONS = {"ministry": ("MES", "MOH"), "sex": ("F", "M"), "age": ("0-2", "7-17"), "type": ("BABY_HOME",)}


@settings(max_examples=60 if LONG else 8, deadline=None)
@given(
    where=st.fixed_dictionaries({}, optional={name: st.sampled_from(codes) for name, codes in DIMENSIONS.items()}),
    population=st.sampled_from(Population), area=st.sampled_from((AREA, OTHER_AREA, FRONT)),
)  # fmt: skip
def test_inside_a_scope_the_parts_are_the_whole(release: Release, where, population, area) -> None:
    filters = Filters(population=population).choose(**{name: (code,) for name, code in where.items()})
    found = places_inside(release, EVERYTHING, filters, area)
    told = [part.children.value for part in found.parts if part.children.state is State.VALUE]
    assert sum(told) == found.whole.children.value
    assert sum(part.operating for part in found.parts) == found.whole.operating
    for part in found.parts:
        listed = places_inside(release, EVERYTHING, filters, part.code).whole.institutions if part.code else None
        assert listed is None or listed == part.institutions
