"""Exact inside a scope, what everybody sees outside it: every indicator, every shape of scope."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from data.access import EVERYTHING, VISITOR, Extent, Holding, Role, Scope
from data.errors import NotPublished
from data.export.rows import rows
from data.filters import Every, Filters, Population
from data.indicators.catalogue import catalogue
from data.indicators.measure import measure
from data.indicators.model import Cell, Indicator, Measured
from data.indicators.question import of_abuse
from data.states import Flag, Reach, State
from data.warehouse.release import Release
from tests.data.indicators.varied import AREAS, varied_release
from tests.data.scopes import CHILDREN, inside

CHILDREN_NOW = Filters("children_in_institutions", by=("area",))
FINE = Filters("children_in_institutions", by=("area", "age", "sex", "ministry"))
LEAP = date(2024, 2, 29)


def scope(*extents: Extent, role: Role = Role.COORDINATOR) -> Scope:
    return Scope("somebody", frozenset(Holding(role, extent) for extent in extents))


def of(areas: tuple[str, ...] | None = None, ministries: tuple[str, ...] | None = None) -> Extent:
    return Extent(frozenset(areas) if areas else None, frozenset(ministries) if ministries else None)


AREA, OTHER = scope(of(AREAS[:1])), scope(of(AREAS[1:2]))
MES = scope(of(None, ("MES",)), role=Role.MINISTRY)
BOTH_LIMITS = scope(of(AREAS[:2], ("MES",)))
MIXED = scope(of(AREAS[:1]), of(AREAS[1:3], ("MES",)), of(None, ("MOH",)))
SCOPES = {"area": AREA, "ministry": MES, "area and ministry": BOTH_LIMITS, "three": MIXED}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return varied_release(tmp_path_factory.mktemp("border"))


def officer(who: Scope) -> Scope:
    return Scope(who.person_id, frozenset(Holding(Role.OFFICER, holding.extent) for holding in who.holdings))


def places(measured: Measured) -> dict[tuple[object, ...], Cell]:
    return {(c.area, c.since, c.until, c.dimensions): c for c in (*measured.cells, *measured.whole)}


def bare(cell: Cell) -> Cell:
    return replace(cell, flags=tuple(flag for flag in cell.flags if flag is not Flag.EXACT))


def asked_of(told: Indicator) -> Iterator[Filters]:
    plain = Filters(told.code, date(2023, 12, 31), population=told.populations[0], by=("area",))
    yield from (plain, replace(plain, by=()), replace(plain, as_of=None, every=Every.YEAR))
    others = [dimension for dimension in told.breakdowns if dimension != "area"]
    yield from (replace(plain, by=("area", dimension)) for dimension in others)
    if "ministry" in told.breakdowns:
        yield plain.choose(ministry=("MES",))
        yield replace(plain, by=("area", "type")).choose(ministry=("MES", "MOH"), area=AREAS[:3])
        yield replace(plain, by=("area", *others[:3]))


@pytest.mark.parametrize("who", SCOPES.values(), ids=SCOPES)
@pytest.mark.parametrize("told", catalogue().values(), ids=catalogue())
def test_exact_inside_and_public_outside(release: Release, told: Indicator, who: Scope) -> None:
    who = officer(who) if of_abuse(told) else who
    for filters in asked_of(told):
        try:
            mine = measure(release, who, filters)
        except NotPublished:
            with pytest.raises(NotPublished):
                measure(release, VISITOR, filters)
            continue
        exact = places(measure(release, EVERYTHING, mine.filters))
        public = public_places(release, mine.filters)
        assert mine.reach is Reach.INSIDE
        for place, cell in places(mine).items():
            if inside(who, cell, filters) and told.code in CHILDREN:
                assert bare(cell) == exact.get(place, bare(cell))
                assert (Flag.EXACT in cell.flags) == (cell.state is State.VALUE)
            elif not inside(who, cell, filters):
                assert cell == public[place] if public else cell.value is None
                assert Flag.EXACT not in cell.flags
        if public:
            assert places(mine).keys() == public.keys()


@pytest.mark.parametrize("told", [told for told in catalogue().values() if of_abuse(told)], ids=lambda told: told.code)
def test_reports_of_abuse_are_exact_for_officers_alone(release: Release, told: Indicator) -> None:
    whole = scope(of(), role=Role.OFFICER)
    for filters in asked_of(told):
        public = public_places(release, filters)
        for who in SCOPES.values():
            assert public_places(release, filters, who) == public
        if public:
            assert places(measure(release, whole, filters)) == places(measure(release, EVERYTHING, filters))


def public_places(release: Release, filters: Filters, who: Scope = VISITOR) -> dict[tuple[object, ...], Cell]:
    try:
        return places(measure(release, who, filters))
    except NotPublished:
        return {}


@pytest.mark.parametrize("code", ["institutions_operating", "institutions_closed", "education_boarders"])
def test_where_nothing_is_rounded_there_is_no_border(release: Release, code: str) -> None:
    mine = measure(release, AREA, Filters(code, by=("area",)))
    assert places(mine) == places(measure(release, VISITOR, Filters(code, by=("area",))))


def test_visitors_and_those_who_see_everything_have_no_border(release: Release) -> None:
    for who, reach in ((VISITOR, Reach.NOWHERE), (EVERYTHING, Reach.EVERYWHERE)):
        answer = measure(release, who, CHILDREN_NOW)
        assert answer.reach is reach
        assert not any(Flag.EXACT in cell.flags for cell in (*answer.cells, *answer.whole))


def test_whoever_sees_everything_sees_small_numbers(release: Release) -> None:
    fine = measure(release, EVERYTHING, FINE)
    assert {State.SUPPRESSED}.isdisjoint(cell.state for cell in fine.cells)
    assert [cell for cell in fine.cells if cell.value and cell.value < 10]


def test_a_ministry_sees_its_own_cells_among_others(release: Release) -> None:
    filters = Filters("children_in_institutions", by=("area", "ministry"))
    mine, public = (measure(release, who, filters) for who in (MES, VISITOR))
    flagged = {cell.dimensions[0][1] for cell in mine.cells if Flag.EXACT in cell.flags}
    assert flagged == {"MES"}
    assert [c for c in mine.cells if c.dimensions[0][1] != "MES"] == [
        c for c in public.cells if c.dimensions[0][1] != "MES"
    ]


def test_the_country_is_public_unless_all_of_it_is_inside(release: Release) -> None:
    assert measure(release, AREA, CHILDREN_NOW).whole == measure(release, VISITOR, CHILDREN_NOW).whole
    own = measure(release, MES, CHILDREN_NOW.choose(ministry=("MES",)))
    exact = measure(release, EVERYTHING, CHILDREN_NOW.choose(ministry=("MES",)))
    assert [bare(cell) for cell in own.whole] == list(exact.whole)
    other = CHILDREN_NOW.choose(ministry=("MSP",))
    assert measure(release, MES, other).whole == measure(release, VISITOR, other).whole
    assert measure(release, MES, CHILDREN_NOW).cells == measure(release, VISITOR, CHILDREN_NOW).cells


def test_what_is_not_published_is_answered_inside_and_withheld_outside(release: Release) -> None:
    mine, exact = (measure(release, who, FINE) for who in (AREA, EVERYTHING))
    known = places(exact)
    own = [cell for cell in mine.cells if cell.area == AREAS[0]]
    assert any(cell.value for cell in own)
    assert all(bare(cell) == known[cell.area, cell.since, cell.until, cell.dimensions] for cell in own)
    others = {cell.state for cell in (*mine.cells, *mine.whole) if cell.area != AREAS[0]}
    assert others == {State.SUPPRESSED, State.OCCUPIED, State.NOT_LIVE}
    assert [notice.key for notice in mine.notices] == ["unpublished_outside"]
    assert not any(cell.value is not None for cell in mine.whole)


def test_what_exists_elsewhere_only_is_not_told_by_an_unpublished_table(release: Release) -> None:
    mine, exact = (measure(release, who, FINE) for who in (AREA, EVERYTHING))
    assert {c.dimensions for c in mine.cells} == {c.dimensions for c in exact.cells if c.area == AREAS[0] and c.value}
    assert {c.dimensions for c in mine.cells} < {c.dimensions for c in exact.cells}


def test_nothing_inside_is_not_published(release: Release) -> None:
    for who, filters in ((AREA, FINE.choose(area=AREAS[1:2])), (AREA, replace(FINE, by=("age", "sex", "ministry")))):
        with pytest.raises(NotPublished):
            measure(release, who, filters)


def test_the_own_area_can_be_asked_on_any_day(release: Release) -> None:
    own = CHILDREN_NOW.choose(area=AREAS[:1])
    mine, exact = (measure(release, who, replace(own, as_of=LEAP)) for who in (AREA, EVERYTHING))
    assert [bare(cell) for cell in mine.cells] == list(exact.cells)
    assert mine.cells[0].until == LEAP
    assert (mine.whole[0].state, mine.whole[0].value) == (State.SUPPRESSED, None)
    assert [notice.key for notice in mine.notices] == ["unpublished_outside"]
    months = replace(own, indicator="entries", since=date(2024, 1, 1), every=Every.MONTH)
    assert len(measure(release, AREA, months).cells) == 12


def test_mixed_areas_keep_the_public_days(release: Release) -> None:
    for filters in (CHILDREN_NOW, CHILDREN_NOW.choose(area=AREAS[:2])):
        mine, public = (measure(release, who, replace(filters, as_of=LEAP)) for who in (AREA, VISITOR))
        assert {cell.until for cell in mine.cells} == {cell.until for cell in public.cells} == {date(2023, 12, 31)}
        assert mine.notices == public.notices
        assert mine.bases == public.bases


def test_without_a_day_the_newest_published_one_is_meant(release: Release) -> None:
    own = CHILDREN_NOW.choose(area=AREAS[:1])
    assert measure(release, AREA, own).bases == measure(release, VISITOR, own).bases


def test_institutions_alone_give_no_exact_area(release: Release) -> None:
    head = scope(Extent(frozenset(AREAS[:1]), None, frozenset({"I0"})), role=Role.HEAD)
    mine, public = (measure(release, who, CHILDREN_NOW) for who in (head, VISITOR))
    assert (mine.cells, mine.whole) == (public.cells, public.whole)
    with pytest.raises(NotPublished):
        measure(release, head, FINE)


@pytest.mark.parametrize("filters", [CHILDREN_NOW, FINE, replace(FINE, every=Every.YEAR)])
def test_two_areas_are_the_union_of_each(release: Release, filters: Filters) -> None:
    both = scope(of(AREAS[:1]), of(AREAS[1:2]))
    together = exact_cells(release, both, filters)
    assert together == exact_cells(release, AREA, filters) | exact_cells(release, OTHER, filters)
    assert {cell.area for cell in together} == set(AREAS[:2])
    assert together == exact_cells(release, scope(of(AREAS[:2])), filters)


def exact_cells(release: Release, who: Scope, filters: Filters) -> set[Cell]:
    """The exact ones with children in them: a zero is told of whatever breakdown the other area has."""
    return {cell for cell in measure(release, who, filters).cells if Flag.EXACT in cell.flags and cell.value}


def test_two_ministries_held_apart_answer_what_is_asked_of_both(release: Release) -> None:
    filters = CHILDREN_NOW.choose(ministry=("MES", "MOH"))
    apart = scope(of(None, ("MES",)), of(None, ("MOH",)))
    exact = measure(release, EVERYTHING, filters)
    assert [bare(cell) for cell in measure(release, apart, filters).cells] == list(exact.cells)


def test_files_say_which_numbers_are_exact(release: Release) -> None:
    mine = measure(release, AREA, CHILDREN_NOW)
    flagged = {row[1] for row in rows(mine) if "exact" in str(row[-3]).split(";")}
    assert flagged == {AREAS[0]}


def test_status_holders_are_withheld_too(release: Release) -> None:
    filters = replace(FINE, population=Population.STATUS).choose(disability=("YES",))
    mine = measure(release, AREA, filters)
    assert {cell.value for cell in mine.cells if cell.area != AREAS[0]} <= {None}
