"""The stronger attack: one linear programme per block of the newest day, over children by all dimensions at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection

from data.disclosure import NARROWEST
from data.sums import Cells, Mask

DIMENSIONS = ("ministry", "type", "age", "sex", "disability")
SOLVED_AT_MOST = 900
NEWEST = """
    select cells.rowid, place, population, breakdown, ministry, type, age, sex, disability
    from stock_cells cells join stock_combos using (combo)
    where period = (select max(period) from stock_cells) and place > 0 and breakdown <> 'parents'
    order by population, place, cells.rowid
"""


@dataclass(frozen=True)
class Programme:
    """What the linear programmes found. `attacked`: small cells proven safe or not; `undecided`: effort ran out."""

    blocks: int
    solved: int
    attacked: int
    pinned: int
    undecided: int


@dataclass
class _Tally:
    solved: int = 0
    attacked: int = 0
    pinned: int = 0
    undecided: int = 0


def attack_newest(connection: DuckDBPyConnection, counts: Any, sensitive: Mask, extra: Mask) -> tuple[Mask, Programme]:
    """Attack each area's block of the newest day. On a breach the block's two-dimensional tables are to be hidden.

    Returns the cells to hide on top of `extra`, and what was found. Effort is bounded by a number of programmes, not
    by time, so that the same files give the same release everywhere.
    """
    rows = connection.execute(NEWEST).fetchall()
    cells = Cells.of(counts, sensitive, extra=extra)
    low, high = cells.bounds()
    wider, tally, blocks = np.zeros(len(counts), bool), _Tally(), 0
    for block in _blocks(rows):
        blocks += 1
        places = np.array([row[0] for row in block])
        small = np.flatnonzero(cells.small[places])
        matrix = _matrix([row[4:] for row in block], counts[places], ~(cells.small | cells.extra)[places])
        if not _sound(matrix, low[places], high[places], small, tally):
            wider[[row[0] for row in block if "+" in row[3]]] = True
    return wider, Programme(blocks, tally.solved, tally.attacked, tally.pinned, tally.undecided)


def _blocks(rows: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    groups: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for row in rows:
        groups.setdefault((row[2], row[1]), []).append(row)
    yield from groups.values()


def _matrix(codes: list[tuple[str, ...]], counts: Any, shown: Mask) -> Any:
    """Cells × combinations of all dimensions: 1 where the combination counts in the cell. Known zeros are left out."""
    table = np.array(codes)
    pairs = [code[:2] for code in codes if code[0] != "*" and code[1] != "*"]
    others = [sorted(set(table[:, column]) - {"*"}) or ["*"] for column in (2, 3, 4)]
    combinations = np.array([
        (*pair, age, sex, disability)
        for pair in dict.fromkeys(pairs) for age in others[0] for sex in others[1] for disability in others[2]
    ])  # fmt: skip
    if not len(combinations):
        return np.zeros((len(codes), 0))
    matrix = np.all((table[:, None, :] == "*") | (table[:, None, :] == combinations[None, :, :]), axis=2)
    zeros = matrix[(counts == 0) & shown].any(axis=0)
    return matrix[:, ~zeros].astype(float)


def _sound(matrix: Any, low: Any, high: Any, small: Any, tally: _Tally) -> bool:
    """Whether every small cell of the block can still be one of NARROWEST values or more."""
    if not len(small) or not matrix.shape[1]:
        return True
    tally.attacked += len(small)
    lowest, highest = np.full(len(low), np.inf), np.full(len(low), -np.inf)

    def look(objective: Any) -> None:
        values = matrix @ _solve(objective, matrix, low, high)
        tally.solved += 1
        np.minimum(lowest, values, out=lowest)
        np.maximum(highest, values, out=highest)

    def narrow() -> Any:
        return small[np.floor(highest[small] + 1e-6) - np.ceil(lowest[small] - 1e-6) + 1 < NARROWEST]

    for sign in (1, -1):
        look(sign * matrix[small].sum(axis=0))
    for cell in small:
        if tally.solved >= SOLVED_AT_MOST:
            break
        if cell in narrow():
            look(matrix[cell])
            look(-matrix[cell])
    left = len(narrow())
    decided = tally.solved < SOLVED_AT_MOST
    tally.pinned += left if decided else 0
    tally.undecided += 0 if decided else left
    return left == 0 or not decided


def _solve(objective: Any, matrix: Any, low: Any, high: Any) -> Any:
    """The combination's counts that make `objective` least within the cells' bounds."""
    from scipy.optimize import LinearConstraint, milp  # only builds need it; it is slow to import
    from scipy.sparse import csr_array

    found = milp(objective, constraints=LinearConstraint(csr_array(matrix), low, high))
    if found.x is None:
        raise AssertionError(f"the truth itself satisfies every bound, yet: {found.message}")
    return found.x
