"""A tile: one number, how it has changed, its target, where it comes from, what it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.card import icon, status_pill
from layouts.figures.spark import spark
from layouts.words import word


@dataclass(frozen=True)
class Tile:
    """What a tile says, all of it already in words but the spark. `value` empty: `reason` says why there is none.

    `change` is the difference in bold, `rest` what follows it; `status` one of theme.STATUS, or empty for none.
    """

    label: str
    value: str
    unit: str = ""
    reason: str = ""
    change: str = ""
    rest: str = ""
    status: str = ""
    spark: Sequence[float | None] = ()
    definition: Sequence[str] = ()
    methods: str = ""
    note: str = ""


def tiles(shown: Sequence[Tile], lang: Lang) -> list[Component]:
    """The row of tiles."""
    return [tile(one, lang) for one in shown]


def tile(shown: Tile, lang: Lang) -> Component:
    """One tile."""
    label = html.Div([html.H2(shown.label, className="tile-name"), *_about(shown, lang)], className="tile-label")
    value = [html.Span(shown.value, className="num"), *([html.Small(shown.unit)] if shown.unit else [])]
    number = html.P(
        value if shown.value else shown.reason, className="tile-value" if shown.value else "tile-value words"
    )
    change = html.P([html.B(shown.change), " " if shown.change else "", shown.rest], className="tile-change")
    line = spark(shown.spark) if any(value is not None for value in shown.spark) else html.Span()
    state = status_pill(shown.status, word(f"status.{shown.status}", lang)) if shown.status else html.Span()
    parts = [label, number, change, html.Div([line, state], className="tile-foot")]
    if shown.note:
        parts.append(html.P(shown.note, className="tile-note"))
    return html.Article(parts, className="tile")


def _about(shown: Tile, lang: Lang) -> list[Component]:
    if not shown.definition:
        return []
    name = html.Span(word("card.definition", lang, label=shown.label), className="visually-hidden")
    body: list[Component] = [html.P(line) for line in shown.definition]
    if shown.methods:
        body.append(html.A(word("card.methods", lang), href=shown.methods))
    return [
        html.Details(
            [html.Summary([icon("info-circle"), name]), html.Div(body, className="about-text")],
            className="about",
            **{"data-menu": "1"},
        )
    ]
