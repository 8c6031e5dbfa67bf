"""A long page with its contents at the side: sections that can be linked to."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.words import word


def outline(sections: Sequence[tuple[str, str]], lang: Lang, label: str) -> Component:
    """The list of contents beside the empty sections. `sections`: (id, heading's word key); `label` names the list."""
    links = [html.Li(html.A(word(key, lang), href=f"#{id}", **{"data-full": "1"})) for id, key in sections]
    contents = html.Nav(
        [html.P(label, className="contents-title"), html.Ul(links)], className="contents", **{"aria-label": label}
    )
    return html.Div(
        [contents, html.Div([_empty(id, key, lang) for id, key in sections], className="sections")], className="outline"
    )


def body(id: str) -> str:
    """The id of the part of a section that a callback fills."""
    return f"{id}-body"


def fold(title: Any, children: Any, id: str = "", is_open: bool = False) -> Component:
    """A part that opens by click and keyboard (native details)."""
    named = {"id": id} if id else {}
    return html.Details(
        [html.Summary(title), html.Div(children, className="body")], className="fold", open=is_open, **named
    )


def source_link(source: str, url: str, lang: Lang) -> list[Any]:
    """A source's name (as it was written, in English) and, where it has an address, a link to it."""
    foreign = {} if lang is Lang.EN else {"lang": "en"}
    if not url.startswith(("https://", "http://")):
        return [html.Span(source, **foreign)]
    return [html.A(source or url, href=url, rel="noopener noreferrer", target="_blank", className="outside", **foreign)]


def _empty(id: str, key: str, lang: Lang) -> Component:
    heading = html.H2(word(key, lang), id=f"{id}-title")
    return html.Section(
        [heading, html.Div(id=body(id))], id=id, className="panel prose", **{"aria-labelledby": f"{id}-title"}
    )
