"""Years that play in the browser: every step of a map or a line sent once, nothing asked of the server later."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.card import icon
from layouts.markup import Input, markup
from layouts.words import word

Paint = tuple[list[dict[str, Any]], list[dict[str, Any]]]


class Pool:
    """Values that repeat, each kept once and named by its number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._known: dict[str, int] = {}

    def number(self, value: Any) -> int:
        """The number of `value`, which is remembered if it is new."""
        key = repr(value)
        if key not in self._known:
            self._known[key] = len(self.values)
            self.values.append(value)
        return self._known[key]


def map_frames(
    days: Sequence[str], paints: Sequence[Paint], links: Sequence[str], legends: Sequence[Component], title: str
) -> dict[str, Any]:
    """The steps of a map, for its layout's `meta`: per step a day, where it leads, areas' fills and words, labels.

    `fills` and `styles` hold every fill and label style once; a step's areas are [fill, words], its labels
    [x, y, text, style]. `title` stands above a step that is not the one the page was asked for.
    """
    fills, styles, steps = Pool(), Pool(), []
    for day, (traces, labels), href, legend in zip(days, paints, links, legends, strict=True):
        areas = [[fills.number(_fill(trace)), trace["text"]] for trace in traces]
        notes = [[note["x"], note["y"], note["text"], styles.number(_style(note))] for note in labels]
        told = {"day": day, "href": href, "title": title, "legend": markup(legend)}
        steps.append({**told, "areas": areas, "labels": notes})
    return {"kind": "map", "fills": fills.values, "styles": styles.values, "steps": steps}


def line_frames(days: Sequence[str], dates: Sequence[str], said: Sequence[str], links: Sequence[str]) -> dict[str, Any]:
    """The steps of a line: per step a day, its date on the axis, what is said of it, where it leads."""
    parts = zip(days, dates, said, links, strict=True)
    return {
        "kind": "line",
        "steps": [{"day": d, "at": at, "said": words, "href": href} for d, at, words, href in parts],
    }


def player(steps: int, start: int, days: Mapping[int, str], lang: Lang) -> Component:
    """The controls: play, a slider over the steps, the day shown, a link to it. 75-player.js makes them work."""
    play = html.Button(
        [icon("play-fill"), html.Span(word("explorer.play", lang))], type="button", className="button play",
        **{"data-play": word("explorer.pause", lang), "data-stopped": word("explorer.play", lang)},
    )  # fmt: skip
    slider = Input(
        type="range", min="0", max=str(steps - 1), step="1", value=str(start), className="year-slider",
        **{"aria-label": word("explorer.year", lang), "aria-valuetext": days[start]},
    )  # fmt: skip
    shown = html.Output(days[start], className="year-shown")
    there = html.A(word("explorer.open_date", lang), href="#", className="year-link", hidden=True)
    words = word("explorer.still", lang)
    return html.Div(
        [play, slider, shown, there], className="player", **{"data-player": str(start), "data-still": words}
    )


def _fill(trace: Mapping[str, Any]) -> dict[str, Any]:
    return {key: trace[key] for key in ("fillcolor", "fillpattern", "line") if key in trace}


def _style(note: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in note.items() if key not in ("x", "y", "text")}
