"""The figure cards of a region's profile: each from what was measured, with its finding, its table and its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data.errors import PortalError
from data.filters import Filters, to_query
from data.indicators.model import Cell, Indicator, Measured
from data.states import Reach, State
from geo.areas import Area
from geo.text import Lang
from layouts import format as form
from layouts.components.border import is_exact, marked
from layouts.components.figure_card import CardView, source_line
from layouts.components.notice import error_words
from layouts.components.table import Column, Row, table
from layouts.figures.composition import SHOWN, Part, composition, part_text, parts
from layouts.figures.flows import FlowYear, flow_years, flows
from layouts.markup import still
from layouts.names import Names
from layouts.region_findings import composition_finding, flows_finding
from layouts.words import word


@dataclass(frozen=True)
class Subject:
    """Whom the cards are about and in whose words."""

    area: Area
    names: Names
    lang: Lang

    @property
    def name(self) -> str:
        """The area's full name."""
        return self.area.name.in_(self.lang)


def download_query(filters: Filters, lang: Lang) -> str:
    """The query string for a card's downloads: its own question, in the page's language."""
    english = "" if lang is Lang.UK else urlencode({"lang": str(lang)})
    return "&".join(part for part in (to_query(filters), english) if part)


def empty_card(title: str, error: PortalError, lang: Lang) -> CardView:
    """A card that cannot be answered: its plain title and the reason."""
    return CardView(title=title, subtitle="", foot=[html.P(error_words(error, lang), className="remark", role="note")])


def flows_card(entries: Measured | PortalError, exits: Measured | PortalError, subject: Subject) -> CardView:
    """Entries and exits by year."""
    lang, plain = subject.lang, word("region.flows.title", subject.lang)
    for answer in (entries, exits):
        if isinstance(answer, PortalError):
            return empty_card(plain, answer, lang)
    assert isinstance(entries, Measured)
    assert isinstance(exits, Measured)
    years = flow_years(entries.cells, exits.cells)
    foot = [html.P(word("region.flows.transfers", lang)), *_source(entries, lang)]
    return CardView(
        title=flows_finding(years, lang) or plain,
        subtitle=_flows_subtitle(years, entries, lang),
        figure=flows(years, lang),
        table=still(_flows_table(years, subject)),
        foot=foot,
        query=download_query(entries.filters, lang),
    )


def composition_card(
    dimension: str, measured: Measured | PortalError, total: Cell | None, subject: Subject
) -> CardView:
    """The children of an area by one dimension. `total` is the area's number without it."""
    lang, plain = subject.lang, word(f"region.composition.{dimension}", subject.lang)
    if isinstance(measured, PortalError):
        return empty_card(plain, measured, lang)
    cells = measured.cells
    found = parts(cells, total, lambda code: subject.names.of(dimension, code, lang), keep_order=dimension == "age")
    until = measured.bases[-1].until if measured.bases else measured.release.covers_to
    who, when = form.population_words(measured.filters.population, lang), form.long_day(until, lang)
    caption = word("region.composition.caption", lang, title=plain, area=subject.name, date=when)
    return CardView(
        title=composition_finding(found, plain, lang) or plain,
        subtitle=f"{plain}. " + word("region.composition.subtitle", lang, population=who, date=when),
        figure=composition(found, lang, _reason(cells, lang)),
        table=still(_parts_table(found, caption, lang)),
        foot=[*_remarks(found, _exact(measured), lang), *_source(measured, lang)],
        query=download_query(measured.filters, lang),
    )


def values_table(cells: Sequence[Cell], indicator: Indicator, caption: str, names: Names, lang: Lang) -> Component:
    """Areas by name with their value or state: the twin of a small map."""
    columns = [
        Column("area", word("regions.list.area", lang)),
        Column("value", word("regions.list.value", lang), number=True),
        Column("state", word("regions.list.state", lang)),
    ]
    ordered = sorted(cells, key=lambda cell: form.sort_key(names.area(cell.area, lang), lang))
    rows = [Row((names.area(c.area, lang), marked_text(c, indicator, lang), state_text(c, lang))) for c in ordered]
    return still(table(caption, columns, rows, lang))


