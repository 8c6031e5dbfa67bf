"""What changed between two cells of one series. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.indicators.model import Cell
from data.states import Flag, State


@dataclass(frozen=True)
class Change:
    """From one value to another. `relative` is a fraction (−0.63: 63 % less), None when the first value is zero.

    `partial`: at least one end covers only part of the areas or is not final, so the two are not quite comparable.
    """

    since: date
    until: date
    before: float
    after: float
    partial: bool

    @property
    def absolute(self) -> float:
        """The difference in the indicator's unit (percentage points for a share)."""
        return self.after - self.before

    @property
    def relative(self) -> float | None:
        """The difference as a fraction of the first value."""
        return self.absolute / self.before if self.before else None


def change(series: Iterable[Cell], baseline_year: int) -> Change | None:
    """From the last value of `baseline_year` to the last value of the series; None where either has no value.

    `series` holds one area's cells of one indicator and breakdown, in any order.
    """
    cells = sorted((cell for cell in series if cell.state is State.VALUE), key=lambda cell: cell.until)
    before = [cell for cell in cells if cell.until.year == baseline_year]
    after = [cell for cell in cells if cell.until.year > baseline_year]
    if not before or not after:
        return None
    return between(before[-1], after[-1])


def between(before: Cell, after: Cell) -> Change | None:
    """The change from one cell to another; None where either has no value."""
    if before.value is None or after.value is None:
        return None
    partial = any(flag in cell.flags for cell in (before, after) for flag in (Flag.PARTIAL, Flag.PROVISIONAL))
    return Change(before.until, after.until, before.value, after.value, partial)
