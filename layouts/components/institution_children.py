"""The cards about one institution's children: over time, by what they are made of, who came and who left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell, ReleaseInfo
from data.profile.profile import DIMENSIONS, Move, Part, Profile
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.components.border import marked
from layouts.components.figure_card import CardView, filled_card, source_line
from layouts.components.table import Column, Row, scrolling, table
from layouts.figures.flows import FlowYear, flows
from layouts.figures.institution_children import codes_of, count_text, day_label, history_line, stacked
from layouts.ids import Institution
from layouts.names import Names
from layouts.theme import CATEGORICAL
from layouts.words import word

YEARS = 8
COMING, GOING = ("ENTRY", "TRANSFER_IN"), ("EXIT", "TRANSFER_OUT")


@dataclass(frozen=True)
class Told:
    """What every card needs: names, language, release, and where the list behind a number is (None: not for you).

    `stays(day, dimension, code)`: the list of the children counted on a day, all of them or of one code.
    """

    names: Names
    lang: Lang
    release: ReleaseInfo
    stays: Callable[[date, str, str], str] | None = None


def history_card(found: Profile, told: Told) -> Component:
    """Children by quarter."""
    lang, title = told.lang, word("institution.history", told.lang)
    columns = [Column("date", word("institution.history.date", lang)),
               Column("children", word("institution.history.children", lang), number=True)]  # fmt: skip
    mixed = len({one.exact for one in found.history}) > 1
    rows = [
        Row((form.day(one.on, lang), marked(count_text(one, lang), mixed and one.exact, lang)))
        for one in reversed(found.history)
    ]
    caption = word("institution.history.caption", lang, name=found.entry.name.in_(lang))
    key = "exact" if any(one.exact for one in found.history) else "public"
    view = CardView(
        title=title, subtitle=word("institution.history.subtitle", lang),
        figure=history_line(found.history, found.entry.capacity, lang), table=table(caption, columns, rows, lang),
        foot=[html.P(word(f"institution.history.{key}", lang)), *_source(told, key)],
    )  # fmt: skip
    return filled_card(Institution.HISTORY, view, lang, size="trend")


def part_cards(found: Profile, told: Told) -> list[Component]:
    """A card for each dimension: bars by year and the table whose numbers open their lists."""
    return [_part_card(dimension, found, told) for dimension in DIMENSIONS]


def _part_card(dimension: str, found: Profile, told: Told) -> Component:
    lang, names = told.lang, told.names
    parts = [part for part in found.parts or () if part.dimension == dimension]

    def named(code: str) -> str:
        return names.of(dimension, code, lang)

    title = word(f"institution.part.{dimension}", lang)
    newest = found.days[-1] if found.days else found.as_of
    view = CardView(
        title=title, subtitle=word("institution.part.subtitle", lang, date=form.long_day(newest, lang)),
        figure=stacked(parts, found.days, named, lang), table=_part_table(parts, found.days, named, title, told),
        aside=[_key(parts, named)] if parts else [html.P(word("institution.part.none", lang))],
        foot=_source(told, "exact"),
    )  # fmt: skip
    return filled_card(Institution.part(dimension), view, lang, size="part")


def _part_table(
    parts: Sequence[Part], days: Sequence[date], named: Callable[[str], str], title: str, told: Told
) -> Component:
    lang = told.lang
    columns = [Column("code", word("institution.part.code", lang)),
               *(Column(day.isoformat(), day_label(day), number=True) for day in days)]  # fmt: skip
    found = {(part.code, part.on): part for part in parts}
    rows = [
        Row((named(code), *(_linked(found.get((code, day)), told, lang) for day in days))) for code in codes_of(parts)
    ]
    totals = [sum(part.children for part in parts if part.on == day) for day in days]
    rows.append(Row((word("institution.part.total", lang), *(form.number(total, lang) for total in totals)), True))
    caption = word("institution.part.caption", lang, part=title)
    return scrolling(table(caption, columns, rows, lang), caption)


def _linked(part: Part | None, told: Told, lang: Lang) -> Any:
    if part is None:
        return form.number(0, lang)
    number = form.number(part.children, lang)
    if told.stays is None:
        return number
    return html.A(number, href=told.stays(part.on, part.dimension, part.code), **{"data-full": "1"})


def _key(parts: Sequence[Part], named: Callable[[str], str]) -> Component:
    lines = []
    for place, code in enumerate(codes_of(parts)):
        swatch = html.Span(className="swatch", style={"background": CATEGORICAL[place % len(CATEGORICAL)]})
        lines.append(html.Li([swatch, html.Span(named(code))]))
    return html.Ul(lines, className="legend parts")


def flows_parts(found: Profile, told: Told) -> Component:
    """Who came and left by year, and where to."""
    lang, moves = told.lang, found.moves or ()
    title = word("institution.flows", lang)
    years = sorted({move.year for move in moves})[-YEARS:]
    day = form.long_day(found.as_of, lang)
    subtitle = word("institution.flows.subtitle", lang, year=found.as_of.year, date=day)
    if not years:
        view = CardView(title=title, subtitle=word("institution.flows.none", lang), picture=False)
        return filled_card(Institution.FLOWS, view, lang, size="flows")
    pairs = [FlowYear(str(year), _cell(found, year, "ENTRY"), _cell(found, year, "EXIT")) for year in years]
    view = CardView(
        title=title, subtitle=subtitle, figure=flows(pairs, lang),
        table=html.Div([_years_table(moves, years, lang), _destinations(moves, years, told)]),
        foot=_source(told, "exact"),
    )  # fmt: skip
    return filled_card(Institution.FLOWS, view, lang, size="flows")


def moved(found: Profile, year: int, kinds: Sequence[str]) -> int:
    """Children who moved in a year in one of these ways."""
    return sum(move.children for move in found.moves or () if move.year == year and move.kind in kinds)


def _cell(found: Profile, year: int, kind: str) -> Cell:
    number = float(moved(found, year, (kind,)))
    until = min(date(year, 12, 31), found.as_of)
    return Cell(found.entry.area, date(year, 1, 1), until, (), number, number, None, State.VALUE)


def _years_table(moves: Sequence[Move], years: Sequence[int], lang: Lang) -> Component:
    kinds = (*COMING, *GOING)
    columns = [Column("year", word("institution.flows.year", lang)),
               *(Column(kind, word(f"institution.flows.{kind}", lang), number=True) for kind in kinds)]  # fmt: skip
    rows = [
        Row((str(year), *(form.number(_of(moves, year, kind), lang) for kind in kinds))) for year in reversed(years)
    ]
    caption = word("institution.flows.caption", lang)
    return scrolling(table(caption, columns, rows, lang), caption)


def _destinations(moves: Sequence[Move], years: Sequence[int], told: Told) -> Component:
    lang, names = told.lang, told.names
    gone = [move for move in moves if move.kind == "EXIT"]
    ways = sorted({move.way for move in gone}, key=lambda way: -sum(m.children for m in gone if m.way == way))
    columns = [Column("way", word("institution.flows.destination", lang)),
               *(Column(str(year), str(year), number=True) for year in years)]  # fmt: skip
    rows = [
        Row((names.of("destination", way, lang), *(
            form.number(sum(m.children for m in gone if m.way == way and m.year == year), lang) for year in years
        ))) for way in ways
    ]  # fmt: skip
    caption = word("institution.flows.where", lang)
    return scrolling(table(caption, columns, rows, lang), caption)


def _of(moves: Sequence[Move], year: int, kind: str) -> int:
    return sum(move.children for move in moves if move.year == year and move.kind == kind)


def _source(told: Told, key: str) -> list[Any]:
    source = word("institution.source" if key == "exact" else "institution.source.public", told.lang)
    return source_line(told.release, [source], told.lang)