def marked_text(cell: Cell | None, indicator: Indicator, lang: Lang) -> Any:
    """A cell's text, marked where it is exact beside others that are not."""
    return marked(form.cell_text(cell, indicator, lang), is_exact(cell), lang)


def state_text(cell: Cell, lang: Lang) -> str:
    """What is to be said of a cell beside its value; empty for a value without remarks."""
    return form.flag_words(cell.flags, lang) if cell.state is State.VALUE else form.state_words(cell.state, lang)


def _flows_subtitle(years: Sequence[FlowYear], entries: Measured, lang: Lang) -> str:
    who = form.population_words(entries.filters.population, lang)
    if years and years[-1].unfinished:
        last = years[-1]
        day = form.long_day(last.entries.until, lang)
        return word("region.flows.subtitle_to_date", lang, population=who, year=last.label, date=day)
    return word("region.flows.subtitle", lang, population=who)


def _flows_table(years: Sequence[FlowYear], subject: Subject) -> Component:
    lang = subject.lang
    columns = [
        Column("year", word("region.flows.year", lang)),
        Column("entries", word("region.flows.entries", lang), number=True),
        Column("exits", word("region.flows.exits", lang), number=True),
    ]
    rows = [Row((_year(year, lang), _number(year.entries, lang), _number(year.exits, lang))) for year in years]
    return table(word("region.flows.caption", lang, area=subject.name), columns, rows, lang)


def _year(year: FlowYear, lang: Lang) -> str:
    if not year.unfinished:
        return year.label
    return word("region.flows.to_date", lang, year=year.label, date=form.day(year.entries.until, lang))


def _number(cell: Cell, lang: Lang) -> Any:
    if cell.state is State.VALUE and cell.value is not None:
        return marked(form.number(cell.value, lang), is_exact(cell), lang)
    return form.state_words(cell.state, lang)


def _parts_table(found: Sequence[Part], caption: str, lang: Lang) -> Component:
    columns = [
        Column("part", word("region.composition.part", lang)),
        Column("children", word("region.composition.children", lang), number=True),
        Column("share", word("region.composition.share", lang), number=True),
    ]
    rows = [
        Row(
            (
                part.name,
                marked(part_text(part, lang).split(" · ")[0], is_exact(part.cell), lang),
                "–" if part.share is None else form.percent(part.share, lang, 0),
            )
        )
        for part in found
    ]
    return table(caption, columns, rows, lang)


def _reason(cells: Sequence[Cell], lang: Lang) -> str:
    """Why there is nothing to draw: the state that all cells share, or that there is no child to count."""
    states = {cell.state for cell in cells}
    if len(states) == 1 and State.VALUE not in states:
        return form.state_words(states.pop(), lang)
    return word("region.composition.none", lang)


def _exact(measured: Measured) -> bool:
    """Whether nothing in the answer is rounded."""
    return measured.reach is Reach.EVERYWHERE or any(is_exact(cell) for cell in measured.cells)


def _remarks(found: Sequence[Part], exact: bool, lang: Lang) -> list[Any]:
    """Why the parts may not make up the whole."""
    hidden = any(part.cell.state is State.SUPPRESSED for part in found)
    shares = all(part.share is not None for part in found if part.cell.value)
    keys = ["more"] if len(found) > SHOWN else []
    keys += ["some_hidden"] if hidden else ["rounded"] if found and not exact else []
    keys += [] if shares or not found else ["no_share"]
    return [html.P(word(f"region.composition.{key}", lang)) for key in keys]


def _source(measured: Measured, lang: Lang) -> list[Any]:
    return source_line(measured.release, [measured.indicator.source.in_(lang)], lang)
