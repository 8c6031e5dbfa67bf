"""What lies inside an area, a raion: the map beside the table, and what must be known of their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell
from data.places import PlaceNumbers, PlacesInside
from data.states import State
from geo.shapes import Shapes
from geo.text import Lang
from layouts import format as form
from layouts.address import Asked
from layouts.components.border import is_exact, marked
from layouts.components.figure_card import CardView, figure_card, source_line
from layouts.components.outline import fold
from layouts.components.table import Column, Row, scrolling, table
from layouts.figures.place_map import children_text, place_map, silent
from layouts.ids import Card
from layouts.markup import still
from layouts.words import plural, word

FEW = 12  # places without institutions are folded away where there are more places than this


@dataclass(frozen=True)
class PlaceView:
    """What a section of places is drawn from: the numbers, whose page asks, the boundaries there are."""

    asked: Asked
    inside: PlacesInside
    drawn: Shapes | None

    @property
    def lang(self) -> Lang:
        """The language of the page."""
        return self.asked.lang

    @property
    def level(self) -> str:
        """What the parts are: the code of their level, empty where there are none."""
        country = self.asked.names.country
        number = country.places.level_of(self.inside.whole.code) + 1
        found = (level.code for level in country.places.levels if level.number == number)
        return next(found, "") if country.children_of(self.inside.whole.code) else ""

    def link(self, code: str) -> str:
        """The page of a place, with the reader's filters."""
        return self.asked.place_link(code)


def place_section(view: PlaceView, card: Card) -> list[Component]:
    """Map and table side by side; where an area is not divided, the sentence that says so."""
    lang = view.lang
    if not view.level:
        title = html.H2(word("places.title.none", lang))
        return [html.Div([title, html.P(word("places.undivided", lang))], className="panel")]
    listed = html.Div(still(_table(view)), className="panel places-table")
    if view.drawn is None:
        return [listed]
    return [html.Div([_map(view, view.drawn, card), listed], className="grid-1 places")]


def notes(view: PlaceView) -> list[str]:
    """What must be known of the numbers: why some are hidden, what all of them together are."""
    lang, inside = view.lang, view.inside
    hidden = any(part.children.state is State.SUPPRESSED for part in (inside.whole, *inside.parts))
    whole = _whole_words(inside.whole, view)
    said = [word(f"places.withheld.{inside.withheld}", lang)] if inside.withheld else []
    if hidden and not inside.withheld:
        said.append(word("places.hidden", lang))
    elif not inside.withheld and inside.whole.children.state is State.VALUE and not is_exact(inside.whole.children):
        said.append(word("places.rounded", lang))
    said += [whole] if hidden and whole else []
    if any(not part.code for part in inside.parts):
        said.append(word("places.untold.note", lang))
    return said


def _whole_words(whole: PlaceNumbers, view: PlaceView) -> str:
    """What is known of all together; of a hidden raion, what is known of its area."""
    for one in (whole, view.inside.above):
        if one is not None and one.children.state is State.VALUE and one.children.value is not None:
            name = view.asked.names.area(one.code, view.lang, full=True)
            return word("places.whole", view.lang, place=name, children=_children(one.children, view.lang))
    return ""


def _children(cell: Cell, lang: Lang) -> str:
    return plural("region.children", cell.value or 0, lang)


def _map(view: PlaceView, drawn: Shapes, card: Card) -> Component:
    names, lang = view.asked.names, view.lang
    level = next(one for one in names.country.places.levels if one.code == view.level)
    attribution = level.attribution.in_(lang)
    approximate = [html.P(word("places.approximate", lang), className="approximate")] if level.approximate else []
    shown = CardView(
        title=word(f"places.map.{view.level}", lang, place=names.area(view.inside.whole.code, lang, full=True)),
        subtitle=_subtitle(view),
        figure=place_map(drawn, view.inside.parts, names, lang, view.link),
        foot=[*approximate, html.P(attribution), *source_line(view.asked.release, [], lang)],
        aside=[_legend(view.inside.parts, lang)],
    )
    return filled(shown, card, lang, "locator")


def filled(shown: CardView, card: Card, lang: Lang, size: str) -> Component:
    """A card of an area map that is complete from the start."""
    head, figure, aside, twin, foot = shown.parts(card, lang)
    section = figure_card(card, lang, shown.title, size=size, area_map=True, figure=figure)
    top, stage, table_box, bottom = section.children
    top.children, stage.children[0].children, table_box.children, bottom.children = head, aside, twin, foot
    return section


def _subtitle(view: PlaceView) -> str:
    lang = view.lang
    who = form.population_words(view.asked.filters.population, lang)
    return word("places.subtitle", lang, population=who, date=form.long_day(view.inside.day, lang))


def _legend(parts: Sequence[PlaceNumbers], lang: Lang) -> Component:
    """The states that occur and in how many places."""
    states = [part.children.state for part in parts if part.code]
    told = [(state, states.count(state)) for state in State if state in states]
    lines = [
        html.Li([html.Span(className=f"swatch {state}"), html.Span(f"{form.state_words(state, lang)}: {number}")])
        for state, number in told
    ]
    return html.Ul(lines, className="legend", **{"aria-label": word("legend.title", lang)})


def _table(view: PlaceView) -> list[Component]:
    lang, parts = view.lang, view.inside.parts
    title = word(
        f"places.table.{view.level}", lang, place=view.asked.names.area(view.inside.whole.code, lang, full=True)
    )
    empty = [part for part in parts if not part.institutions] if len(parts) > FEW else []
    shown = [part for part in parts if part not in empty]
    whole = Row(_cells(word("places.all", lang), view.inside.whole, lang), strong=True)
    rows = [whole, *(Row(_cells(_name(part, view), part, lang)) for part in _ordered(shown, view))]
    columns = [
        Column("place", word(f"places.{view.level}", lang)),
        Column("institutions", word("places.operating", lang), number=True),
        Column("children", word("places.children", lang), number=True),
        Column("state", word("regions.list.state", lang), wide_only=True),
    ]
    listed = scrolling(table(title, columns, rows, lang, hidden_caption=True), word("region.scroll", lang, title=title))
    told: list[Component] = [html.H2(title), html.P(_subtitle(view), className="sub"), listed]
    told += [html.P(said, className="source") for said in notes(view)]
    return [*told, *_empty(empty, view)]


def _empty(places: Sequence[PlaceNumbers], view: PlaceView) -> list[Component]:
    """Places in which no institution works, each still a link to its page."""
    if not places:
        return []
    links = [html.Li(_name(part, view)) for part in _ordered(places, view)]
    title = html.Span(word("places.empty", view.lang, number=len(places)))
    return [fold(title, html.Ul(links, className="columns"))]


def _ordered(parts: Sequence[PlaceNumbers], view: PlaceView) -> list[PlaceNumbers]:
    """By name; those whose place is not told last."""
    names, lang = view.asked.names, view.lang
    return sorted(
        parts, key=lambda part: (not part.code, form.sort_key(names.area(part.code, lang) if part.code else "", lang))
    )


def _name(part: PlaceNumbers, view: PlaceView) -> Any:
    if not part.code:
        return word("places.untold", view.lang)
    return html.A(view.asked.names.area(part.code, view.lang), href=view.link(part.code))


def _cells(name: Any, part: PlaceNumbers, lang: Lang) -> tuple[Any, ...]:
    cell = part.children
    state = form.flag_words(cell.flags, lang) if cell.state is State.VALUE else form.state_words(cell.state, lang)
    number = "–" if silent(part) else form.number(part.operating, lang)
    return name, number, marked(children_text(cell, lang), is_exact(cell), lang), state
