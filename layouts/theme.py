"""The look: colours, patterns and type from tokens.json, for figures and for the style sheet alike."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from data.states import State
from geo.text import Lang

TOKENS: dict[str, Any] = json.loads((Path(__file__).parent / "tokens.json").read_text(encoding="utf-8"))
COLOR: dict[str, str] = TOKENS["color"]["light"]
SEQUENTIAL: tuple[str, ...] = tuple(TOKENS["color"]["sequential"]["light"])
ON_SEQUENTIAL: tuple[str, ...] = tuple(TOKENS["color"]["sequential"]["labelOn"])
CATEGORICAL: tuple[str, ...] = tuple(TOKENS["color"]["categorical"]["light"])
SERIES: dict[str, str] = TOKENS["color"]["series"]
STATUS: dict[str, dict[str, str]] = TOKENS["color"]["status"]
FONT = TOKENS["font"]["family"]["ui"]


def pattern(state: State) -> dict[str, Any]:
    """The fill pattern (plotly's `fillpattern`) of a state that has no value."""
    return dict(TOKENS["pattern"][str(state)]["plotly"])


def partial_pattern(fill: str, dark: bool) -> dict[str, Any]:
    """The hatch over a class colour where only part of an area is counted; light lines when the colour is dark."""
    hatch = dict(TOKENS["pattern"]["partial"]["plotly"])
    return {**hatch, "bgcolor": fill, "fgcolor": "rgba(255,255,255,.75)" if dark else hatch["fgcolor"]}


def graph_config(lang: Lang) -> dict[str, Any]:
    """The one graph configuration: nothing is sent anywhere, no mode bar, no zoom by accident."""
    return {
        "locale": str(lang), "displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False,
        "showTips": False, "displaylogo": False, "showSendToCloud": False, "plotlyServerURL": "",
    }  # fmt: skip


def base_layout(lang: Lang) -> dict[str, Any]:
    """The layout all figures start from."""
    separators = ",\u00a0" if lang is Lang.UK else ".,"
    return {
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "dragmode": False, "showlegend": False,
        "font": {"family": FONT, "size": 13, "color": COLOR["axis"]}, "separators": separators,
        "hoverlabel": {
            "bgcolor": COLOR["text"], "bordercolor": COLOR["text"], "align": "left",
            "font": {"family": FONT, "size": 13, "color": COLOR["surface"]},
        },
    }  # fmt: skip


@cache
def style_sheet() -> str:
    """10-tokens.css: the tokens as CSS variables."""
    lines = [f"  --c-{name}: {value};" for name, value in COLOR.items()]
    for name, status in STATUS.items():
        lines += [f"  --st-{name}: {status['color']};", f"  --st-{name}-bg: {status['bg']};"]
    lines += [f"  --seq-{rank}: {value};" for rank, value in enumerate(SEQUENTIAL)]
    lines += [f"  --cat-{rank}: {value};" for rank, value in enumerate(CATEGORICAL)]
    lines += [f"  --font-ui: {FONT};", f"  --content: {TOKENS['size']['content']};"]
    head = "/* Made by layouts.theme.style_sheet from layouts/tokens.json; a test keeps them equal. */"
    return "\n".join([head, ":root {", *lines, "}", ""])
