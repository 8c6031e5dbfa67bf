"""The page of a raion or hromada: what is in it, place by place, and its institutions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.places import PlaceNumbers
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.components.breadcrumb import breadcrumb
from layouts.components.filter_bar import filter_bar
from layouts.components.institution_table import institution_table
from layouts.components.place_section import PlaceView, notes, place_section
from layouts.components.shell import stamps
from layouts.components.tile import Tile, tiles
from layouts.figures.place_map import children_text, silent
from layouts.ids import PlacePage
from layouts.markup import still
from layouts.words import plural, word

SHOWN = ("as_of", "population", "ministry", "type")


@dataclass(frozen=True)
class PlacePageView:
    """The page's parts."""

    head: Sequence[Any]
    notices: Sequence[Any]
    tiles: Sequence[Any]
    places: Sequence[Any]
    institutions: Sequence[Any]

    def parts(self) -> tuple[Any, ...]:
        """The outputs' values."""
        return still(self.head), still(self.notices), still(self.tiles), self.places, still(self.institutions)


def layout(lang: Lang) -> Component:
    """The page without its data."""
    return html.Div(
        [
            filter_bar(lang, SHOWN),
            html.Div(
                [
                    html.Div(id=PlacePage.HEAD, className="page-head"), html.Div(id=PlacePage.NOTICES),
                    html.Section(id=PlacePage.TILES, className="tiles", **{"aria-label": word("places.tiles", lang)}),
                    html.Div(id=PlacePage.PLACES), html.Section(id=PlacePage.INSTITUTIONS, className="panel"),
                ],
                className="page region place",
            ),
        ]
    )  # fmt: skip


def place_view(view: PlaceView, said: Sequence[Component]) -> PlacePageView:
    """The whole page. `said`: notices of the area and of the question."""
    return PlacePageView(
        head=_head(view),
        notices=said,
        tiles=tiles(_tiles(view), view.lang),
        places=place_section(view, PlacePage.MAP) if view.level else [],
        institutions=_institutions(view),
    )


def _head(view: PlaceView) -> list[Component]:
    names, lang, address = view.asked.names, view.lang, view.asked.address
    line = names.country.places.line(view.inside.whole.code)
    steps: list[tuple[str, str | None]] = [
        (names.country.name.in_(lang), address.to("/")), (word("page.regions", lang), address.to("/regions")),
    ]  # fmt: skip
    steps += [(names.area(code, lang, full=True), view.link(code)) for code in line[:-1]]
    here = names.area(line[-1], lang, full=True)
    crumbs = breadcrumb([*steps, (here, None)], lang)
    title = html.Div(html.H1(_finding(here, view.inside.whole, lang)), className="title-row")
    return [crumbs, stamps(view.asked.release, None, lang), title]


def _finding(name: str, whole: PlaceNumbers, lang: Lang) -> str:
    """The place with what is known of it: "Such raion: 16 institutions, 1,195 children"."""
    if silent(whole):
        return word(
            "places.finding.none", lang, place=name, reason=form.state_words(whole.children.state, lang).lower()
        )
    institutions = plural("places.institutions", whole.operating, lang)
    if whole.children.state is State.VALUE and whole.children.value is not None:
        children = plural("region.children", whole.children.value, lang)
        return word("places.finding", lang, place=name, institutions=institutions, children=children)
    return word("places.finding.hidden", lang, place=name, institutions=institutions)


def _tiles(view: PlaceView) -> list[Tile]:
    """The institutions and the children, each beside that of what the place lies in."""
    whole, above, lang = view.inside.whole, view.inside.above, view.lang
    who, day = form.population_words(view.asked.filters.population, lang), form.day(view.inside.day, lang)
    beside = (_operating(above, lang), children_text(above.children, lang)) if above else ("", "")
    told = children_text(whole.children, lang) if whole.children.state is State.VALUE else ""
    return [
        _tile("institutions", _operating(whole, lang), beside[0], day, view),
        _tile("children", told, beside[1], f"{form.sentence_case(who)}, {day}", view),
    ]


def _tile(key: str, value: str, beside: str, note: str, view: PlaceView) -> Tile:
    lang, above, state = view.lang, view.inside.above, view.inside.whole.children.state
    name = view.asked.names.area(above.code, lang, full=True) if above else ""
    rest = word("places.tile.above", lang, place=name, value=beside) if beside else ""
    label = word(f"places.tile.{key}", lang)
    return Tile(label, value, reason="" if value else form.state_words(state, lang), rest=rest, note=note)


def _operating(one: PlaceNumbers, lang: Lang) -> str:
    return "" if silent(one) else form.number(one.operating, lang)


def _institutions(view: PlaceView) -> list[Component]:
    lang, whole = view.lang, view.inside.whole
    if whole.children.state is State.OCCUPIED:
        return [html.H2(word("places.list", lang)), html.P(word("region.institutions.occupied", lang))]
    name, names = view.asked.names.area(whole.code, lang, full=True), view.asked.names
    heading = plural("places.working", whole.operating, lang)
    told = institution_table(
        whole.institutions, name, view.inside.day, names, lang, heading, view.asked.address.institution_link
    )
    extra = [] if view.level else [html.P(said, className="source") for said in notes(view)]
    return [*told, *extra]
