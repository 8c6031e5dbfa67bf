"""How areas changed between two dates, and where that must not be said. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.indicators.model import Cell, Indicator, Unit
from data.states import Flag, State
from data.tables.pivot import has_value

SPOKEN = frozenset({State.VALUE, State.SUPPRESSED})


class Why(StrEnum):
    """Why two dates cannot be compared."""

    BREAK = "break"
    STATE = "state"
    COVERAGE = "coverage"
    BASE = "base"


@dataclass(frozen=True)
class Change:
    """One area then and now. `amount`: the change in percent of then, or in percentage points of a share.

    It is None exactly when `why` says why: the series breaks between, a number is missing at either date or between,
    only one of them covers the whole area, or there is nothing to take percent of.
    """

    area: str
    then: Cell | None
    now: Cell | None
    amount: float | None
    why: Why | None = None


def changes(cells: Iterable[Cell], indicator: Indicator, breaks: Sequence[date]) -> tuple[Change, ...]:
    """Every area's change from its first to its last cell; `cells` are all those between, in order of time."""
    by_area: dict[str, list[Cell]] = {}
    for cell in cells:
        by_area.setdefault(cell.area, []).append(cell)
    return tuple(_change(area, series, indicator, breaks) for area, series in by_area.items())


def broken(then: date, now: date, breaks: Iterable[date]) -> bool:
    """Whether a series breaks after `then` and not after `now`."""
    return any(then < day <= now for day in breaks)


def _change(area: str, series: Sequence[Cell], indicator: Indicator, breaks: Sequence[date]) -> Change:
    then, now = series[0], series[-1]
    why = _why(series, breaks, indicator)
    if why is not None or then.value is None or now.value is None:
        return Change(area, then, now, None, why or Why.STATE)
    if indicator.unit is Unit.PERCENT:
        return Change(area, then, now, now.value - then.value)
    return Change(area, then, now, (now.value / then.value - 1) * 100)


def _why(series: Sequence[Cell], breaks: Sequence[date], indicator: Indicator) -> Why | None:
    then, now = series[0], series[-1]
    if not (has_value(then) and has_value(now)) or any(cell.state not in SPOKEN for cell in series):
        return Why.STATE
    if broken(then.until, now.until, breaks):
        return Why.BREAK
    if (Flag.PARTIAL in then.flags) != (Flag.PARTIAL in now.flags):
        return Why.COVERAGE
    return Why.BASE if indicator.unit is not Unit.PERCENT and (then.value or 0.0) <= 0 else None
