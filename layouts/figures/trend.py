"""The line of a number over time: what was counted, where it should be by now, what others published, what happened."""

from collections.abc import Sequence
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
from layouts.theme import COLOR, FONT, SERIES, base_layout
from layouts.words import word

STEP = 0.065  # how far apart those heights are, as a part of the plot
LEVELS = 5  # heights at which milestone names may stand
POINTS_PER_YEAR = 27.0  # rough width of a year on a wide screen, to keep names apart
HEIGHT = 300.0  # rough height of the plot in points


@dataclass(frozen=True)
class Trend:
    """What a trend shows. `cells`: one a period, oldest first. `complete_until`: later points are incomplete (hollow).

    `compare`: a second, grey line (the whole country beside an area) with its name.
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

    @property
    def valued(self) -> tuple[Cell, ...]:
        """The points there are."""
        return tuple(cell for cell in self.cells if cell.state is State.VALUE and cell.value is not None)

    def complete(self, cell: Cell) -> bool:
        """Whether a point is of a complete year."""
        late = self.complete_until is not None and cell.until > self.complete_until
        return not late and Flag.PROVISIONAL not in cell.flags

    @property
    def seen_milestones(self) -> tuple[Milestone, ...]:
        """Milestones inside the line's time, one a day, in order; these are the numbered ones."""
        if not self.cells:
            return ()
        first, last = self.cells[0].until, self.cells[-1].until
        found = {one.on: one for one in reversed(self.milestones) if first < one.on <= last}
        return tuple(found[day] for day in sorted(found))


def trend(view: Trend, lang: Lang) -> dict[str, Any]:
    """The figure."""
    top = _top(view)
    traces = [
        *(_pathway(one, view.indicator, lang) for one in view.pathways),
        *_compared(view, lang),
        *_actual(view, lang),
    ]
    if view.published:
        traces.append(_published(view, lang))
    shapes, notes = _milestone_marks(view, top, lang)
    band, remark = _band(view, lang)
    layout = {
        **base_layout(lang), "hovermode": "closest", "margin": {"l": 46, "r": 92, "t": 6, "b": 26},
        "xaxis": _years(view, lang), "yaxis": _amounts(view, top, lang), "shapes": [*band, *shapes],
        "annotations": [*notes, *remark, *_ends(view, top, lang)],
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def incomplete_words(lang: Lang) -> str:
    """What a hollow point means."""
    return word("trend.incomplete", lang)


def _actual(view: Trend, lang: Lang) -> list[dict[str, Any]]:
    points = view.cells
    fills = [SERIES["actual"] if view.complete(cell) else COLOR["surface"] for cell in points]
    return [{
        "type": "scatter", "mode": "lines+markers", "name": view.name or word("trend.actual", lang),
        "x": [cell.until.isoformat() for cell in points], "y": [cell.value for cell in points], "connectgaps": False,
        "line": {"color": SERIES["actual"], "width": 3},
        "marker": {"size": 7.5, "color": fills, "line": {"color": SERIES["actual"], "width": 2}},
        "text": [_hover(cell, view, lang) for cell in points], "hovertemplate": "%{text}<extra></extra>",
    }]  # fmt: skip


def _compared(view: Trend, lang: Lang) -> list[dict[str, Any]]:
    if not view.compare:
        return []
    words = [
        f"{form.day(cell.until, lang)} · {view.compare_name}<br><b>{form.cell_text(cell, view.indicator, lang)}</b>"
        for cell in view.compare
    ]
    return [{
        "type": "scatter", "mode": "lines", "name": view.compare_name, "line": {"color": SERIES["previous"], "width": 2},
        "x": [cell.until.isoformat() for cell in view.compare], "y": [cell.value for cell in view.compare],
        "text": words, "hovertemplate": "%{text}<extra></extra>",
    }]  # fmt: skip


def _hover(cell: Cell, view: Trend, lang: Lang) -> str:
    lines = [form.day(cell.until, lang), f"<b>{form.cell_text(cell, view.indicator, lang)}</b>"]
    if cell.state is not State.VALUE:
        lines.append(form.state_words(cell.state, lang))
    if cell.flags:
        lines.append(form.flag_words(cell.flags, lang))
    elif not view.complete(cell):
        lines.append(incomplete_words(lang))
    return "<br>".join(lines)


def _pathway(one: Pathway, indicator: Indicator, lang: Lang) -> dict[str, Any]:
    said = [
        f"{one.target.label.in_(lang)}<br>{form.day(day, lang)}: <b>{form.amount(value, indicator, lang)}</b>"
        for day, value in ((one.start, one.start_value), (one.end, one.end_value))
    ]
    return {
        "type": "scatter", "mode": "lines+markers", "name": one.target.label.in_(lang),
        "x": [one.start.isoformat(), one.end.isoformat()], "y": [one.start_value, one.end_value],
        "line": {"color": SERIES["target"], "width": 2, "dash": "dash"}, "text": said, "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "diamond-open", "size": 9, "opacity": [0, 1], "line": {"width": 2, "color": SERIES["target"]}},
    }  # fmt: skip


def _published(view: Trend, lang: Lang) -> dict[str, Any]:
    words = [
        f"{word('trend.published', lang)}: <b>{form.amount(one.value or 0, view.indicator, lang)}</b><br>{one.period or form.day(one.on, lang)}<br>{one.source}"
        for one in view.published
    ]
    return {
        "type": "scatter", "mode": "markers", "name": word("trend.published", lang), "text": words,
        "x": [one.on.isoformat() for one in view.published], "y": [one.value for one in view.published],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "x-thin", "size": 9, "line": {"width": 2, "color": SERIES["national"]}},
    }  # fmt: skip


