"""Every number opens its list: as many rows as it counts, for whoever may see them; for others how many, and why."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access import EVERYTHING, VISITOR, Extent, Holding, Role, Scope
from data.drill import LONGEST_PAGE, Level, Why, listed, lists, narrowed
from data.errors import BadFilter, NotAllowed
from data.filters import Filters
from data.indicators.catalogue import catalogue
from data.indicators.measure import measure
from data.states import State
from data.warehouse.release import Release
from tests.data.indicators.test_measure import questions
from tests.data.indicators.varied import AREAS, varied_release
from tests.proof import LONG

OPENING = [told for told in catalogue().values() if lists(told)]
DAY = date(2023, 12, 31)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return varied_release(tmp_path_factory.mktemp("drilled"))


def holder(role: Role, **where: frozenset[str]) -> Scope:
    return Scope("p", frozenset({Holding(role, Extent(**where))}))


def rows_of(release: Release, scope: Scope, filters: Filters, level: Level) -> list[tuple[object, ...]]:
    first = listed(release, scope, filters, level, limit=LONGEST_PAGE)
    rows = list(first.rows)
    while len(rows) < first.total:
        rows += listed(release, scope, filters, level, limit=LONGEST_PAGE, offset=len(rows)).rows
    return rows


def test_all_that_count_children_or_institutions_open() -> None:
    assert {"children_in_institutions", "entries", "exits", "institutions_operating", "institutions_closed",
            "under_3_in_institutions", "disability_share"} <= {told.code for told in OPENING}  # fmt: skip
    assert not any(told.kind == "published" for told in OPENING)


@settings(deadline=None, max_examples=400 if LONG else 40)
@given(st.data())
def test_the_list_is_as_long_as_the_number(release: Release, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(OPENING))
    filters = data.draw(questions(told))
    measured = measure(release, EVERYTHING, filters)
    cells = [cell for cell in (*measured.cells, *measured.whole) if cell.state is State.VALUE]
    if not cells:
        return
    cell = data.draw(st.sampled_from(cells))
    question = narrowed(measured.filters, cell, "UA")
    found = listed(release, EVERYTHING, question, Level.STAYS, limit=LONGEST_PAGE)
    assert (found.count, found.weight, found.withheld) == (cell.numerator, cell.numerator, 0)
    if told.code != "net_flow":
        assert len(rows_of(release, EVERYTHING, question, Level.STAYS)) == found.total == cell.numerator
    by_institution = rows_of(release, EVERYTHING, question, Level.INSTITUTIONS)
    assert sum(int(str(row[-1])) for row in by_institution) == cell.numerator
    assert listed(release, EVERYTHING, question).why is Why.NOTHING


@pytest.mark.parametrize("told", OPENING, ids=lambda told: told.code)
def test_each_opens_by_area_and_each_of_its_breakdowns(release: Release, told) -> None:
    for dimension in told.breakdowns[1:]:
        measured = measure(
            release, EVERYTHING, Filters(told.code, DAY, population=told.populations[0], by=(dimension,))
        )
        for cell in [cell for cell in measured.cells if cell.value][:2]:
            found = listed(release, EVERYTHING, narrowed(measured.filters, cell, "UA"), Level.STAYS)
            assert found.weight == cell.numerator, (dimension, cell)


def test_a_visitor_is_told_how_many_and_why_not_who(release: Release) -> None:
    question = Filters("children_in_institutions", DAY).choose(area=(AREAS[0],))
    public = measure(release, VISITOR, question).cells[0]
    for level in Level:
        found = listed(release, VISITOR, question, level)
        assert (found.count, found.rows, found.total, found.why) == (public.numerator, (), 0, Why.NO_RIGHT)


def test_what_is_hidden_from_a_visitor_is_not_counted_for_him(release: Release) -> None:
    measured = measure(release, VISITOR, Filters("exits", DAY, by=("area", "destination")))
    hidden = next(cell for cell in measured.cells if cell.state is State.SUPPRESSED)
    found = listed(release, VISITOR, narrowed(measured.filters, hidden, "UA"))
    assert (found.count, found.state, found.rows, found.why) == (None, State.SUPPRESSED, (), Why.NO_NUMBER)


def test_the_register_of_institutions_is_everybodys(release: Release) -> None:
    question = Filters("institutions_operating", DAY).choose(area=(AREAS[1],))
    own, theirs = listed(release, EVERYTHING, question), listed(release, VISITOR, question)
    assert own.rows == theirs.rows
    assert theirs.count == len(theirs.rows) > 0
    assert theirs.why is Why.NOTHING


def test_numbers_without_stays_open_institutions_alone(release: Release) -> None:
    question = Filters("children_in_institutions", DAY)
    found = listed(release, holder(Role.MINISTRY), question, Level.STAYS)
    assert (found.rows, found.why) == ((), Why.NO_RIGHT)
    assert found.count == listed(release, holder(Role.MINISTRY), question).weight


def test_outside_a_scope_no_row_is_given(release: Release) -> None:
    scope = holder(Role.COORDINATOR, areas=frozenset(AREAS[:1]))
    mine = listed(release, scope, Filters("children_in_institutions", DAY).choose(area=AREAS[:1]), Level.STAYS)
    assert (mine.withheld, mine.why, mine.total) == (0, Why.NOTHING, mine.count)
    country = listed(release, scope, Filters("children_in_institutions", DAY), Level.STAYS, limit=LONGEST_PAGE)
    assert {row[2] for row in country.rows} == {AREAS[0]}
    assert (country.withheld, country.why) == (None, Why.OUTSIDE)
    others = listed(release, scope, Filters("children_in_institutions", DAY).choose(area=AREAS[1:2]), Level.STAYS)
    assert (others.rows, others.total, others.why) == ((), 0, Why.OUTSIDE)


def test_one_institutions_head_sees_its_rows_and_how_few_they_are(release: Release) -> None:
    scope = holder(Role.HEAD, institutions=frozenset({"I0"}))
    found = listed(release, scope, Filters("children_in_institutions", DAY), Level.STAYS, limit=LONGEST_PAGE)
    assert {row[1] for row in found.rows} == {"I0"}
    assert found.why is Why.OUTSIDE


def test_what_opens_no_list_says_so(release: Release) -> None:
    with pytest.raises(NotAllowed):
        listed(release, EVERYTHING, Filters("published_children_in_institutions"))
    with pytest.raises(BadFilter):
        listed(release, EVERYTHING, Filters("children_in_institutions", since=date(2021, 1, 1), until=DAY))
