"""Targets become paths in any of the three units, and a figure is on them, near them or off them."""

from datetime import date

import pytest

from data.access import EVERYTHING, VISITOR
from data.filters import Filters, Population
from data.indicators.measure import measure
from data.indicators.model import Cell, Direction
from data.pathways import Pathway, Status, Target, pathways, status, targets
from data.states import State
from data.warehouse.release import Release
from geo.text import Text
from tests.data.indicators.varied import AREAS, varied_release

START, END = date(2017, 12, 31), date(2027, 12, 31)


def path(direction: Direction = Direction.LOWER, high: float = 100, low: float = 50) -> Pathway:
    target = Target("T", "i", Population.ALL, False, high, START, low, END, Text("Ціль", "Target"), "source", "")
    return Pathway(target, direction, ((START, high), (END, low)))


def test_a_path_is_straight_and_then_level() -> None:
    told = path()
    assert told.at(date(2017, 12, 30)) is None
    assert told.at(START) == 100
    assert told.at(date(2022, 12, 31)) == pytest.approx(75, abs=0.02)
    assert told.at(END) == told.at(date(2050, 1, 1)) == 50


@pytest.mark.parametrize(
    ("value", "expected"),
    [(40, Status.ON_TRACK), (50, Status.ON_TRACK), (52.5, Status.AT_RISK), (52.6, Status.OFF_TRACK)],
)
def test_a_figure_stands_on_near_or_off_a_falling_path(value: float, expected: Status) -> None:
    assert path().status(value, END) is expected


def test_where_more_is_better_less_is_worse() -> None:
    rising = path(Direction.HIGHER, 90, 100)
    assert [rising.status(v, END) for v in (101, 95, 94)] == [Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK]


def test_without_a_figure_or_a_direction_nothing_is_said() -> None:
    assert path().status(None, END) is Status.NO_TARGET
    assert path().status(1, date(2010, 1, 1)) is Status.NO_TARGET
    assert path(Direction.NONE).status(1, END) is Status.NO_TARGET
    assert status((), Cell("UA", END, END, (), 1, 1, None, State.VALUE)) is Status.NO_TARGET


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return varied_release(tmp_path_factory.mktemp("varied"))


def test_only_quantified_targets_are_read(release: Release) -> None:
    assert [target.code for target in targets(release)] == ["SHARE", "LESS"]
    assert [target.relative for target in targets(release)] == [False, True]


def test_a_relative_target_starts_at_the_measured_value(release: Release) -> None:
    asked = Filters("children_in_institutions")
    measured = measure(release, VISITOR, Filters("children_in_institutions", as_of=date(2023, 12, 31)))
    less = {told.target.code: told for told in pathways(release, VISITOR, asked)}["LESS"]
    start = measured.whole[0].value
    assert less.points == ((date(2023, 12, 31), start), (date(2028, 12, 31), pytest.approx(start * 0.7)))


def test_one_target_is_told_in_three_units(release: Release) -> None:
    told = {
        code: {path.target.code: path for path in pathways(release, EVERYTHING, Filters(code))}
        for code in ("children_in_institutions", "children_in_institutions_rate", "children_in_institutions_share")
    }
    day = date(2024, 12, 31)
    share, rate = told["children_in_institutions_share"]["SHARE"], told["children_in_institutions_rate"]["SHARE"]
    assert share.points == ((date(2021, 12, 31), 1.5), (date(2026, 12, 31), 0.5))
    assert rate.at(day) == pytest.approx(share.at(day) * 1000)
    count = told["children_in_institutions"]["SHARE"]
    whole = measure(release, EVERYTHING, Filters("children_in_institutions_share", as_of=day)).whole[0]
    assert count.at(date(2026, 12, 31)) == pytest.approx(whole.denominator * 0.5 / 100)


def test_a_target_is_for_its_own_population_and_the_whole_system(release: Release) -> None:
    assert not pathways(release, EVERYTHING, Filters("children_in_institutions", population=Population.STATUS))
    assert not pathways(release, EVERYTHING, Filters("children_in_institutions").choose(ministry=("MES",)))
    assert not pathways(release, EVERYTHING, Filters("entries"))


def test_an_area_starts_from_its_own_value(release: Release) -> None:
    asked = Filters("children_in_institutions")
    own = {told.target.code: told for told in pathways(release, EVERYTHING, asked, AREAS[1])}["LESS"]
    value = measure(release, EVERYTHING, Filters(asked.indicator, as_of=own.points[0][0]).choose(area=AREAS[1:2]))
    assert own.points[0][1] == value.cells[0].value


def test_a_cell_is_held_against_the_target_due_next(release: Release) -> None:
    paths = pathways(release, EVERYTHING, Filters("children_in_institutions"))
    cell = measure(release, EVERYTHING, Filters("children_in_institutions")).whole[0]
    first = min(paths, key=lambda told: told.target.on)
    assert status(paths, cell) is first.status(cell.value, cell.until)
