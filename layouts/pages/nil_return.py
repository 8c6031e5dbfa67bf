"""The monthly "nothing was reported" of an institution's staff: one click a month, and what has been stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts import format as text
from layouts.components import form
from layouts.components.card import card, icon
from layouts.words import word

ADDRESS = "/nil-return"


@dataclass(frozen=True)
class Institution:
    """One institution of the reader's: the months due, each with whether it was stated."""

    id: str
    name: str
    months: Sequence[tuple[str, bool]]


def layout(institutions: Sequence[Institution], lang: Lang, said: bool = False) -> Component:
    """The whole page."""
    done = [form.done(word("nil.said", lang))] if said else []
    head = [html.H1(word("page.nil_return", lang)), html.P(word("nil.lead", lang), className="lead"), *done]
    shown = [_institution(one, number, lang) for number, one in enumerate(institutions)]
    nothing = [] if shown else [html.P(word("nil.nowhere", lang), className="remark")]
    way = html.A([icon("megaphone"), html.Span(word("nil.report", lang))], href="/report", className="button")
    return html.Div([*head, *nothing, *shown, html.P(way)], className="page access-page narrow nil")


def month_words(month: str, lang: Lang) -> str:
    """A month as YYYY-MM in words."""
    return text.month(date.fromisoformat(f"{month}-01"), lang)


def _institution(one: Institution, number: int, lang: Lang) -> Component:
    lines = [_month(one, month, stated, lang) for month, stated in one.months]
    return card(one.name, [html.Ul(lines, className="waiting-list")], f"nil-{number}")


def _month(one: Institution, month: str, stated: bool, lang: Lang) -> Component:
    words = text.sentence_case(month_words(month, lang))
    name = html.Div([html.Strong(words), html.P(word("nil.stated" if stated else "nil.missing", lang))])
    if stated:
        return html.Li([name, html.Span([icon("check-circle-fill"), word("nil.done", lang)], className="pill ok")])
    hidden = [form.hidden("institution", one.id), form.hidden("month", month)]
    about = html.Span(f": {one.name}, {words}", className="visually-hidden")
    button = html.Button([word("nil.go", lang), about], type="submit", className="button primary")
    return html.Li([name, html.Form([*hidden, button], action=ADDRESS, method="post", className="one-button")])
