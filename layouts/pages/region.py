"""The profile of one region: where it stands, how it has changed, who came and left, what it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.errors import PortalError
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.components.area_notices import area_notices
from layouts.components.border import border_notice
from layouts.components.breadcrumb import breadcrumb
from layouts.components.figure_card import CardView, figure_card
from layouts.components.filter_bar import filter_bar
from layouts.components.institution_table import institution_table
from layouts.components.region_cards import composition_card, flows_card
from layouts.components.region_level import (
    PARTS,
    RegionNumbers,
    RegionPlace,
    area_cell,
    map_card,
    region_tiles,
    shown_day,
    trend_card,
)
from layouts.components.shell import stamps
from layouts.ids import Region
from layouts.markup import still
from layouts.region_findings import level_finding
from layouts.words import word

CARDS = (Region.MAP, Region.TREND, Region.FLOWS, Region.TYPE, Region.MINISTRY, Region.AGE)


@dataclass(frozen=True)
class RegionView:
    """The page's parts. `cards` are in the order of CARDS."""

    head: Sequence[Any]
    notices: Sequence[Any]
    tiles: Sequence[Any]
    cards: tuple[CardView, ...]
    institutions: Sequence[Any]

    def parts(self, lang: Lang) -> tuple[Any, ...]:
        """The outputs' values: head, notices, tiles, institutions, then every card's own."""
        cards = (part for card, view in zip(CARDS, self.cards, strict=True) for part in view.parts(card, lang))
        told = (still(self.head), still(self.notices), still(self.tiles), still(self.institutions))
        return (*told, *cards)


def layout(lang: Lang) -> Component:
    """The page without its data."""
    cards = {
        card: figure_card(card, lang, word(f"region.{name}.title", lang, area=""), size=name)
        for card, name in ((Region.TREND, "trend"), (Region.FLOWS, "flows"))
    }
    cards |= {
        card: figure_card(card, lang, word(f"region.composition.{name}", lang), size=name)
        for card, name in ((Region.TYPE, "type"), (Region.MINISTRY, "ministry"), (Region.AGE, "age"))
    }
    cards[Region.MAP] = figure_card(Region.MAP, lang, word("regions.map.title", lang), size="locator", area_map=True)
    rows = ((Region.MAP, Region.TREND), (Region.FLOWS, Region.TYPE), (Region.MINISTRY, Region.AGE))
    grids = [
        html.Div([cards[left], cards[right]], className=f"grid-{n}") for n, (left, right) in enumerate(rows, start=1)
    ]
    return html.Div(
        [
            filter_bar(lang),
            html.Div(
                [
                    html.Div(id=Region.HEAD, className="page-head"), html.Div(id=Region.NOTICES),
                    html.Section(id=Region.TILES, className="tiles", **{"aria-label": word("region.tiles", lang)}),
                    *grids, html.Div(id=Region.PLACES), html.Section(id=Region.INSTITUTIONS, className="panel"),
                ],
                className="page region",
            ),
        ],
        id=Region.PAGE,
    )  # fmt: skip


def region_view(numbers: RegionNumbers, place: RegionPlace) -> RegionView:
    """The whole page."""
    subject, lang = place.subject, place.subject.lang
    parts = {
        dimension: composition_card(dimension, numbers.parts[dimension], numbers.total, subject) for dimension in PARTS
    }
    return RegionView(
        head=_head(numbers, place),
        notices=[
            *area_notices(numbers.stretch, numbers.history_from, lang),
            *place.notices,
            *border_notice(numbers.now, lang),
        ],
        tiles=region_tiles(numbers, place),
        cards=(
            map_card(numbers, place), trend_card(numbers, place), flows_card(numbers.entries, numbers.exits, subject),
            parts["type"], parts["ministry"], parts["age"],
        ),
        institutions=_institutions(numbers, place),
    )  # fmt: skip


def _head(numbers: RegionNumbers, place: RegionPlace) -> list[Component]:
    subject, lang, address = place.subject, place.subject.lang, place.address
    steps = [
        (subject.names.country.name.in_(lang), address.to("/")), (word("page.regions", lang), address.to("/regions")),
        (subject.name, None),
    ]  # fmt: skip
    crumbs = breadcrumb(steps, lang)
    if isinstance(numbers.now, PortalError):
        return [crumbs, html.H1(subject.name)]
    measured = numbers.now
    whole = measured.whole[-1] if measured.whole else None
    finding = level_finding(subject.area, area_cell(measured, subject.area.code), whole, place.indicator, lang)
    seen = stamps(measured.release, measured.bases[-1] if measured.bases else None, lang)
    return [crumbs, seen, html.Div([html.H1(finding), _compare(place)], className="title-row")]


def _compare(place: RegionPlace) -> Component:
    """The select that says with whom; 50-shell.js writes the choice into the URL."""
    names, lang = place.subject.names, place.subject.lang
    others = [area for area in names.country.areas if area.code != place.subject.area.code]
    others.sort(key=lambda area: form.sort_key(area.short.in_(lang), lang))
    choices = [("", word("region.compare.country", lang), names.country.iso)]
    choices += [(area.iso, area.short.in_(lang), area.code) for area in others]
    options = [html.Option(words, value=value, selected=code == place.other) for value, words, code in choices]
    label = html.Label(word("region.compare.label", lang), htmlFor=Region.COMPARE)
    select = html.Select(options, id=Region.COMPARE, className="form-select", **{"data-filter": "compare"})
    return html.Div([label, select], className="field compare")


def _institutions(numbers: RegionNumbers, place: RegionPlace) -> list[Component]:
    subject, lang = place.subject, place.subject.lang
    if numbers.stretch.state is State.OCCUPIED:
        return [html.H2(word("region.institutions.title", lang)), html.P(word("region.institutions.occupied", lang))]
    as_of = shown_day(numbers, place)
    link = place.address.institution_link
    found = institution_table(numbers.institutions, subject.name, as_of, subject.names, lang, link=link)
    filters = place.address.filters.choose(area=(subject.area.code,))
    register = replace(place.address, filters=filters).to("/institutions")
    return [*found, html.P(html.A(word("region.institutions.register", lang), href=register), className="source")]
