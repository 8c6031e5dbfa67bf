"""A region's level: tiles, the map with the region framed, the line over time beside what it is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.annotations import Annotations
from data.errors import PortalError
from data.indicators.catalogue import indicator as known_indicator
from data.indicators.facts import Stretch
from data.indicators.model import Cell, Indicator, Measured
from data.institutions import Institution
from data.policy import Pathway
from data.states import Reach, State
from geo.shapes import Shapes
from layouts import format as form
from layouts.address import Address
from layouts.components.border import is_exact
from layouts.components.figure_card import CardView, source_line
from layouts.components.notice import error_words
from layouts.components.region_cards import Subject, download_query, marked_text, state_text, values_table
from layouts.components.table import Column, Row, table
from layouts.components.tile import Tile, tiles
from layouts.figures.area_map import blank_map, paint, painted
from layouts.figures.trend import Trend, trend
from layouts.figures.trend_notes import happened, marks_words
from layouts.markup import still
from layouts.region_findings import trend_finding
from layouts.theme import COLOR
from layouts.words import word

TILES = (
    ("children_in_institutions_rate", ""),
    ("children_in_institutions", "24h"),
    ("family_based_share", ""),
    ("under_3_in_institutions", ""),
    ("institutions_operating", ""),
)
PARTS = ("ministry", "type", "age")
NOTHING = Annotations()
Answer = Measured | PortalError


@dataclass(frozen=True)
class RegionNumbers:
    """Everything measured for the page. `now` and `series` are of every area.

    `tiles` are in the order of TILES, `parts` by dimension. `stretch` is the state of the area's data on the day shown.
    """

    now: Answer
    series: Answer
    tiles: tuple[Answer, ...]
    entries: Answer
    exits: Answer
    total: Cell | None
    parts: Mapping[str, Answer]
    institutions: tuple[Institution, ...]
    pathways: tuple[Pathway, ...]
    stretch: Stretch
    history_from: date | None
    noted: Annotations = NOTHING


@dataclass(frozen=True)
class RegionPlace:
    """Which page this is: the area, the link state, the indicator, the outlines, what it is compared with (a code)."""

    subject: Subject
    address: Address
    indicator: Indicator
    shapes: Shapes
    other: str
    notices: Sequence[Any] = ()


def area_cell(answer: Answer, area: str) -> Cell | None:
    """The newest cell of an area."""
    cells = [] if isinstance(answer, PortalError) else [cell for cell in answer.cells if cell.area == area]
    return cells[-1] if cells else None


def region_tiles(numbers: RegionNumbers, place: RegionPlace) -> list[Component]:
    """The five tiles."""
    lang = place.subject.lang
    shown = []
    for (code, _), answer in zip(TILES, numbers.tiles, strict=True):
        shown.append(_tile(known_indicator(code), answer, place))
    return tiles(shown, lang)


def _tile(about: Indicator, answer: Answer, place: RegionPlace) -> Tile:
    subject, lang = place.subject, place.subject.lang
    told = {"definition": (about.definition.in_(lang),), "methods": f"/methods#{about.code}"}
    if isinstance(answer, PortalError):
        return Tile(label=about.short.in_(lang), value="", reason=error_words(answer, lang), **told)
    cell = area_cell(answer, subject.area.code)
    whole = answer.whole[-1] if answer.whole else None
    country = subject.names.country.name.in_(lang)
    who = form.population_words(answer.filters.population, lang)
    state = whole.state if whole is not None else State.NOT_REPORTED
    rest = (
        word("region.tile.country", lang, country=country, value=word(f"state.{state}.symbol", lang))
        if state is not State.VALUE
        else ""
    )
    if whole is not None and whole.value is not None:
        rest = word("region.tile.country", lang, country=country, value=form.amount(whole.value, about, lang))
    note = f"{form.sentence_case(who)}, {form.day(cell.until, lang)}" if cell else who
    if cell is None or cell.state is not State.VALUE or cell.value is None:
        state = State.NOT_REPORTED if cell is None else cell.state
        return Tile(about.short.in_(lang), "", reason=form.state_words(state, lang), rest=rest, note=note, **told)
    value, unit = form.cell_text(cell, about, lang), form.unit_word(about, cell.value, lang)
    note += f", {word('scope.mark', lang)}" if is_exact(cell) else ""
    return Tile(about.short.in_(lang), value, unit=unit, rest=rest, note=note, **told)


def map_card(numbers: RegionNumbers, place: RegionPlace) -> CardView:
    """All areas in their colours, this one framed."""
    subject, lang = place.subject, place.subject.lang
    title = word("region.map.title", lang, area=subject.name)
    if isinstance(numbers.now, PortalError):
        return CardView(title=title, subtitle=error_words(numbers.now, lang))
    measured = numbers.now
    whole = measured.whole[-1] if measured.whole else None
    traces, _ = paint(
        place.shapes,
        measured.cells,
        whole,
        place.indicator,
        subject.names,
        lang,
        lambda code: place.address.to(f"/regions/{subject.names.country.area(code).iso}"),
        measured.reach is Reach.INSIDE,
    )
    figure = painted(blank_map(place.shapes, lang), traces, [])
    subtitle = _subtitle(measured, place)
    return CardView(
        title=title,
        subtitle=subtitle,
        figure={**figure, "data": [*figure["data"], _frame(place, measured.reach is Reach.INSIDE)]},
        table=values_table(measured.cells, place.indicator, subtitle, subject.names, lang),
        foot=source_line(measured.release, [place.indicator.source.in_(lang)], lang),
        query=download_query(measured.filters, lang),
    )


def _frame(place: RegionPlace, bordered: bool) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in place.shapes.areas[place.subject.area.code].rings:
        x += [*(round(point[0], 1) for point in ring), None]
        y += [*(round(point[1], 1) for point in ring), None]
    line = {"color": COLOR["select"], "width": 3}
    drawn = {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip", "showlegend": False}
    return {**drawn, "zorder": 2} if bordered else drawn


def _subtitle(measured: Measured, place: RegionPlace) -> str:
    lang = place.subject.lang
    parts = (form.measure_words(place.indicator, lang), form.population_words(measured.filters.population, lang))
    day = form.long_day(measured.bases[-1].until, lang) if measured.bases else ""
    return ", ".join(part for part in (*parts, day) if part)


def trend_card(numbers: RegionNumbers, place: RegionPlace) -> CardView:
    """The area's line, the line of what it is compared with, the pathway."""
    subject, lang = place.subject, place.subject.lang
    plain = word("region.trend.title", lang, area=subject.name)
    if isinstance(numbers.series, PortalError):
        return CardView(title=plain, subtitle=error_words(numbers.series, lang))
    measured = numbers.series
    own = tuple(cell for cell in measured.cells if cell.area == subject.area.code)
    other = _others(measured, place)
    comparable = not place.indicator.additive or place.other != subject.names.country.iso
    shown = Trend(
        indicator=place.indicator,
        cells=own,
        pathways=numbers.pathways,
        compare=other if comparable else (),
        compare_name=subject.names.area(place.other, lang),
        milestones=numbers.noted.milestones,
        closures=numbers.noted.closures,
        name=subject.names.area(subject.area.code, lang),
    )
    subtitle = _trend_subtitle(measured, own, place)
    known = any(cell.value is not None for cell in own)
    return CardView(
        title=(trend_finding(own, subject.names.country.break_dates, lang) or plain)
        if known
        else word("region.trend.no_line", lang),
        subtitle=subtitle,
        figure=trend(shown, lang),
        table=_trend_table(shown, other, place),
        foot=[
            html.P(" ".join((word("region.trend.hollow", lang), marks_words(shown, lang)))),
            *source_line(measured.release, [place.indicator.source.in_(lang)], lang),
        ],
        query=download_query(measured.filters, lang),
    )


