"""What a number is made of: one bar a part, named and numbered beside it; a hidden part says that it is hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from data.indicators.model import Cell
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.theme import COLOR, SEQUENTIAL, base_layout
from layouts.words import word

BAR = SEQUENTIAL[3]
LEAST_SLOTS = 4
LONGEST_NAME = 52
SHOWN = 8


@dataclass(frozen=True)
class Part:
    """One part of a whole: its name, its cell, and its share of the whole in percent (None: not to be said)."""

    name: str
    cell: Cell
    share: float | None


def parts(
    cells: Sequence[Cell], total: Cell | None, named: Callable[[str], str], keep_order: bool = False
) -> tuple[Part, ...]:
    """The parts that exist, largest first (or as given): a true zero is no part, a hidden one is."""
    whole = total.value if total is not None and total.state is State.VALUE else None
    found = [
        Part(named(cell.dimensions[0][1]), cell, cell.value / whole * 100 if cell.value and whole else None)
        for cell in cells if cell.state is State.SUPPRESSED or cell.value
    ]  # fmt: skip
    return tuple(found if keep_order else sorted(found, key=lambda part: -(part.cell.value or 0)))


def composition(every: Sequence[Part], lang: Lang, reason: str = "") -> dict[str, Any]:
    """Horizontal bars from zero, the first SHOWN parts, each under its name; `reason`: why there are none."""
    found = every[:SHOWN]
    values = [part.cell.value or 0 for part in found]
    texts = [part_text(part, lang) for part in found]
    told = [[part.name, text] for part, text in zip(found, texts, strict=True)]
    bars = {
        "type": "bar", "orientation": "h", "x": [part.cell.value for part in found],
        "y": [number + 0.16 for number in range(len(found))],
        "width": 0.4, "text": texts, "textposition": "outside", "cliponaxis": False, "marker": {"color": BAR},
        "textfont": {"size": 13, "color": COLOR["text"]}, "customdata": told,
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }  # fmt: skip
    top, slots = max(values, default=0) or 1, max(len(found), LEAST_SLOTS)
    layout = {
        **base_layout(lang), "margin": {"l": 2, "r": 8, "t": 2, "b": 2},
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, top * 1.4]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [slots - 0.6, -0.6]},
        "annotations": [_name(number, part.name) for number, part in enumerate(found)] or [_instead(reason)],
    }  # fmt: skip
    return {"data": [bars], "layout": layout}


def part_text(part: Part, lang: Lang) -> str:
    """A part's number and share in words: "1 025 · 45 %", or that it is hidden."""
    if part.cell.state is State.SUPPRESSED or part.cell.value is None:
        return word("region.composition.hidden", lang)
    number = form.number(part.cell.value, lang)
    return number if part.share is None else f"{number} · {form.percent(part.share, lang, 0)}"


def _instead(reason: str) -> dict[str, Any]:
    """What stands in the place of bars."""
    font = {"size": 14, "color": COLOR["textMuted"]}
    return {"x": 0.5, "y": 0.6, "xref": "paper", "yref": "paper", "showarrow": False, "text": reason, "font": font}


def _name(number: int, name: str) -> dict[str, Any]:
    """A part's name above its bar."""
    words = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
    return {
        "x": 0, "y": number - 0.24, "xanchor": "left", "showarrow": False, "text": words, "borderpad": 0,
        "font": {"size": 13, "color": COLOR["text"]},
    }  # fmt: skip
