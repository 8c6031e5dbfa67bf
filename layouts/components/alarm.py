"""The red bar: what keeps reports from being seen, said on every page of those who work with them."""

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.card import icon
from layouts.words import word


def bar(alarms: Iterable[str], lang: Lang) -> Component:
    """A line for each alarm, with what to do."""
    lines = [html.P(word(f"alarm.{alarm}", lang)) for alarm in alarms]
    title = html.Strong([icon("exclamation-triangle-fill"), html.Span(word("alarm.title", lang))])
    return html.Div([title, html.Div(lines)], className="alarm-bar", role="alert")
