"""A leaky block is found and mended; a sound one is left alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.attack import defend
from data.sums import Cells, Family, propagate


def block(*parts: int) -> tuple[np.ndarray, Family]:
    """A total and its parts: cell 0 is the total."""
    counts = np.array([sum(parts), *parts])
    return counts, Family.of(np.arange(1, len(counts)), np.zeros(len(parts), int))


def test_a_leaky_block_is_found_and_mended():
    counts, family = block(3, 13, 80)  # 96 → 95, 13 → 15, 80: the hidden one is 5 at most, less by rounding
    counts[:] = (16, 3, 13, 0)
    low, high = propagate(*Cells.of(counts, np.zeros(4, bool)).bounds(), (family,))
    assert (low[1], high[1]) == (1, 4)
    cells, outcome = defend(counts, np.zeros(4, bool), (family,))
    assert outcome.pinned_before == 1
    assert outcome.pinned_after == 0
    assert cells.extra.tolist() == [False, False, True, False]


def test_two_small_parts_of_a_shown_total_are_protected():
    counts, family = block(9, 9)  # shown 20: both must be 9
    low, high = propagate(*Cells.of(counts, np.zeros(3, bool)).bounds(), (family,))
    assert (low[1], high[1]) == (9, 9)
    cells, outcome = defend(counts, np.zeros(3, bool), (family,))
    assert (outcome.pinned_before, outcome.pinned_after) == (2, 0)
    assert cells.extra.tolist() == [True, False, False]


def test_ones_whose_number_gives_their_total_away():
    counts, family = block(1, 1, 1, 1, 1, 1, 1, 0)
    cells, outcome = defend(counts, np.zeros(9, bool), (family,))
    assert outcome.pinned_before > 0
    assert outcome.pinned_after == 0
    assert cells.extra[8]


def test_a_sound_block_is_left_alone():
    counts, family = block(40, 55, 5)
    cells, outcome = defend(counts, np.zeros(4, bool), (family,))
    assert not cells.extra.any()
    assert outcome.pinned_before == 0


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=4, max_size=24), st.booleans())
def test_nothing_small_stays_pinned_and_the_truth_is_never_excluded(values, sensitive):
    counts, families = two_way(values)
    flags = np.full(len(counts), sensitive)
    cells, outcome = defend(counts, flags, families)
    assert outcome.pinned_after == 0
    low, high = propagate(*cells.bounds(), families)
    assert (low <= counts).all()
    assert (counts <= high).all()


def two_way(values: list[int]) -> tuple[np.ndarray, tuple[Family, ...]]:
    """A table of two columns with its margins: cells, rows, columns, total."""
    table = np.array(values[: len(values) // 2 * 2]).reshape(-1, 2)
    rows, columns = table.shape
    counts = np.concatenate([table.ravel(), table.sum(1), table.sum(0), [table.sum()]])
    inner, row, column = np.arange(rows * columns), rows * columns, rows * columns + rows
    total = len(counts) - 1
    return counts, (
        Family.of(inner, row + inner // columns),
        Family.of(inner, column + inner % columns),
        Family.of(np.arange(row, row + rows), np.full(rows, total)),
        Family.of(np.arange(column, column + columns), np.full(columns, total)),
    )
