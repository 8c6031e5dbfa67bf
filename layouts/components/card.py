"""A white card with a heading, and the icon every part of the page uses."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component


def icon(name: str, className: str = "") -> Component:  # noqa: N803 (dash's own spelling)
    """A bootstrap icon, silent for assistive technology."""
    return html.I(className=f"bi bi-{name} {className}".strip(), **{"aria-hidden": "true"})


def card(title: str, children: Sequence[Any], id: str | None = None, subtitle: str = "") -> Component:
    """A card: heading (second level), subtitle, content. `id` names the card; its heading is `<id>-title`."""
    heading = html.H2(title, id=f"{id}-title") if id else html.H2(title)
    head = html.Div([heading, *([html.P(subtitle, className="sub")] if subtitle else [])], className="card-head")
    named = {"id": id, "aria-labelledby": f"{id}-title"} if id else {}
    return html.Section([head, *children], className="panel", **named)


def status_pill(status: str, words: str) -> Component:
    """A status by shape, word and colour: `status` is one of onTrack, atRisk, offTrack, noTarget."""
    from layouts.theme import STATUS

    return html.Span([icon(STATUS[status]["icon"]), html.Span(words)], className=f"status {status}")
