"""What a trend shows, and how its axes are divided."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10
from typing import Any

from data.indicators.model import Cell, Indicator, Unit
from data.policy import Milestone, Pathway
from data.published import Published
from data.states import Flag, State
from geo.text import Lang
from layouts import format as form
from layouts.theme import COLOR


@dataclass(frozen=True)
class Trend:
    """What a trend shows. `cells`: one a period, oldest first. `complete_until`: later points are incomplete (hollow).

    `compare`: a second, grey line (the whole country beside an area) with its name. `breaks`: days after which the
    line does not go on. `closures`: how many institutions closed in the period ending on a day.
    """

    indicator: Indicator
    cells: tuple[Cell, ...]
    complete_until: date | None = None
    pathways: tuple[Pathway, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    published: tuple[Published, ...] = ()
    compare: tuple[Cell, ...] = ()
    compare_name: str = ""
    name: str = ""
    breaks: tuple[date, ...] = ()
    closures: tuple[tuple[date, int], ...] = ()

    @property
    def valued(self) -> tuple[Cell, ...]:
        """The points there are."""
        return tuple(cell for cell in self.cells if cell.state is State.VALUE and cell.value is not None)

    def complete(self, cell: Cell) -> bool:
        """Whether a point is of a complete year."""
        late = self.complete_until is not None and cell.until > self.complete_until
        return not late and Flag.PROVISIONAL not in cell.flags

    def breaks_between(self, cell: Cell, following: Cell) -> bool:
        """Whether the series breaks between two points."""
        return any(cell.until < day <= following.until for day in self.breaks)

    @property
    def seen_milestones(self) -> tuple[Milestone, ...]:
        """Milestones inside the line's time, one a day, in order; these are the numbered ones."""
        if not self.cells:
            return ()
        first, last = self.cells[0].until, self.cells[-1].until
        found = {one.on: one for one in reversed(self.milestones) if first < one.on <= last}
        return tuple(found[day] for day in sorted(found))


def in_thousands(view: Trend) -> bool:
    """Whether the axis counts in thousands."""
    return view.indicator.unit in (Unit.CHILDREN, Unit.INSTITUTIONS) and top_of(view) >= 20_000


def last_day(view: Trend) -> date:
    """The last day drawn: of the line or of a target."""
    return max([*(cell.until for cell in view.cells), *(one.end for one in view.pathways)], default=date.max)


def years(view: Trend) -> dict[str, Any]:
    """The axis of time, a tick at year-ends."""
    days = [cell.until for cell in view.cells]
    first, last = (days[0], last_day(view)) if days else (date(2013, 12, 31), date(2026, 12, 31))
    step = 1 if last.year - first.year < 7 else 2 if last.year - first.year < 11 else 3
    ticks = [date(year, 12, 31) for year in range(first.year, last.year + 1, step)]
    return {
        "type": "date", "range": [(first - timedelta(days=150)).isoformat(), (last + timedelta(days=60)).isoformat()],
        "tickmode": "array", "tickvals": [day.isoformat() for day in ticks],
        "ticktext": [str(day.year) for day in ticks],
        "showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "outside",
        "linecolor": COLOR["borderStrong"], "tickcolor": COLOR["borderStrong"], "tickangle": 0,
    }  # fmt: skip


def amounts(view: Trend, top: float, lang: Lang) -> dict[str, Any]:
    """The axis of numbers, from zero, in thousands where they are large."""
    step = _step(top)
    ticks = [step * number for number in range(int(top / step) + 1)]
    thousands = in_thousands(view)
    decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
    texts = [form.number(tick / 1000 if thousands else tick, lang, 0 if thousands else decimals) for tick in ticks]
    return {
        "range": [min(0.0, _bottom(view)), top], "tickmode": "array", "tickvals": ticks, "ticktext": texts,
        "zeroline": True, "zerolinecolor": COLOR["borderStrong"], "gridcolor": COLOR["grid"], "fixedrange": True,
    }  # fmt: skip


def _values(view: Trend) -> list[float]:
    points = [cell.value for cell in (*view.cells, *view.compare) if cell.value is not None]
    return [
        *points,
        *(one.value for one in view.published if one.value is not None),
        *(v for p in view.pathways for v in (p.start_value, p.end_value)),
    ]


def top_of(view: Trend) -> float:
    """Where the axis of numbers ends; higher where milestones are named."""
    most = max(_values(view), default=1.0) or 1.0
    return most * (1.5 if view.seen_milestones else 1.12)


def _bottom(view: Trend) -> float:
    return min(_values(view), default=0.0) * 1.1


def _step(top: float) -> float:
    rough = top / 5
    power = 10 ** floor(log10(rough))
    return next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough)
