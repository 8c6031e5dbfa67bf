"""The laws of a table: every cell in one place, nothing made up, the order kept, zeros alone may go."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.indicators.catalogue import catalogue, indicator
from data.indicators.model import Cell
from data.states import State
from data.tables.pivot import TIME, adds_up, code_of, has_value, is_zero, pivot

AREAS, OWNERS, KINDS = ("A", "B", "C"), ("X", "Y"), ("p", "q", "r")
DAYS = (date(2023, 12, 31), date(2024, 12, 31), date(2026, 9, 30))
DIMENSIONS = ("area", TIME, "ministry", "type")


@st.composite
def sheets(draw) -> list[Cell]:
    """Some of all combinations, each once, with values, zeros and states."""
    places = [(a, d, m, t) for a in AREAS for d in DAYS for m in OWNERS for t in KINDS]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, min_size=1))
    cells = []
    for area, day, owner, kind in chosen:
        state = draw(st.sampled_from([State.VALUE, State.VALUE, State.SUPPRESSED, State.NOT_REPORTED]))
        value = float(draw(st.sampled_from([0, 5, 10, 25]))) if state is State.VALUE else None
        cells.append(Cell(area, day, day, (("ministry", owner), ("type", kind)), value, value, None, state))
    return cells


layouts_of = st.permutations(DIMENSIONS).flatmap(lambda order: st.just((tuple(order[:3]), order[3])))


@given(sheets(), layouts_of)
def test_every_cell_stands_in_the_one_place_its_codes_name(cells, plan):
    rows, across = plan
    laid = pivot(cells, rows, across)
    assert sorted(map(id, laid.cells.values())) == sorted(map(id, cells))
    for (key, column), cell in laid.cells.items():
        assert key == tuple(code_of(cell, one) for one in rows)
        assert column == code_of(cell, across)
    assert laid.size == len(laid.row_keys) * len(laid.columns) >= len(cells)
    assert laid.valued == sum(has_value(cell) for cell in cells)


@given(sheets(), layouts_of)
def test_rows_and_columns_keep_the_order_of_the_cells_until_they_are_sorted(cells, plan):
    laid = pivot(cells, *plan)
    assert list(laid.row_keys) == list(dict.fromkeys(tuple(code_of(cell, one) for one in plan[0]) for cell in cells))
    again = laid.ordered(lambda _, code: code)
    assert list(again.row_keys) == sorted(laid.row_keys)
    assert list(again.columns) == sorted(laid.columns)
    assert again.cells == laid.cells


@given(sheets(), layouts_of)
def test_turned_around_a_table_has_the_same_cells(cells, plan):
    rows, across = plan
    laid, turned = pivot(cells, rows, across), pivot(cells, (*rows, across), "")
    assert {(*key, column): cell for (key, column), cell in laid.cells.items()} == {
        key: cell for (key, _), cell in turned.cells.items()
    }


@given(sheets(), layouts_of)
def test_only_rows_of_nothing_but_zeros_are_left_out(cells, plan):
    laid = pivot(cells, *plan)
    fewer = laid.without_zeros()
    gone = [cell for at, cell in laid.cells.items() if at not in fewer.cells]
    assert all(is_zero(cell) for cell in gone)
    assert sum(cell.value or 0 for cell in laid.cells.values()) == sum(cell.value or 0 for cell in fewer.cells.values())
    for key in fewer.row_keys:
        assert fewer.row(key) == laid.row(key)
        assert any(cell is not None and not is_zero(cell) for cell in fewer.row(key))


def test_two_cells_in_one_place_are_refused():
    cell = Cell("A", DAYS[0], DAYS[0], (("ministry", "X"),), 5.0, 5.0, None, State.VALUE)
    other = Cell("A", DAYS[0], DAYS[0], (("ministry", "Y"),), 5.0, 5.0, None, State.VALUE)
    with pytest.raises(ValueError, match="one place"):
        pivot([cell, other], ("area",), TIME)


@pytest.mark.parametrize("code", catalogue())
def test_rates_never_add_up_and_stocks_not_over_time(code):
    one = indicator(code)
    assert adds_up(one, "area") is one.additive
    assert not adds_up(one, TIME) or one.kind == "flow"
