"""The line of a number over time: what was counted, where it should be by now, what others published, what happened."""

from typing import Any

from data.indicators.model import Cell, Indicator
from data.policy import Pathway
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.figures.trend_marks import band, closure_marks, ends, incomplete_words, milestone_marks
from layouts.figures.trend_scale import Trend, amounts, in_thousands, top_of, years
from layouts.theme import COLOR, SERIES, base_layout
from layouts.words import plural, word

__all__ = ["Trend", "in_thousands", "incomplete_words", "trend"]


def trend(view: Trend, lang: Lang) -> dict[str, Any]:
    """The figure."""
    top = top_of(view)
    traces = [
        *(_pathway(one, view.indicator, lang) for one in view.pathways),
        *_compared(view, lang),
        *_actual(view, lang),
    ]
    if view.published:
        traces.append(_published(view, lang))
    if view.closures:
        traces.append(_closures(view, lang))
    shapes, notes = milestone_marks(view, top, lang)
    shade, remark = band(view, lang)
    layout = {
        **base_layout(lang), "hovermode": "closest", "margin": {"l": 46, "r": 92, "t": 6, "b": 26},
        "xaxis": years(view), "yaxis": amounts(view, top, lang), "shapes": [*shade, *shapes],
        "annotations": [*notes, *remark, *closure_marks(view), *ends(view, top, lang)],
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def _actual(view: Trend, lang: Lang) -> list[dict[str, Any]]:
    return [_line(part, view, lang) for part in stretches(view.cells, view)]


def stretches(cells: tuple[Cell, ...], view: Trend) -> list[tuple[Cell, ...]]:
    """The cells between one break of the series and the next; one stretch where nothing breaks."""
    found: list[list[Cell]] = [[]]
    for cell in cells:
        if found[-1] and view.breaks_between(found[-1][-1], cell):
            found.append([])
        found[-1].append(cell)
    return [tuple(part) for part in found]


def _line(points: tuple[Cell, ...], view: Trend, lang: Lang) -> dict[str, Any]:
    fills = [SERIES["actual"] if view.complete(cell) else COLOR["surface"] for cell in points]
    return {
        "type": "scatter", "mode": "lines+markers", "name": view.name or word("trend.actual", lang),
        "x": [cell.until.isoformat() for cell in points], "y": [cell.value for cell in points],
        "connectgaps": False, "cliponaxis": False,
        "line": {"color": SERIES["actual"], "width": 3},
        "marker": {"size": 7.5, "color": fills, "line": {"color": SERIES["actual"], "width": 2}},
        "text": [_hover(cell, view, lang) for cell in points], "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _compared(view: Trend, lang: Lang) -> list[dict[str, Any]]:
    if not view.compare:
        return []
    return [_second(part, view, lang) for part in stretches(view.compare, view)]


def _second(points: tuple[Cell, ...], view: Trend, lang: Lang) -> dict[str, Any]:
    words = [
        f"{form.day(cell.until, lang)} · {view.compare_name}<br><b>{form.cell_text(cell, view.indicator, lang)}</b>"
        for cell in points
    ]
    return {
        "type": "scatter", "mode": "lines+markers" if view.breaks else "lines", "name": view.compare_name,
        "line": {"color": SERIES["previous"], "width": 2}, "marker": {"size": 5, "color": SERIES["previous"]},
        "x": [cell.until.isoformat() for cell in points], "y": [cell.value for cell in points],
        "text": words, "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _hover(cell: Cell, view: Trend, lang: Lang) -> str:
    lines = [form.day(cell.until, lang), f"<b>{form.cell_text(cell, view.indicator, lang)}</b>"]
    if cell.state is not State.VALUE:
        lines.append(form.state_words(cell.state, lang))
    if remarks := form.flag_words(cell.flags, lang):
        lines.append(remarks)
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
        "line": {"color": SERIES["target"], "width": 2, "dash": "dash"},
        "cliponaxis": False, "text": said, "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": "diamond-open", "size": 9, "opacity": [0, 1], "line": {"width": 2, "color": SERIES["target"]},
        },
    }  # fmt: skip


def _published(view: Trend, lang: Lang) -> dict[str, Any]:
    words = [
        f"{word('trend.published', lang)}: <b>{form.amount(one.value or 0, view.indicator, lang)}</b>"
        f"<br>{one.period or form.day(one.on, lang)}<br>{one.source}"
        for one in view.published
    ]
    return {
        "type": "scatter", "mode": "markers", "name": word("trend.published", lang), "text": words,
        "x": [one.on.isoformat() for one in view.published], "y": [one.value for one in view.published],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "x-thin", "size": 9, "line": {"width": 2, "color": SERIES["national"]}},
    }  # fmt: skip


def _closures(view: Trend, lang: Lang) -> dict[str, Any]:
    """Marks along the foot of the picture: in these periods institutions closed."""
    return {
        "type": "scatter", "mode": "markers", "name": word("trend.closures", lang), "cliponaxis": False,
        "x": [day.isoformat() for day, _ in view.closures], "y": [0] * len(view.closures),
        "text": [plural("trend.closed", number, lang) for _, number in view.closures],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "triangle-down", "size": 8, "color": COLOR["textMuted"]},
    }  # fmt: skip