def _milestone_marks(view: Trend, top: float, lang: Lang) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    shapes, notes, ends = [], [], [0.0] * LEVELS
    last = _right(view)
    for number, one in enumerate(view.seen_milestones, start=1):
        words = one.short.in_(lang)
        at = one.on.toordinal() / 365.25 * POINTS_PER_YEAR
        level = next((level for level in range(LEVELS) if ends[level] <= at), None)
        room = (last - one.on).days / 365.25 * POINTS_PER_YEAR > len(words) * 6.4
        if level is not None and room:
            ends[level] = at + len(words) * 6.6 + 8
            notes.append(
                {
                    **_note(one.on, top * (1 - level * STEP), f"<b>{words}</b>", "wide"),
                    "xshift": 4,
                }
            )
        notes.append({**_note(one.on, top, f"<b>{number}</b>", "narrow"), "xshift": 3})
        height = top * (1 - (level or 0) * STEP) if room else top * 0.7
        shapes.append({
            "type": "line", "x0": one.on.isoformat(), "x1": one.on.isoformat(), "y0": 0, "y1": height, "layer": "below",
            "line": {"color": COLOR["borderStrong"], "width": 1, "dash": "dot"},
        })  # fmt: skip
    return shapes, notes


def _note(day: date, y: float, text: str, name: str) -> dict[str, Any]:
    font = {"size": 11.5, "color": COLOR["textMuted"], "family": FONT}
    return {
        "x": day.isoformat(),
        "y": y,
        "text": text,
        "name": name,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
        "font": font,
    }


