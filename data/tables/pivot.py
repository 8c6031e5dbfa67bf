"""Cells laid out in rows and columns, and what may be added up. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

from data.indicators.model import Cell, Indicator, Kind
from data.states import State

TIME = "time"
Key = tuple[str, ...]


@dataclass(frozen=True)
class Pivot:
    """A table of cells. `rows` and `across` name dimensions ("area", TIME, a breakdown), `across` "" for one column.

    `row_keys` hold a code for each of `rows`, `columns` the codes across. Where no cell is, nobody asked for one.
    """

    rows: tuple[str, ...]
    across: str
    row_keys: tuple[Key, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[Key, str], Cell]

    @property
    def size(self) -> int:
        """How many cells the table has."""
        return len(self.row_keys) * len(self.columns)

    @property
    def valued(self) -> int:
        """How many of them hold a number."""
        return sum(has_value(cell) for cell in self.cells.values())

    def row(self, key: Key) -> tuple[Cell | None, ...]:
        """The cells of one row, in the order of the columns."""
        return tuple(self.cells.get((key, column)) for column in self.columns)

    def ordered(self, by: Callable[[str, str], Any]) -> "Pivot":
        """The same with rows and columns sorted; `by` (dimension, code) gives what to sort a code by."""
        keys = sorted(self.row_keys, key=lambda key: [by(*part) for part in zip(self.rows, key, strict=True)])
        return replace(
            self, row_keys=tuple(keys), columns=tuple(sorted(self.columns, key=lambda code: by(self.across, code)))
        )

    def with_rows(self, keys: Sequence[Key]) -> "Pivot":
        """The same with its rows in another order."""
        return replace(self, row_keys=tuple(keys))

    def without_zeros(self) -> "Pivot":
        """The same without the rows that say nothing but zero; a hidden or missing number is no zero."""
        kept = tuple(key for key in self.row_keys if not all(cell is None or is_zero(cell) for cell in self.row(key)))
        seen = frozenset(kept)
        return replace(self, row_keys=kept, cells={at: cell for at, cell in self.cells.items() if at[0] in seen})


def pivot(cells: Iterable[Cell], rows: Sequence[str], across: str) -> Pivot:
    """Lay cells out; rows and columns come in the order in which they first occur.

    Raises ValueError when two cells fall into one place: a dimension that they differ in was left out.
    """
    every = tuple(cells)
    keys = zip(*(_codes(every, dimension) for dimension in rows), strict=True) if rows else repeat((), len(every))
    columns = _codes(every, across) if across else ("",) * len(every)
    places: list[tuple[Key, str]] = list(zip(keys, columns, strict=True))
    placed = dict(zip(places, every, strict=True))
    if len(placed) < len(every):
        raise ValueError(f"two cells in one place: {Counter(places).most_common(1)[0][0]}")
    return Pivot(
        tuple(rows), across, tuple(dict.fromkeys(key for key, _ in places)), tuple(dict.fromkeys(columns)), placed
    )


def _codes(cells: Sequence[Cell], dimension: str) -> tuple[str, ...]:
    """The code of every cell in a dimension; all cells of one answer carry the same breakdowns in the same order."""
    if dimension == "area":
        return tuple(cell.area for cell in cells)
    if dimension == TIME:
        days = {day: day.isoformat() for day in {cell.until for cell in cells}}
        return tuple(days[cell.until] for cell in cells)
    place = [name for name, _ in cells[0].dimensions].index(dimension) if cells else 0
    return tuple(cell.dimensions[place][1] for cell in cells)


def code_of(cell: Cell, dimension: str) -> str:
    """A cell's code in a dimension: its area, the last day of its period, or its part of a breakdown."""
    if dimension == "area":
        return cell.area
    if dimension == TIME:
        return cell.until.isoformat()
    return dict(cell.dimensions)[dimension]


def adds_up(indicator: Indicator, dimension: str) -> bool:
    """Whether the parts of a dimension make up the whole: those of a count do, but a stock is not added over time."""
    return indicator.additive and (dimension != TIME or indicator.kind is Kind.FLOW)


def has_value(cell: Cell | None) -> bool:
    """Whether there is a number."""
    return cell is not None and cell.state is State.VALUE and cell.value is not None


def is_zero(cell: Cell) -> bool:
    """Whether there is a number and it is zero."""
    return has_value(cell) and cell.value == 0
