"""The mark of a state as the map draws it: a small patterned square with the pattern's name beside it."""

from dash import html
from dash.development.base_component import Component

from data.states import Flag, State
from geo.text import Lang
from layouts.words import word


def state_mark(state: State | Flag, lang: Lang) -> Component:
    """The square (drawn by the style sheet) and the words for the pattern."""
    square = html.Span(className=f"swatch {state}", **{"aria-hidden": "true"})
    return html.Span([square, html.Span(word(f"methods.pattern.{state}", lang))], className="swatch-line")