def _band(view: Trend, lang: Lang) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    late = [cell for cell in view.cells if not view.complete(cell)]
    if not late:
        return [], []
    start = (
        max(view.complete_until or date.min, late[0].until - timedelta(days=200))
        if view.complete_until
        else late[0].until - timedelta(days=60)
    )
    start = view.complete_until or start
    box = {
        "type": "rect", "x0": start.isoformat(), "x1": (view.cells[-1].until + timedelta(days=40)).isoformat(), "yref": "paper",
        "y0": 0, "y1": 1, "fillcolor": COLOR["surfaceAlt"], "opacity": 0.75, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
    note = _note(start, 0, incomplete_words(lang), "wide")
    return [box], [{**note, "yanchor": "bottom", "xshift": 6, "yshift": 2}]


def _ends(view: Trend, top: float, lang: Lang) -> list[dict[str, Any]]:
    """The last value and the targets, written at the right edge, pushed apart where they would overlap."""
    found: list[tuple[float, str, str]] = []
    if view.valued:
        last = view.valued[-1]
        found.append(
            (
                last.value or 0.0,
                f"{view.name or word('trend.actual', lang)}<br><b>{_brief(last.value or 0.0, view.indicator, lang)}</b>",
                SERIES["actual"],
            )
        )
    for one in view.pathways:
        words = (
            f"{word('trend.target', lang, year=one.end.year)}<br><b>{_brief(one.end_value, view.indicator, lang)}</b>"
        )
        found.append((one.end_value, words, SERIES["target"]))
    if view.compare and view.compare[-1].value is not None:
        found.append(
            (
                view.compare[-1].value,
                f"{view.compare_name}<br><b>{_brief(view.compare[-1].value, view.indicator, lang)}</b>",
                SERIES["national"],
            )
        )
    found.sort()
    gap, floor_at, notes = top * 40 / HEIGHT, -1e18, []
    for value, text, color in found:
        floor_at = max(value, floor_at + gap)
        font = {"size": 12.5, "color": color, "family": FONT}
        notes.append({
            "xref": "paper", "x": 1, "y": floor_at, "xanchor": "left", "yanchor": "middle", "xshift": 6, "align": "left",
            "showarrow": False, "text": text, "font": font, "name": "end",
        })  # fmt: skip
    return notes


def _brief(value: float, indicator: Indicator, lang: Lang) -> str:
    if indicator.unit in (Unit.CHILDREN, Unit.INSTITUTIONS):
        return form.compact(value, lang)
    return form.amount(value, indicator, lang)


def _right(view: Trend) -> date:
    return max([*(cell.until for cell in view.cells), *(one.end for one in view.pathways)], default=date.today())


def _years(view: Trend, lang: Lang) -> dict[str, Any]:
    days = [cell.until for cell in view.cells]
    first, last = (days[0], _right(view)) if days else (date(2013, 12, 31), date(2026, 12, 31))
    step = 1 if last.year - first.year < 7 else 2 if last.year - first.year < 15 else 3
    ticks = [date(year, 12, 31) for year in range(first.year, last.year + 1, step)]
    return {
        "type": "date", "range": [(first - timedelta(days=150)).isoformat(), (last + timedelta(days=60)).isoformat()],
        "tickmode": "array", "tickvals": [day.isoformat() for day in ticks], "ticktext": [str(day.year) for day in ticks],
        "showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "outside", "linecolor": COLOR["borderStrong"],
        "tickcolor": COLOR["borderStrong"], "tickangle": 0,
    }  # fmt: skip


def _amounts(view: Trend, top: float, lang: Lang) -> dict[str, Any]:
    step = _step(top)
    ticks = [step * number for number in range(int(top / step) + 1)]
    thousands = view.indicator.unit in (Unit.CHILDREN, Unit.INSTITUTIONS) and top >= 20_000
    decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
    texts = [form.number(tick / 1000 if thousands else tick, lang, 0 if thousands else decimals) for tick in ticks]
    return {
        "range": [min(0.0, _bottom(view)), top], "tickmode": "array", "tickvals": ticks, "ticktext": texts, "zeroline": True,
        "zerolinecolor": COLOR["borderStrong"], "gridcolor": COLOR["grid"], "fixedrange": True,
    }  # fmt: skip


def in_thousands(view: Trend) -> bool:
    """Whether the axis counts in thousands."""
    return view.indicator.unit in (Unit.CHILDREN, Unit.INSTITUTIONS) and _top(view) >= 20_000


def _values(view: Trend) -> list[float]:
    points = [cell.value for cell in (*view.cells, *view.compare) if cell.value is not None]
    return [
        *points,
        *(one.value for one in view.published if one.value is not None),
        *(v for p in view.pathways for v in (p.start_value, p.end_value)),
    ]


def _top(view: Trend) -> float:
    most = max(_values(view), default=1.0) or 1.0
    return most * (1.42 if view.seen_milestones else 1.12)


def _bottom(view: Trend) -> float:
    return min(_values(view), default=0.0) * 1.1


def _step(top: float) -> float:
    rough = top / 5
    power = 10 ** floor(log10(rough))
    return next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough)


def numbered(view: Trend) -> Sequence[Milestone]:
    """The milestones in the order of their numbers on narrow screens."""
    return view.seen_milestones
