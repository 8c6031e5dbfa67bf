"""Who came and who left, year by year: paired bars from zero, the unfinished year lighter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.indicators.model import Cell
from data.states import Flag, State
from geo.text import Lang
from layouts import format as form
from layouts.theme import COLOR, SEQUENTIAL, base_layout
from layouts.words import word

ENTRY, EXIT = SEQUENTIAL[2], SEQUENTIAL[4]
SHOWN = 8


@dataclass(frozen=True)
class FlowYear:
    """One year's entries and exits of an area; `label` is the year as it stands under the bars."""

    label: str
    entries: Cell
    exits: Cell

    @property
    def unfinished(self) -> bool:
        """Whether the year goes on after the last day counted."""
        return (self.entries.until.month, self.entries.until.day) != (12, 31)

    @property
    def partial(self) -> bool:
        """Whether something is remarked on either number."""
        flags = {*self.entries.flags, *self.exits.flags}
        return bool(flags & {Flag.PARTIAL, Flag.PROVISIONAL})


def flow_years(entries: Sequence[Cell], exits: Sequence[Cell]) -> tuple[FlowYear, ...]:
    """Pairs of the same year, oldest first; years of which only one is known are left out."""
    left = {cell.since.year: cell for cell in exits}
    return tuple(
        FlowYear(str(cell.since.year), cell, left[cell.since.year])
        for cell in sorted(entries, key=lambda cell: cell.since)
        if cell.since.year in left
    )


def flows(years: Sequence[FlowYear], lang: Lang) -> dict[str, Any]:
    """Paired bars of the last years (dict figure). A number that is not there leaves its symbol on the axis."""
    shown = years[-SHOWN:]
    labels = [year.label for year in shown]
    names = (word("region.flows.entries", lang), word("region.flows.exits", lang))
    parts = (("entries", ENTRY), ("exits", EXIT))
    traces = [
        _bars(name, color, [getattr(year, part) for year in shown], labels, [y.unfinished for y in shown], lang)
        for name, (part, color) in zip(names, parts, strict=True)
    ]
    axes = {
        "xaxis": {
            "type": "category",
            "fixedrange": True,
            "tickfont": {"size": 12},
            "tickangle": 0,
            "linecolor": COLOR["borderStrong"],
        },
        "yaxis": {
            "rangemode": "tozero",
            "fixedrange": True,
            "gridcolor": COLOR["grid"],
            "zerolinecolor": COLOR["borderStrong"],
            "nticks": 5,
            "tickformat": ",d",
        },
    }
    return {
        "data": traces,
        "layout": {
            **base_layout(lang),
            **axes,
            "barmode": "group",
            "bargap": 0.28,
            "bargroupgap": 0.06,
            "margin": {"l": 52, "r": 8, "t": 34, "b": 30},
            "annotations": [*_key(names), *_labels(shown, lang)],
        },
    }


def _bars(
    name: str, color: str, cells: Sequence[Cell], labels: Sequence[str], unfinished: Sequence[bool], lang: Lang
) -> dict[str, Any]:
    values = [cell.value if cell.state is State.VALUE else None for cell in cells]
    texts = [_text(cell, lang) for cell in cells]
    return {
        "type": "bar",
        "name": name,
        "x": list(labels),
        "y": values,
        "customdata": texts,
        "marker": {
            "color": color,
            "opacity": [0.45 if late else 1 for late in unfinished],
            "line": {"color": color, "width": 1.5},
        },
        "hovertemplate": "%{x}<br>" + name + ": %{customdata}<extra></extra>",
    }


def _text(cell: Cell, lang: Lang) -> str:
    if cell.state is State.VALUE and cell.value is not None:
        return form.number(cell.value, lang)
    return word(f"state.{cell.state}.symbol", lang)


def _labels(years: Sequence[FlowYear], lang: Lang) -> list[dict[str, Any]]:
    """The numbers above their bars (on wide screens); the symbols of those that are not there stand upright instead."""
    sides = ((-0.18, "entries"), (0.18, "exits"))
    return [
        _label(number + side, getattr(year, part), lang) for number, year in enumerate(years) for side, part in sides
    ]


def _label(x: float, cell: Cell, lang: Lang) -> dict[str, Any]:
    note = {"x": x, "yanchor": "bottom", "showarrow": False, "text": _text(cell, lang), "borderpad": 0}
    if cell.state is State.VALUE:
        return {**note, "y": cell.value, "name": "wide", "font": {"size": 11, "color": COLOR["text"]}}
    return {**note, "y": 0, "textangle": -90, "font": {"size": 11, "color": COLOR["textMuted"]}}


def _key(names: Sequence[str]) -> list[dict[str, Any]]:
    """The names of both series in their colours, above the bars."""
    words = "    ".join(
        f'<span style="color:{color}">■</span> {name}' for name, color in zip(names, (ENTRY, EXIT), strict=True)
    )
    return [
        {
            "x": 0,
            "y": 1,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "yshift": 10,
            "showarrow": False,
            "text": words,
            "font": {"size": 13, "color": COLOR["text"]},
        }
    ]
