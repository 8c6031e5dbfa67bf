"""What a number is made of: one bar a part, named and numbered beside it; a hidden part says that it is hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from data.indicators.model import Cell
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.theme import COLOR, SEQUENTIAL, base_layout
from layouts.words import word

BAR = SEQUENTIAL[3]


@dataclass(frozen=True)
class Part:
    """One part of a whole: its name, its cell, and its share of the whole in percent (None where it may not be said)."""

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


def composition(found: Sequence[Part], lang: Lang) -> dict[str, Any]:
    """Horizontal bars from zero, the first part on top (dict figure)."""
    values = [part.cell.value or 0 for part in found]
    names = [_wrapped(part.name) for part in found]
    texts = [part_text(part, lang) for part in found]
    bars = {
        "type": "bar", "orientation": "h", "x": values, "y": list(range(len(found))), "text": texts,
        "textposition": "outside", "cliponaxis": False, "textfont": {"size": 13, "color": COLOR["text"]},
        "marker": {"color": BAR}, "width": 0.62, "customdata": [[part.name, text] for part, text in zip(found, texts, strict=True)],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }  # fmt: skip
    top = max(values, default=0) or 1
    layout = {
        **base_layout(lang),
        "margin": {"l": 8, "r": 8, "t": 4, "b": 4},
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, top * 1.45]},
        "yaxis": {
            "autorange": "reversed", "fixedrange": True, "automargin": True, "tickvals": list(range(len(found))),
            "ticktext": names, "tickfont": {"size": 13, "color": COLOR["text"]}, "linecolor": COLOR["borderStrong"],
            "ticks": "", "showgrid": False, "zeroline": False,
        },
    }  # fmt: skip
    return {"data": [bars], "layout": layout}


def part_text(part: Part, lang: Lang) -> str:
    """A part's number and share in words: "1 025 · 45 %", or that it is hidden."""
    if part.cell.state is State.SUPPRESSED or part.cell.value is None:
        return word("region.composition.hidden", lang)
    number = form.number(part.cell.value, lang)
    return number if part.share is None else f"{number} · {form.percent(part.share, lang, 0)}"


def _wrapped(name: str) -> str:
    return "<br>".join(wrap(name, 26)) + "  "
