"""What holds of every answer, whatever the register and the question."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access import EVERYTHING, VISITOR, View
from data.errors import BadFilter, NotAllowed, NotPublished
from data.export.rows import rows
from data.filters import Every, Filters, Population
from data.indicators.answers import counted
from data.indicators.catalogue import catalogue
from data.indicators.facts import facts
from data.indicators.measure import measure
from data.indicators.model import Cell, Denominator, Indicator, Kind, Measured, Unit
from data.indicators.periods import Period
from data.indicators.question import Question, adapt
from data.states import Flag, State
from data.warehouse.release import Release
from tests.data.indicators.varied import AREAS, COVERS_TO, varied_release

COUNTED = [told for told in catalogue().values() if told.kind is not Kind.PUBLISHED]
ADDITIVE = [told for told in COUNTED if told.additive]
CODES = {
    "ministry": ("MES", "MSP", "MOH"), "type": ("BOARD_SPECIAL", "CHILD_HOME", "DISABLED_HOME", "BABY_HOME"),
    "age": ("0-2", "3-6", "7-17"), "sex": ("F", "M"), "disability": ("YES", "NO", "UNKNOWN"),
    "parents": ("YES", "NO", "UNKNOWN"), "route": ("COURT", "PARENT_APPLICATION"), "reason": ("POVERTY",),
    "destination": ("EXIT_FAMILY", "EXIT_OTHER"), "form": ("GUARD", "FOSTER"),
    "legal_status": ("HAS_PARENTS", "ORPHAN", "UNKNOWN"), "stay_mode": ("STAY_24H", "STAY_DAY"),
    "home_area": (*AREAS[:2], "UNKNOWN"), "abuse": ("NEGLECT", "PHYSICAL"), "alleged": ("staff", "child"),
    "delay": ("000-003", "UNKNOWN"), "action": ("000-001", "NONE"),
}  # fmt: skip
DAYS = st.sampled_from((None, date(2022, 9, 30), date(2023, 12, 31), date(2023, 10, 17), date(2024, 2, 29)))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return varied_release(tmp_path_factory.mktemp("varied"))


@st.composite
def questions(draw: st.DrawFn, told: Indicator, most: int = 3) -> Filters:
    dimensions = [dimension for dimension in told.breakdowns if dimension != "area"]
    used = draw(st.lists(st.sampled_from(dimensions), unique=True, max_size=most)) if dimensions else []
    by = draw(st.lists(st.sampled_from(used), unique=True)) if used else []
    where = {d: tuple(draw(st.lists(st.sampled_from(CODES[d]), min_size=1, unique=True))) for d in used if d not in by}
    every = draw(st.sampled_from((None, None, Every.YEAR, Every.QUARTER)))
    population = draw(st.sampled_from(told.populations))
    asked = Filters(told.code, draw(DAYS), every=every, population=population, by=("area", *by))
    return asked.choose(**where)


def grouped(cells: tuple[Cell, ...]) -> dict[tuple[object, ...], list[Cell]]:
    found: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.since, cell.until, cell.dimensions), []).append(cell)
    return found


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_areas_add_up_to_the_country(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(ADDITIVE))
    measured = measure(release, EVERYTHING, data.draw(questions(told)))
    whole = {(cell.since, cell.until, cell.dimensions): cell for cell in measured.whole}
    assert len(whole) == len(measured.whole)
    for key, cells in grouped(measured.cells).items():
        numbers = [cell.value for cell in cells if cell.value is not None]
        assert whole[key].value == (sum(numbers) if numbers else None)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_rates_are_recomputed_and_never_averaged(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from([told for told in COUNTED if not told.additive]))
    measured = measure(release, EVERYTHING, data.draw(questions(told)))
    whole = {(cell.since, cell.until, cell.dimensions): cell for cell in measured.whole}
    for key, cells in grouped(measured.cells).items():
        shown = [cell for cell in cells if cell.state is State.VALUE]
        for cell in [*shown, *([whole[key]] if shown else [])]:
            assert cell.value == cell.numerator * told.unit.scale / cell.denominator
        if shown:
            assert whole[key].numerator == sum(cell.numerator for cell in shown)
            assert whole[key].denominator == sum(cell.denominator for cell in shown)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_breakdowns_add_up(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(ADDITIVE))
    filters = data.draw(questions(told))
    finer = measure(release, EVERYTHING, filters)
    coarse = measure(release, EVERYTHING, replace(filters, by=("area",)))
    sums: dict[tuple[object, ...], float] = {}
    for cell in finer.cells:
        if cell.value is not None:
            key = (cell.area, cell.until)
            sums[key] = sums.get(key, 0) + cell.value
    for cell in coarse.cells:
        if cell.value is not None and finer.cells:
            assert sums.get((cell.area, cell.until), 0) == cell.value


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_the_public_never_sees_an_exact_or_hidden_number(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(COUNTED))
    try:
        measured = measure(release, VISITOR, data.draw(questions(told, most=2)))
    except NotPublished:
        return
    children = told.unit is not Unit.INSTITUTIONS
    for cell in (*measured.cells, *measured.whole):
        assert (cell.state is State.VALUE) == (cell.value is not None)
        if cell.state is not State.VALUE:
            assert (cell.value, cell.numerator, cell.denominator) == (None, None, None)
        elif children:
            assert cell.numerator is not None
            assert cell.numerator % 5 == 0
            if told.denominator is Denominator.PARTS and told.unit is Unit.PERCENT:
                assert cell.denominator % 5 == 0
                assert min(cell.numerator, cell.denominator - cell.numerator) >= 10


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_public_numbers_are_the_exact_ones_rounded(release: Release, data: st.DataObject) -> None:
    told = data.draw(
        st.sampled_from([told for told in ADDITIVE if told.code not in ("net_flow", "institutions_closed")])
    )
    filters = replace(data.draw(questions(told, most=2)), where=())
    try:
        public = measure(release, VISITOR, filters)
    except NotPublished:
        return
    exact = measure(release, EVERYTHING, public.filters)
    numbers = {(c.area, c.since, c.until, c.dimensions): c for c in (*exact.cells, *exact.whole)}
    for cell in (*public.cells, *public.whole):
        if cell.value is not None:
            same = numbers.get((cell.area, cell.since, cell.until, cell.dimensions))
            slack = 20 if told.code == "children_in_family_care" else 3
            assert abs((same.value if same else 0) - cell.value) < slack


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_public_rates_rest_on_the_same_areas_as_the_exact_ones(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from([told for told in COUNTED if told.denominator is Denominator.POPULATION]))
    try:
        public = measure(release, VISITOR, replace(data.draw(questions(told, most=1)), where=()))
    except NotPublished:
        return
    exact = measure(release, EVERYTHING, public.filters)
    numbers = {(c.until, c.dimensions): c for c in exact.whole}
    for cell in public.whole:
        if cell.value is not None:
            same = numbers[cell.until, cell.dimensions]
            assert cell.denominator == same.denominator
            assert abs(cell.numerator - same.numerator) < 3 * len(AREAS)


def test_a_share_of_the_country_leaves_out_areas_without_a_return(release: Release) -> None:
    asked = Filters("family_based_share", population=Population.STATUS, as_of=date(2023, 12, 31), by=("area",))
    public, exact = (measure(release, scope, asked) for scope in (VISITOR, EVERYTHING))
    assert states(public)[AREAS[4]] is states(exact)[AREAS[4]] is State.NOT_REPORTED
    assert abs(public.whole[0].value - exact.whole[0].value) < 2


def test_what_is_published_is_never_not_due(release: Release) -> None:
    measured = measure(release, VISITOR, Filters("education_boarders", by=("area",)))
    assert State.VALUE in states(measured).values()
    assert State.NOT_DUE not in states(measured).values()


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_opening_and_movement_give_closing(release: Release, data: st.DataObject) -> None:
    days = sorted(data.draw(st.lists(st.dates(date(2021, 2, 1), COVERS_TO), min_size=2, max_size=2, unique=True)))
    population = data.draw(st.sampled_from(Population))
    sql = """
        select area, sum(case kind when 'ENTRY' then children when 'TRANSFER_IN' then children else -children end)
        from moves where population = $population and on_date > $opening and on_date <= $closing group by area
    """

    bound = {"population": str(population), "opening": days[0], "closing": days[1]}
    moved = dict(release.rows(View.INTERNAL, sql, bound)[1])
    opening, closing = (
        {cell.area: cell.value for cell in measure(release, EVERYTHING, _stock(population, day)).cells} for day in days
    )
    for area in AREAS[:5]:
        if opening[area] is not None and closing[area] is not None:
            assert opening[area] + moved.get(area, 0) == closing[area]


def _stock(population: Population, day: date) -> Filters:
    return Filters("children_in_institutions", as_of=day, population=population, by=("area",))


@pytest.mark.parametrize("told", [told for told in COUNTED if " stock" in told.sql], ids=lambda told: told.code)
def test_a_day_between_dates_is_counted_as_the_dates_are(release: Release, told: Indicator) -> None:
    """The kept stocks and the count from stays agree on every kept date (asked one way and the other)."""
    known, day = facts(release), date(2024, 3, 31)
    filters, _ = adapt(Filters(told.code, as_of=day, by=("area", "type")), told)
    kept = Question(told, filters, (Period(day, day),), EVERYTHING.view)
    assert counted(known, kept) == counted(known, replace(kept, any_day=True))


def states(measured: Measured) -> dict[str, State]:
    return {cell.area: cell.state for cell in measured.cells}


def test_every_area_is_a_value_or_says_why(release: Release) -> None:
    measured = measure(release, EVERYTHING, Filters("children_in_institutions", by=("area",)))
    assert len(measured.cells) == 27
    told = states(measured)
    assert told[AREAS[0]] is State.VALUE
    assert told[AREAS[4]] is State.OCCUPIED
    assert told[AREAS[5]] is State.NOT_LIVE
    flags = {cell.area: cell.flags for cell in measured.cells}
    assert flags[AREAS[3]] == (Flag.PARTIAL,)
    assert flags[AREAS[0]] == ()


def test_before_an_area_began_it_is_not_live(release: Release) -> None:
    measured = measure(release, EVERYTHING, Filters("children_in_institutions", as_of=date(2020, 12, 31), by=("area",)))
    assert set(states(measured).values()) == {State.NOT_LIVE}
    assert measured.whole[0].state is State.NOT_LIVE


def test_after_the_last_day_covered_it_is_not_due(release: Release) -> None:
    asked = Filters("entries", every=Every.YEAR, until=date(2026, 12, 31))
    measured = measure(release, EVERYTHING, asked)
    assert [cell.state for cell in measured.cells[-3:]] == [State.VALUE, State.NOT_DUE, State.NOT_DUE]


def test_the_basis_says_what_the_country_rests_on(release: Release) -> None:
    measured = measure(release, VISITOR, Filters("children_in_institutions"))
    (basis,) = measured.bases
    assert (basis.areas_with_value, basis.areas) == (4, 27)
    assert 0 < basis.share < 0.99
    assert Flag.PARTIAL in measured.whole[0].flags
    assert measured.cells == measured.whole


def test_the_running_year_is_provisional(tmp_path_factory: pytest.TempPathFactory, release: Release) -> None:
    measured = measure(release, EVERYTHING, Filters("entries", since=date(2024, 1, 1), until=date(2024, 12, 31)))
    assert Flag.PROVISIONAL not in measured.whole[0].flags


def test_an_area_is_asked_for_by_choosing_it(release: Release) -> None:
    measured = measure(release, VISITOR, Filters("children_in_institutions").choose(area=(AREAS[1], AREAS[0])))
    assert [cell.area for cell in measured.cells] == [AREAS[0], AREAS[1]]
    assert [cell.area for cell in measured.whole] == ["UA"]


def test_what_an_indicator_does_not_have_is_refused(release: Release) -> None:
    for asked in (
        Filters("institutions_operating", by=("age",)),
        Filters("institutions_operating", population=Population.STATUS),
        Filters("under_3_in_institutions").choose(age=("7-17",)),
    ):
        with pytest.raises(NotAllowed):
            measure(release, EVERYTHING, asked)
        kept, notices = adapt(asked, catalogue()[asked.indicator])
        assert measure(release, EVERYTHING, kept)
        assert len(notices) == 1


def test_what_is_not_published_says_which_dimensions(release: Release) -> None:
    with pytest.raises(NotPublished) as error:
        measure(
            release, VISITOR, Filters("children_in_institutions", by=("area", "age", "sex")).choose(ministry=("MES",))
        )
    assert error.value.parameters["dimensions"] == "age, ministry, sex"


def test_a_code_that_does_not_exist_is_no_zero(release: Release) -> None:
    with pytest.raises(BadFilter):
        measure(release, VISITOR, Filters("children_in_institutions").choose(type=("CASTLE",)))


@pytest.mark.parametrize("told", [told for told in COUNTED if told.populations], ids=lambda told: told.code)
def test_what_the_pages_ask_is_published(release: Release, told: Indicator) -> None:
    """Map, trend and composition of every indicator are answered to a visitor, alone and for one ministry or type."""
    for filters in _pages(told):
        assert measure(release, VISITOR, filters).cells or told.code


def _pages(told: Indicator) -> Iterator[Filters]:
    plain = Filters(told.code, population=told.populations[0])
    yield from (plain, replace(plain, by=("area",)), replace(plain, every=Every.YEAR))
    for dimension, code in (("ministry", "MES"), ("type", "CHILD_HOME")):
        if dimension in told.breakdowns and told.code != "with_parents_share":
            yield replace(plain, by=("area", dimension))
            yield replace(plain, every=Every.YEAR, by=("area",)).choose(**{dimension: (code,)})


def test_answers_are_kept(release: Release) -> None:
    asked = Filters("children_in_institutions", by=("area",))
    assert measure(release, VISITOR, asked) is measure(release, VISITOR, replace(asked, by=("area", "area")))
    assert measure(release, VISITOR, asked) is not measure(release, EVERYTHING, asked)


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_files_show_no_more_than_the_answer(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(COUNTED))
    try:
        measured = measure(release, VISITOR, data.draw(questions(told, most=1)))
    except NotPublished:
        return
    at = 5 + len(measured.filters.by) - 1
    for row, cell in zip(rows(measured), measured.cells, strict=True):
        assert row[at : at + 4] == (cell.value, cell.numerator, cell.denominator, str(cell.state))


def test_two_filters_are_the_same_in_either_order(release: Release) -> None:
    told = {"ministry": ("MES",), "age": ("7-17",), "sex": ("F",)}
    for one, other in combinations(told, 2):
        asked = Filters("children_in_institutions", by=("area",))
        first = measure(release, EVERYTHING, asked.choose(**{one: told[one]}).choose(**{other: told[other]}))
        assert first is measure(release, EVERYTHING, asked.choose(**{other: told[other]}).choose(**{one: told[one]}))
