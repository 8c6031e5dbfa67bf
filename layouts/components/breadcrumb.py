"""Where the reader is."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.words import word


def breadcrumb(steps: Sequence[tuple[str, str | None]], lang: Lang) -> Component:
    """Steps from the whole to here: (words, link). The last one is where the reader is and is not a link."""
    items = []
    for words, link in steps:
        here = {"aria-current": "page"} if link is None else {}
        items.append(html.Li(html.A(words, href=link) if link else html.Span(words, **here)))
    return html.Nav(html.Ol(items), className="crumbs", **{"aria-label": word("shell.breadcrumb", lang)})
