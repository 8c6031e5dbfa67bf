"""The register of institutions: search, facets with counts, the map of places, the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.indicators.model import ReleaseInfo
from data.register_search import Found
from data.states import Reach
from geo.shapes import Shapes, shapes
from geo.text import Lang
from layouts import format as form
from layouts.components.breadcrumb import breadcrumb
from layouts.components.card import icon
from layouts.components.figure_card import CardView, figure_card, source_line
from layouts.components.notice import remark
from layouts.components.register_facets import chosen_chips, facet_panel, nothing_found
from layouts.components.register_table import note_key, register_table
from layouts.components.shell import stamps
from layouts.components.table import Column, Row, table
from layouts.figures.area_map import blank_map
from layouts.figures.institution_map import AT_HOME, Sites, institution_map, sites, symbol
from layouts.ids import Register
from layouts.markup import Input, still
from layouts.names import Names
from layouts.register_address import PATH, RegisterAddress
from layouts.words import plural, word


@dataclass(frozen=True)
class RegisterFacts:
    """What was looked for and found, and the words and outlines to show it with."""

    found: Found
    address: RegisterAddress
    as_of: date
    release: ReleaseInfo
    names: Names
    shapes: Shapes
    reach: Reach = Reach.NOWHERE
    notices: Sequence[Any] = ()


@dataclass(frozen=True)
class RegisterView:
    """The page's parts."""

    head: Sequence[Any]
    notices: Sequence[Any]
    facets: Sequence[Any]
    list: Sequence[Any]
    map: CardView

    def parts(self, lang: Lang) -> tuple[Any, ...]:
        """The outputs' values: head, notices, facets, list, then the map card's own."""
        told = (still(part) for part in (self.head, self.notices, self.facets, self.list))
        return (*told, *self.map.parts(Register.MAP, lang))


def layout(lang: Lang, code: str = "ua") -> Component:
    """The page without its data. 70-register.js writes what is typed into the URL."""
    field = Input(
        type="search", name="q", id="register-q", autocomplete="off", className="form-control",
        placeholder=word("register.search", lang),
    )  # fmt: skip
    label = html.Label(word("register.search", lang), htmlFor="register-q", className="visually-hidden")
    go = html.Button([icon("search"), word("register.search.go", lang)], type="submit", className="button primary")
    search = html.Form([label, field, go], action=PATH, method="get", className="register-search", role="search")
    title = word("register.map.title", lang)
    card = figure_card(Register.MAP, lang, title, size="tall", area_map=True, figure=blank_map(shapes(code), lang))
    aside = html.Aside(id=Register.FACETS, className="panel", **{"aria-label": word("register.facets", lang)})
    listing = html.Section(id=Register.LIST, className="panel", **{"aria-label": word("page.institutions", lang)})
    body = html.Div([card, listing], className="register-body")
    return html.Div(
        [
            html.Div(id=Register.HEAD, className="page-head"), html.Div(id=Register.NOTICES),
            still(search, id=Register.SEARCH), html.Div([aside, body], className="register-grid"),
        ],
        className="page register-page",
    )  # fmt: skip


def register_view(facts: RegisterFacts, lang: Lang) -> RegisterView:
    """The whole page."""
    said = [*facts.notices, *reach_words(facts.reach, lang)]
    return RegisterView(
        _head(facts, lang), said, [facet_panel(facts.found, facts.address, facts.names, lang)], _list(facts, lang),
        _map(facts, lang),
    )  # fmt: skip


def reach_words(reach: Reach, lang: Lang) -> list[Component]:
    """What a reader with exact numbers must know of the page."""
    if reach is Reach.NOWHERE:
        return []
    return [remark(word("scope.everywhere" if reach is Reach.EVERYWHERE else "register.inside", lang))]


def _head(facts: RegisterFacts, lang: Lang) -> list[Component]:
    country = facts.names.country.name.in_(lang)
    crumbs = breadcrumb([(country, facts.address.to("/")), (word("page.institutions", lang), None)], lang)
    title = plural("register.title", len(facts.found.entries), lang)
    lead = word("register.lead", lang)
    if facts.release.demonstration:
        lead = f"{lead} {word('register.demonstration', lang)}"
    return [crumbs, stamps(facts.release, None, lang), html.H1(title), html.P(lead, className="lead")]


def _list(facts: RegisterFacts, lang: Lang) -> list[Component]:
    entries = facts.found.entries
    chips = chosen_chips(facts.address, facts.names, lang)
    if not entries:
        return [*chips, *nothing_found(facts.found, facts.address, lang)]
    counted = next((entry.counted_on for entry in entries if entry.counted_on), facts.as_of)
    note = word(f"register.note.{note_key(entries)}", lang, date=form.long_day(counted, lang))
    listing = register_table(entries, facts.address, facts.as_of, facts.names, lang)
    return [*chips, *listing, html.P(note, className="source")]


def _map(facts: RegisterFacts, lang: Lang) -> CardView:
    found, names, address = sites(facts.found.entries, facts.names), facts.names, facts.address

    def area(code: str) -> str:
        return address.choosing("area", frozenset({code})).href

    figure = institution_map(found, facts.shapes, names, lang, area, lambda id: address.to(f"{PATH}/{id}"))
    total = plural("register.institutions", sum(found.total.values()), lang)
    foot = [html.P(word("register.map.foot", lang, dots=form.number(len(found.dots), lang), total=total))]
    if found.crowded:
        foot.insert(0, html.P(word("register.map.crowded", lang)))
    return CardView(
        title=word("register.map.title", lang),
        subtitle=word("register.map.subtitle", lang, date=form.long_day(facts.as_of, lang)),
        figure=figure, table=_map_table(found, names, lang), aside=[_legend(found, names, lang)],
        foot=[*foot, *source_line(facts.release, [], lang)],
    )  # fmt: skip


def _legend(found: Sites, names: Names, lang: Lang) -> Component:
    """Shapes by ministry, fills by status, the number in a circle."""
    owners = [code for code in names.country.ministries if any(entry.ministry == code for entry in found.dots)]
    lines = []
    for code in owners:
        shape, color = symbol(code, names)
        mark = html.Span(className=f"site {shape}", style={"--site": color})
        lines.append(html.Li([mark, html.Span(names.of("ministry", code, lang))]))
    away = any(entry.status != AT_HOME for entry in found.dots)
    keys = (("filled", "site circle"), ("open", "site circle hollow")) if away else ()
    lines += [html.Li([html.Span(className=css), html.Span(word(f"register.map.{key}", lang))]) for key, css in keys]
    if found.unplaced:
        lines.append(html.Li([html.Span("n", className="site number"), html.Span(word("register.map.count", lang))]))
    return html.Ul(lines, className="legend sites", **{"aria-label": word("register.map.legend", lang)})


def _map_table(found: Sites, names: Names, lang: Lang) -> Component:
    columns = [
        Column("area", word("register.map.column.area", lang)),
        Column("number", word("register.map.column.number", lang), number=True),
        Column("dots", word("register.map.column.dots", lang), number=True),
    ]
    codes = sorted(found.total, key=lambda code: form.sort_key(names.area(code, lang), lang))
    rows = [
        Row((
            names.area(code, lang), form.number(found.total[code], lang),
            form.number(found.total[code] - found.unplaced.get(code, 0), lang),
        )) for code in codes
    ]  # fmt: skip
    return still(table(word("register.map.caption", lang), columns, rows, lang))
