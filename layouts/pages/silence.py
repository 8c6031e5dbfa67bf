"""Institutions from which nothing is heard, for those who work on reports: a list to check, never a list of shame."""

from collections.abc import Mapping
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from data.incidents.silence import Silent
from geo.text import Lang, Text
from layouts import format as text
from layouts.components.breadcrumb import breadcrumb
from layouts.components.card import icon
from layouts.components.table import Column, Row, scrolling, table
from layouts.names import Names
from layouts.words import plural, word

ADDRESS = "/incidents/silence"
NUMBERS = frozenset({"children", "months", "expected"})
COLUMNS = ("institution", "children", "heard", "months", "expected", "check")


@dataclass(frozen=True, eq=False)
class SilenceView:
    """`months`: from how long on silence is worth a look. `demonstration`: the institutions are invented."""

    found: tuple[Silent, ...]
    institutions: Mapping[str, Text]
    names: Names
    months: int
    demonstration: bool


def layout(view: SilenceView, lang: Lang) -> Component:
    """The whole page."""
    crumbs = breadcrumb([(word("page.incidents", lang), "/incidents"), (word("page.silence", lang), None)], lang)
    invented = [html.Span([icon("database"), word("stamp.demonstration", lang)], className="pill demo")]
    stamps = html.Div(invented if view.demonstration else [], className="stamps")
    title = html.H1(plural("silence.head", len(view.found), lang) if view.found else word("page.silence", lang))
    lead = html.P(plural("silence.lead", view.months, lang), className="lead")
    nothing = html.P(word("silence.none", lang), className="nothing")
    body = _table(view, lang) if view.found else nothing
    note = html.P(word("silence.note", lang), className="sub")
    head = html.Div([crumbs, stamps, title, lead], className="page-head")
    return html.Div([head, html.Section([body, note], className="panel")], className="page silence")


def _table(view: SilenceView, lang: Lang) -> Component:
    columns = [Column(key, word(f"silence.column.{key}", lang), key in NUMBERS, key == "check") for key in COLUMNS]
    caption = word("silence.caption", lang)
    rows = [_row(one, view, lang) for one in view.found]
    return scrolling(table(caption, columns, rows, lang, hidden_caption=True), caption)


def _row(one: Silent, view: SilenceView, lang: Lang) -> Row:
    named = view.institutions.get(one.institution_id)
    place = f"{view.names.area(one.area, lang)} · {view.names.of('ministry', one.ministry, lang)}"
    who = [html.Strong(named.in_(lang) if named else one.institution_id), html.Br(), html.Small(place)]
    heard = text.day(one.heard, lang) if one.heard else word("silence.never", lang)
    numbers = (text.number(one.months, lang), text.number(one.expected, lang, 1))
    return Row((who, text.number(one.children, lang), heard, *numbers, word("silence.check", lang)))
