"""All regions: the map beside the list; either leads to a region's profile and keeps the filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell, Indicator, Measured
from data.states import Reach, State
from geo.shapes import Shapes, shapes
from geo.text import Lang
from layouts import format as form
from layouts.address import Address
from layouts.components.border import border_notice
from layouts.components.breadcrumb import breadcrumb
from layouts.components.figure_card import CardView, figure_card, source_line
from layouts.components.filter_bar import filter_bar
from layouts.components.region_cards import download_query, marked_text, state_text, values_table
from layouts.components.shell import stamps
from layouts.components.table import Column, Row, scrolling, table
from layouts.figures.area_map import blank_map, paint, repaint
from layouts.figures.legend import legend, legend_view
from layouts.figures.ranking import inline_bar, scale
from layouts.findings import map_title
from layouts.ids import RegionList
from layouts.markup import still
from layouts.names import Names
from layouts.words import word

BY_VALUE, BY_NAME = "value-", "area"
ORDERS = frozenset({"area", "area-", "value", "value-"})


@dataclass(frozen=True)
class RegionListView:
    """The page's parts."""

    head: Sequence[Any]
    notices: Sequence[Any]
    map: CardView
    list: Sequence[Any]
    paint: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])

    def parts(self, lang: Lang) -> tuple[Any, ...]:
        """The outputs' values: head, notices, list, then the map card's own; its geometry stays in the browser."""
        head, _, *rest = self.map.parts(RegionList.MAP, lang)
        return (still(self.head), still(self.notices), still(self.list), head, repaint(*self.paint), *rest)


@dataclass(frozen=True)
class RegionListFacts:
    """What the page shows: every area's number, and the words and outlines to show it with."""

    measured: Measured
    address: Address
    names: Names
    shapes: Shapes
    notices: Sequence[Any] = ()

    @property
    def indicator(self) -> Indicator:
        """The indicator asked for."""
        return self.measured.indicator

    @property
    def whole(self) -> Cell | None:
        """The country's number."""
        return self.measured.whole[-1] if self.measured.whole else None

    def link(self, code: str) -> str:
        """Where an area's profile is."""
        return self.address.to(f"/regions/{self.names.country.area(code).iso}")

    def subtitle(self, lang: Lang) -> str:
        """Measure, population, date."""
        day = form.long_day(self.measured.bases[-1].until, lang) if self.measured.bases else "–"
        return word(
            "regions.list.subtitle", lang, measure=form.measure_words(self.indicator, lang),
            population=form.population_words(self.measured.filters.population, lang), date=day,
        )  # fmt: skip


def layout(lang: Lang, code: str = "ua") -> Component:
    """The page without its data: every container, and the unpainted map of the country whose pack is `code`."""
    blank = blank_map(shapes(code), lang)
    title = word("regions.map.title", lang)
    map_card = figure_card(RegionList.MAP, lang, title, size="tall", area_map=True, figure=blank)
    listing = html.Section(id=RegionList.LIST, className="panel region-list")
    head = [html.Div(id=RegionList.HEAD, className="page-head"), html.Div(id=RegionList.NOTICES)]
    page = html.Div([*head, html.Div([map_card, listing], className="grid-regions")], className="page regions")
    return html.Div([filter_bar(lang), page])


def regions_view(facts: RegionListFacts, lang: Lang) -> RegionListView:
    """The whole page."""
    measured, inside = facts.measured, facts.measured.reach is Reach.INSIDE
    paint_ = paint(facts.shapes, measured.cells, facts.whole, facts.indicator, facts.names, lang, facts.link, inside)
    said = [*facts.notices, *border_notice(measured, lang)]
    return RegionListView(_head(facts, lang), said, _map(facts, lang), _list(facts, lang), paint_)


def in_order(cells: Sequence[Cell], order: str, names: Names, lang: Lang) -> list[Cell]:
    """Cells by name or by value (`order`: a column's key, "-" for descending); those without a value come last."""

    def name(cell: Cell) -> tuple[int, ...]:
        return form.sort_key(names.area(cell.area, lang), lang)

    by_name = sorted(cells, key=name, reverse=order == "area-")
    if order.startswith("area"):
        return by_name
    valued = sorted(
        (cell for cell in by_name if cell.value is not None),
        key=lambda cell: cell.value or 0.0,
        reverse=order == BY_VALUE,
    )
    return [*valued, *(cell for cell in by_name if cell.value is None)]


def _head(facts: RegionListFacts, lang: Lang) -> list[Component]:
    basis = facts.measured.bases[-1] if facts.measured.bases else None
    crumbs = breadcrumb(
        [(facts.names.country.name.in_(lang), facts.address.to("/")), (word("page.regions", lang), None)], lang
    )
    title = map_title(facts.measured.cells, facts.whole, facts.indicator, basis, facts.names, lang)
    return [
        crumbs,
        stamps(facts.measured.release, basis, lang),
        html.H1(title),
        html.P(word("regions.lead", lang), className="lead"),
    ]


def _map(facts: RegionListFacts, lang: Lang) -> CardView:
    cells, indicator = facts.measured.cells, facts.indicator
    subtitle = facts.subtitle(lang)
    return CardView(
        title=indicator.label.in_(lang),
        subtitle=subtitle,
        table=values_table(cells, indicator, subtitle, facts.names, lang),
        aside=[legend_view(legend(cells, indicator), indicator, lang)],
        foot=source_line(facts.measured.release, [indicator.source.in_(lang)], lang),
        query=download_query(facts.measured.filters, lang),
    )


def _list(facts: RegionListFacts, lang: Lang) -> list[Component]:
    indicator, whole = facts.indicator, facts.whole
    order = facts.address.sort if facts.address.sort in ORDERS else BY_VALUE
    bar = word("regions.list.bar.no_whole", lang)
    if whole is not None and whole.value is not None and not indicator.additive:
        bar = word("regions.list.bar", lang, value=form.amount(whole.value, indicator, lang))
    columns = [
        Column("area", word("regions.list.area", lang), sortable=True),
        Column("value", word("regions.list.value", lang), number=True, sortable=True),
        Column("bar", bar),
    ]
    cells = in_order(facts.measured.cells, order, facts.names, lang)
    longest = scale(cells, None if indicator.additive else whole)
    rows = [_row(cell, facts, longest, lang) for cell in cells]
    day = form.long_day(facts.measured.bases[-1].until, lang) if facts.measured.bases else "–"
    caption = word("regions.list.caption", lang, label=indicator.label.in_(lang), date=day)
    listing = table(
        caption, columns, rows, lang, order, lambda sort: facts.address.to(sort="" if sort == BY_VALUE else sort), True
    )
    head = [
        html.H2(word("regions.list.title", lang, short=indicator.short.in_(lang))),
        html.P(facts.subtitle(lang), className="sub"),
    ]
    return [
        html.Div(html.Div(head), className="card-head"),
        scrolling(listing, caption),
        html.P(word("regions.list.note", lang), className="source"),
    ]


def _row(cell: Cell, facts: RegionListFacts, longest: float, lang: Lang) -> Row:
    link = html.A(facts.names.area(cell.area, lang), href=facts.link(cell.area))
    valued = cell.state is State.VALUE and cell.value is not None
    words = state_text(cell, lang)
    national = facts.whole.value if facts.whole else None
    bar = (
        inline_bar(cell.value, longest, national, facts.indicator) if valued else html.Span(words, className="no-value")
    )
    remark = [html.Small(words, className="remark-line")] if valued and words else []
    return Row((link, marked_text(cell, facts.indicator, lang) if valued else "", html.Div([bar, *remark])))
