"""Several lines over time in one picture, each named at its end; a line is cut where the series breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from data.indicators.model import Cell
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.figures.trend_marks import APART, HEIGHT, band, milestone_marks
from layouts.figures.trend_scale import Trend, amounts, top_of, years
from layouts.theme import CATEGORICAL, FONT, base_layout

MOST = 6
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
NAME = 20


@dataclass(frozen=True)
class Line:
    """One line: its name and its points, the oldest first."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def last(self) -> float:
        """The last value; below all others when there is none."""
        return next((cell.value for cell in reversed(self.cells) if cell.value is not None), float("-inf"))


def drawn(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines there is room for: those that end highest."""
    return tuple(sorted((line for line in lines if line.last > float("-inf")), key=lambda line: -line.last)[:MOST])


def lines_figure(every: Sequence[Line], frame: Trend, lang: Lang) -> dict[str, Any]:
    """The figure. `frame`: what the axes and the annotations are made for; its `compare` holds every point there is."""
    top, shown = top_of(frame), drawn(every)
    shapes, notes = milestone_marks(frame, top, lang)
    shade, remark = band(frame, lang)
    styles = list(zip(shown, cycle(zip(CATEGORICAL, DASHES, strict=True)), strict=False))
    traces = [_trace(line, color, dash, frame, lang) for line, (color, dash) in styles]
    layout = {
        **base_layout(lang), "hovermode": "closest", "margin": {"l": 46, "r": 150, "t": 6, "b": 26},
        "xaxis": years(frame), "yaxis": amounts(frame, top, lang), "shapes": [*shade, *shapes],
        "annotations": [*notes, *remark, *_ends([(line, color) for line, (color, _) in styles], frame, top, lang)],
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def _trace(line: Line, color: str, dash: str, frame: Trend, lang: Lang) -> dict[str, Any]:
    points, words = frame.cut(line.cells), []
    for _, cell in points:
        if cell is None:
            words.append("")
            continue
        told = [line.name, form.day(cell.until, lang), f"<b>{form.cell_text(cell, frame.indicator, lang)}</b>"]
        if cell.state is not State.VALUE:
            told.append(form.state_words(cell.state, lang))
        words.append("<br>".join(told))
    return {
        "type": "scatter", "mode": "lines+markers", "name": line.name, "cliponaxis": False, "connectgaps": False,
        "x": [day.isoformat() for day, _ in points], "y": [cell.value if cell else None for _, cell in points],
        "line": {"color": color, "width": 2.5, "dash": dash}, "marker": {"size": 6, "color": color},
        "text": words, "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _ends(styles: Sequence[tuple[Line, str]], frame: Trend, top: float, lang: Lang) -> list[dict[str, Any]]:
    gap, height, notes = top * APART / HEIGHT, float("-inf"), []
    for line, color in sorted(styles, key=lambda one: one[0].last):
        height = max(line.last, height + gap)
        name = line.name if len(line.name) <= NAME else line.name[: NAME - 1].rstrip() + "…"
        text = f"{name}<br><b>{form.amount(line.last, frame.indicator, lang)}</b>"
        notes.append({
            "xref": "paper", "x": 1, "y": height, "xanchor": "left", "yanchor": "middle", "xshift": 6, "align": "left",
            "showarrow": False, "text": text, "name": "end", "font": {"size": 12, "color": color, "family": FONT},
        })  # fmt: skip
    return notes
