"""The explorer: any indicator by time and by what it can be broken down by, as a figure or as a table to cite."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts import format as form
from layouts.components.border import border_notice
from layouts.components.breadcrumb import breadcrumb
from layouts.components.card import icon
from layouts.components.explorer_controls import controls, view_links
from layouts.components.figure_card import CardView, figure_card
from layouts.components.filter_bar import filter_bar
from layouts.components.indicator_card import definition
from layouts.components.indicator_tree import indicator_tree, tree_panel
from layouts.components.notice import notices
from layouts.components.shell import stamps
from layouts.explored import Explored, basis_of
from layouts.ids import Indicators
from layouts.markup import still
from layouts.words import word


@dataclass(frozen=True)
class IndicatorsView:
    """The page's parts. `table` is the table builder's, None in every other view."""

    view: str
    head: Sequence[Any]
    notices: Sequence[Any]
    tree: Sequence[Any]
    views: Sequence[Any]
    controls: Sequence[Any]
    card: CardView
    table: Component | None
    definition: Sequence[Any]

    def parts(self, lang: Lang) -> tuple[Any, ...]:
        """The values of the page's outputs, in order."""
        stills = (self.head, self.notices, self.tree, self.views, self.controls)
        packed = tuple(still(part) for part in stills)
        card = self.card.parts(Indicators.FIGURE, lang)
        return (self.view, *packed, *card, self.table, still(self.definition))


def layout(lang: Lang) -> Component:
    """The page without its data: every container."""
    views = html.Nav(id=Indicators.VIEWS, className="views", **{"aria-label": word("explorer.views", lang)})
    main = html.Div(
        [
            views,
            _choices(lang),
            figure_card(Indicators.FIGURE, lang, word("explorer.figure", lang), size="explorer", area_map=True),
            html.Div(id=Indicators.TABLE),
            html.Div(id=Indicators.DEFINITION),
        ],
        className="explorer-main",
    )
    head = html.Div(html.H1(word("page.indicators", lang)), id=Indicators.HEAD, className="page-head")
    body = html.Div([tree_panel(lang), main], className="explorer")
    page = html.Div([head, html.Div(id=Indicators.NOTICES), body], id=Indicators.PAGE, className="page indicators")
    return html.Div([filter_bar(lang), page])


def _choices(lang: Lang) -> Component:
    """The box of choices: always open on a desk, a fold on a phone."""
    label = word("explorer.controls", lang)
    summary = html.Summary([icon("sliders"), label], className="phone-only button")
    box = html.Section(id=Indicators.CONTROLS, className="explorer-controls", **{"aria-label": label})
    return html.Details([summary, box], open=True, className="choices", **{"data-narrow-closed": "767"})


def indicators_view(shown: Explored) -> IndicatorsView:
    """The whole page."""
    from layouts.pages.indicators_cards import card
    from layouts.pages.indicators_table import table_part

    lang, answer = shown.lang, shown.main
    said = [*shown.asked.notices, *getattr(answer, "notices", ())]
    return IndicatorsView(
        view=shown.view,
        head=_head(shown),
        notices=[*notices(said, lang), *border_notice(answer, lang)],
        tree=indicator_tree(shown.indicators, shown.address, lang),
        views=view_links(shown),
        controls=controls(shown),
        card=CardView("", "") if shown.view == "table" else card(shown),
        table=table_part(shown) if shown.view == "table" else None,
        definition=_definition(shown),
    )


def _head(shown: Explored) -> list[Component]:
    lang, country = shown.lang, shown.names.country
    steps = [(country.name.in_(lang), shown.address.to("/")), (word("page.indicators", lang), None)]
    population = form.population_words(shown.filters.population, lang)
    return [
        breadcrumb(steps, lang),
        stamps(shown.asked.release, basis_of(shown.main), lang),
        html.H1(shown.indicator.label.in_(lang)),
        html.P([shown.indicator.question.in_(lang), " ", html.Span(population, className="who")], className="lead"),
    ]


def _definition(shown: Explored) -> list[Component]:
    lang = shown.lang
    link = html.A(word("card.methods", lang), href=f"{shown.address.to('/methods')}#{shown.indicator.code}")
    summary = html.Summary([icon("info-circle"), html.H2(word("explorer.definition", lang))])
    body = html.Div([definition(shown.indicator, lang), html.P(link)], className="body")
    return [html.Details([summary, body], className="panel indicator definition")]
