"""A figure in its card: finding, subtitle, tools, picture, the table with the same numbers, source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data.indicators.model import ReleaseInfo
from geo.text import Lang
from layouts import format as form
from layouts.components.card import icon
from layouts.components.downloads import card_downloads
from layouts.ids import Card
from layouts.markup import still
from layouts.theme import graph_config
from layouts.words import word

BLANK: dict[str, Any] = {"data": [], "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}}}


@dataclass(frozen=True)
class CardView:
    """What one figure card says. `parts` are the values of the outputs of `callbacks.cards.card_outputs`.

    `query` is the question behind the figure (for downloads); `switch` stands before the tools; `aside` lies over the
    picture (a legend); `table` holds the same numbers as the picture; `foot` is source, release, remarks.
    """

    title: str
    subtitle: str
    figure: dict[str, Any] = field(default_factory=lambda: BLANK)
    table: Component | None = None
    foot: Sequence[Any] = ()
    aside: Sequence[Any] = ()
    query: str = ""
    switch: Component | None = None
    picture: bool = True

    def parts(self, card: Card, lang: Lang) -> tuple[Any, ...]:
        """Head, figure, aside, table, foot: in the order of `card_outputs`."""
        still_parts = (self._head(card, lang), self.aside, self.table, self.foot)
        head, aside, table, foot = (still(part) for part in still_parts)
        return head, self.figure, aside, table, foot

    def _head(self, card: Card, lang: Lang) -> list[Component]:
        words = html.Div([html.H2(self.title, id=card.title), html.P(self.subtitle, className="sub")])
        tools = [self.switch] if self.switch is not None else []
        if self.table is not None and self.picture:
            tools.append(_tool("table", "card.table", lang, **{"data-table-of": card.name, "aria-expanded": "false"}))
        if self.query:
            tools.append(card_downloads(card, self.query, lang, self.picture))
        tools.append(_tool("arrows-fullscreen", "card.fullscreen", lang, **{"data-fullscreen": card.name}))
        return [words, html.Div(tools, className="tools")]


def figure_card(
    card: Card, lang: Lang, label: str, size: str = "", area_map: bool = False, figure: dict[str, Any] | None = None
) -> Component:
    """The empty card: every container and id is here, no data. `label` says what the picture shows to those who do not
    see it; `size` is a CSS class with the picture's height; `area_map` gives it the map's keyboard;
    `figure` is what is drawn before any data (a map's geometry).
    """
    graph = dcc.Graph(id=card.graph, figure=figure or BLANK, config=graph_config(lang), className="graph")
    marks = {"data-area-map": word("map.keys", lang)} if area_map else {}
    picture = html.Div(graph, className=f"picture {size}".strip(), role="group", **{"aria-label": label, **marks})
    table = html.Div(id=card.table, className="twin", hidden=True, tabIndex=-1)
    stage = html.Div([html.Div(id=card.aside, className="aside"), picture], className="stage")
    head = html.Div(html.H2(label, id=card.title), id=card.head, className="card-head")
    return html.Section(
        [head, stage, table, html.Div(id=card.foot, className="foot")],
        id=card.name, className="panel figure-card", **{"aria-labelledby": card.title},
    )  # fmt: skip


def filled_card(card: Card, view: CardView, lang: Lang, size: str = "") -> Component:
    """A card with its content, for pages that are made whole."""
    head, figure, aside, table, foot = view.parts(card, lang)
    graph = dcc.Graph(id=card.graph, figure=figure, config=graph_config(lang), className="graph")
    picture = html.Div(graph, className=f"picture {size}".strip(), role="group", **{"aria-label": view.title})
    stage = [html.Div(aside, id=card.aside, className="aside"), *([picture] if view.picture else [])]
    twin = html.Div(table, id=card.table, className="twin", hidden=True, tabIndex=-1)
    return html.Section(
        [html.Div(head, id=card.head, className="card-head"), html.Div(stage, className="stage"), twin,
         html.Div(foot, id=card.foot, className="foot")],
        id=card.name, className="panel figure-card", **{"aria-labelledby": card.title},
    )  # fmt: skip


def source_line(release: ReleaseInfo, sources: Sequence[str], lang: Lang) -> list[Any]:
    """Where the numbers come from: sources, release, and that they are invented when they are."""
    parts = [word("card.source", lang, sources=form.listed(sources, lang))] if sources else []
    parts.append(word("card.release", lang, release=release.id))
    if release.demonstration:
        parts.append(word("stamp.demonstration", lang))
    return [html.P(" · ".join(parts), className="source")]


def _tool(name: str, key: str, lang: Lang, **attributes: Any) -> Component:
    label = word(key, lang)
    named = {"aria-label": label, **attributes}
    return html.Button(icon(name), type="button", className="tool", title=label, **named)