def _others(measured: Measured, place: RegionPlace) -> tuple[Cell, ...]:
    if place.other == place.subject.names.country.iso:
        return measured.whole
    return tuple(cell for cell in measured.cells if cell.area == place.other)


def _trend_subtitle(measured: Measured, own: Sequence[Cell], place: RegionPlace) -> str:
    lang = place.subject.lang
    last = next((cell for cell in reversed(own) if cell.value is not None), None)
    return word(
        "region.trend.subtitle",
        lang,
        measure=form.measure_words(place.indicator, lang),
        population=form.population_words(measured.filters.population, lang),
        date=form.long_day(last.until, lang) if last else "–",
    )


def _trend_table(shown: Trend, other: Sequence[Cell], place: RegionPlace) -> Component:
    subject, lang = place.subject, place.subject.lang
    name = subject.names.area(place.other, lang)
    columns = [
        Column("year", word("region.flows.year", lang)),
        Column("own", subject.names.area(subject.area.code, lang), number=True),
        Column("other", name, number=True),
        Column("state", word("regions.list.state", lang)),
    ]
    there = {cell.until: cell for cell in other}
    rows = [
        Row(
            (
                form.day(cell.until, lang),
                marked_text(cell, place.indicator, lang),
                marked_text(there.get(cell.until), place.indicator, lang),
                "; ".join(filter(None, (state_text(cell, lang), *happened(shown, earlier, cell.until, lang)))),
            )
        )
        for earlier, cell in zip((None, *(one.until for one in shown.cells)), shown.cells, strict=False)
    ]
    caption = word("region.trend.caption", lang, label=place.indicator.label.in_(lang), area=subject.name, other=name)
    return still(table(caption, columns, rows, lang))


def shown_day(numbers: RegionNumbers, place: RegionPlace) -> date:
    """The day the page speaks of."""
    if isinstance(numbers.now, PortalError) or not numbers.now.bases:
        return place.address.filters.as_of or date.today()
    return numbers.now.bases[-1].until
