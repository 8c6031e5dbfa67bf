"""Parts of a whole over time, stacked to 100 %; what is hidden stays visible as hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.indicators.model import Cell
from data.states import State
from data.tables.pivot import has_value
from geo.text import Lang
from layouts import format as form
from layouts.theme import CATEGORICAL, COLOR, base_layout, pattern
from layouts.words import word

ROOM = 7.0
"""The least percent that a number is written into."""
MOST = 6


@dataclass(frozen=True)
class Stack:
    """One bar: its name, its parts (code → cell) and the whole they are parts of."""

    name: str
    parts: Mapping[str, Cell]
    whole: Cell | None

    @property
    def total(self) -> float:
        """What is 100 %: the whole, or the parts' sum where they exceed it by rounding."""
        known = sum(cell.value or 0.0 for cell in self.parts.values() if has_value(cell))
        whole = self.whole.value if self.whole is not None and has_value(self.whole) else None
        return max(known, whole or 0.0)

    def share(self, code: str) -> float | None:
        """A part in percent; None when it is hidden or missing, or when there is nothing to share."""
        cell = self.parts.get(code)
        return (cell.value or 0.0) / self.total * 100 if cell is not None and has_value(cell) and self.total else None

    @property
    def rest(self) -> float:
        """What the shown parts leave over, in percent: hidden, rounded, or not reported."""
        shown = [share for code in self.parts if (share := self.share(code)) is not None]
        return max(100 - sum(shown), 0.0) if self.total else 0.0


def largest(stacks: Sequence[Stack]) -> tuple[str, ...]:
    """The codes drawn apart: those with the largest parts, in the order in which they are given."""
    codes = dict.fromkeys(code for stack in stacks for code in stack.parts)
    weight = {code: max((stack.share(code) or 0.0 for stack in stacks), default=0.0) for code in codes}
    kept = sorted((code for code in codes if weight[code] > 0), key=lambda code: -weight[code])[:MOST]
    return tuple(code for code in codes if code in kept)


def shares_figure(stacks: Sequence[Stack], named: Mapping[str, str], lang: Lang) -> dict[str, Any]:
    """Horizontal bars to 100 %, one a stack, the first on top; smaller parts and hidden ones close each bar."""
    codes = largest(stacks)
    bars = [_bars(stacks, code, named[code], CATEGORICAL[number], lang) for number, code in enumerate(codes)]
    other = [code for stack in stacks[:1] for code in named if code not in codes]
    if any(_others(stack, other) > 0 for stack in stacks):
        bars.append(_bar(stacks, word("explorer.shares.other", lang), [_others(stack, other) for stack in stacks],
                         {"color": COLOR["borderStrong"]}, COLOR["surface"], lang))  # fmt: skip
    if any(stack.rest >= 0.5 for stack in stacks):
        hatch = pattern(State.SUPPRESSED)
        bars.append(_bar(stacks, word("explorer.shares.rest", lang), [stack.rest for stack in stacks],
                         {"color": hatch["bgcolor"], "pattern": hatch}, COLOR["text"], lang))  # fmt: skip
    layout = {
        **base_layout(lang), "barmode": "stack", "bargap": 0.22, "margin": {"l": 8, "r": 12, "t": 4, "b": 24},
        "xaxis": {"range": [0, 100], "fixedrange": True, "ticksuffix": "%", "gridcolor": COLOR["grid"], "dtick": 25},
        "yaxis": {"autorange": "reversed", "fixedrange": True, "type": "category", "automargin": True,
                  "ticksuffix": " "},
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal",
                   "itemclick": False, "itemdoubleclick": False, "font": {"size": 12.5}},
    }  # fmt: skip
    return {"data": bars, "layout": layout}


def _others(stack: Stack, codes: Sequence[str]) -> float:
    return sum(stack.share(code) or 0.0 for code in codes)


def _bars(stacks: Sequence[Stack], code: str, name: str, color: str, lang: Lang) -> dict[str, Any]:
    dark = CATEGORICAL.index(color) in (0, 2, 4)
    ink = COLOR["surface"] if dark else COLOR["text"]
    return _bar(stacks, name, [stack.share(code) for stack in stacks], {"color": color}, ink, lang)


def _bar(
    stacks: Sequence[Stack], name: str, values: Sequence[float | None], marker: dict[str, Any], ink: str, lang: Lang
) -> dict[str, Any]:
    said = ["–" if value is None else form.percent(value, lang, 0) for value in values]
    return {
        "type": "bar", "orientation": "h", "name": name, "x": [value or 0 for value in values],
        "y": [stack.name for stack in stacks], "text": [
            words if (value or 0) >= ROOM else "" for value, words in zip(values, said, strict=True)],
        "textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "none",
        "textfont": {"color": ink, "size": 12},
        "marker": {**marker, "line": {"color": COLOR["surface"], "width": 1}},
        "hovertext": [f"{stack.name} · {name}: {words}" for stack, words in zip(stacks, said, strict=True)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
