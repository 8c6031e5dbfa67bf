"""The map's card and the trend's card on the first page."""

from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell, Indicator, Measured
from data.policy import next_due
from data.states import Reach
from geo.shapes import Shapes
from geo.text import Lang
from layouts import findings
from layouts import format as form
from layouts.address import Asked
from layouts.components.border import is_exact, marked
from layouts.components.figure_card import CardView, source_line
from layouts.components.notice import refusal
from layouts.components.table import Column, Row, table
from layouts.figures.area_map import paint
from layouts.figures.legend import class_words, legend, legend_view, rank
from layouts.figures.ranking import in_order, ranking
from layouts.figures.trend import Trend, in_thousands, trend
from layouts.figures.trend_notes import marks_words
from layouts.figures.trend_table import trend_table
from layouts.pages.overview import BASELINE, OverviewNumbers, bases, basis, reset, series, valued, ways, whole
from layouts.words import word

Paint = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def map_card(numbers: OverviewNumbers, asked: Asked, shapes: Shapes) -> tuple[CardView, Paint | None]:
    """The map and its paint; in `view=ranking` the list stands in the map's place."""
    answer, lang = numbers.areas, asked.lang
    if not isinstance(answer, Measured):
        title = findings.neutral(asked.indicator, None, lang)
        return CardView(title, "", aside=[refusal(answer, lang, reset(asked))]), None
    national, one = whole(answer), answer.indicator
    aside: list[Component] = [legend_view(legend(answer.cells, one), one, lang)]
    if asked.address.view == "ranking":
        aside = [ranking(answer.cells, national, one, asked.names, lang, asked.area_link)]
    card = CardView(
        title=findings.map_title(answer.cells, national, one, basis(answer), asked.names, lang),
        subtitle=_subtitle(answer, national, asked),
        table=_map_table(answer, asked),
        foot=_foot(answer, asked, "#borders", word("overview.borders", lang)),
        aside=aside,
        query=replace(asked.address, filters=replace(answer.filters, by=("area",), release=asked.release.id)).query,
        switch=_switch(asked),
    )
    inside = answer.reach is Reach.INSIDE
    return card, paint(shapes, answer.cells, national, one, asked.names, lang, asked.area_link, inside)


def trend_card(numbers: OverviewNumbers, asked: Asked) -> CardView:
    """The line over time."""
    answer, lang = numbers.trend, asked.lang
    if not isinstance(answer, Measured):
        title = findings.neutral(asked.indicator, None, lang)
        return CardView(title, "", aside=[refusal(answer, lang, reset(asked))])
    one, now = answer.indicator, whole(numbers.trend_now)
    view = _trend(numbers, answer, asked)
    due = next_due(view.pathways, now.until) if now else None
    found = findings.compare(view.cells, bases(answer, numbers.trend_now), asked.names.country.break_dates, BASELINE)
    return CardView(
        title=findings.trend_title(one, found, now, due, basis(numbers.trend_now), lang),
        subtitle=_trend_subtitle(answer, view, asked),
        figure=trend(view, lang),
        table=trend_table(view, lang),
        foot=[
            *_milestone_list(view, lang),
            *_foot(answer, asked, "#breaks", " ".join((word("trend.note", lang), marks_words(view, lang)))),
        ],
        query=replace(asked.address, filters=replace(answer.filters, release=asked.release.id)).query,
    )


def _trend(numbers: OverviewNumbers, answer: Measured, asked: Asked) -> Trend:
    cells = series(answer, numbers.trend_now)
    last = cells[-1].until if cells else None
    found = ways(numbers, answer.indicator, answer, numbers.trend_now)
    narrowed = bool(answer.filters.where)
    breaks = [day for day in asked.names.country.break_dates if last and day < last]
    return Trend(
        indicator=answer.indicator, cells=cells, complete_until=max(breaks, default=None),
        pathways=tuple(way for way in found if last and way.end >= last), milestones=numbers.milestones,
        published=() if narrowed else tuple(one for one in numbers.published if last and one.on <= last),
        closures=numbers.closures,
    )  # fmt: skip


def _subtitle(answer: Measured, national: Cell | None, asked: Asked) -> str:
    lang, one = asked.lang, answer.indicator
    parts = [_measure(one, lang), form.population_words(answer.filters.population, lang), _when(national, lang)]
    words = ", ".join(part for part in (*parts, *_narrowed(answer, asked)) if part)
    if valued(national) and national is not None:
        return f"{words} · {asked.names.country.name.in_(lang)}: {form.amount(national.value or 0.0, one, lang)}"
    return words


def _trend_subtitle(answer: Measured, view: Trend, asked: Asked) -> str:
    lang, one = asked.lang, answer.indicator
    measure = word(f"measure.{one.unit}.thousand", lang) if in_thousands(view) else _measure(one, lang)
    parts = [measure, form.population_words(answer.filters.population, lang), *_narrowed(answer, asked)]
    last = form.day(view.cells[-1].until, lang) if view.cells else ""
    return ", ".join([*parts, word("trend.at_year_end", lang, last=last)])


def _narrowed(answer: Measured, asked: Asked) -> list[str]:
    """The filters in words: an owner, say, or two types."""
    return [
        ", ".join(asked.names.of(dimension, code, asked.lang) for code in codes)
        for dimension, codes in answer.filters.where if dimension != "area"
    ]  # fmt: skip


def _measure(one: Indicator, lang: Lang) -> str:
    if one.unit.value in ("children", "institutions", "reports", "per_100k"):
        named = one.code.startswith("children_in_institutions")
        return form.measure_words(one, lang) if named else f"{one.label.in_(lang)}"
    return one.label.in_(lang)


def _when(cell: Cell | None, lang: Lang) -> str:
    if cell is None:
        return ""
    if cell.since == cell.until:
        return form.day(cell.until, lang)
    return f"{form.day(cell.since, lang)} – {form.day(cell.until, lang)}"


def _switch(asked: Asked) -> Component:
    """Map or ranking, kept in the URL."""
    lang, ranked = asked.lang, asked.address.view == "ranking"
    links = []
    for view, key, on in (("", "overview.as_map", not ranked), ("ranking", "overview.as_ranking", ranked)):
        current = {"aria-current": "true"} if on else {}
        links.append(html.A(word(key, lang), href=asked.address.to(view=view), **current))
    return html.Div(links, className="switch", role="group", **{"aria-label": word("overview.switch", lang)})


def _map_table(answer: Measured, asked: Asked) -> Component:
    lang, one = asked.lang, answer.indicator
    columns = (
        Column("area", word("dimension.area", lang)),
        Column("value", form.measure_words(one, lang), number=True),
        Column("class", word("overview.class", lang)),
        Column("state", word("overview.remarks", lang)),
    )
    rows = [
        Row(
            (
                asked.names.area(cell.area, lang),
                marked(form.cell_text(cell, one, lang), is_exact(cell), lang),
                _class(cell, one, lang),
                _remark(cell, lang),
            )
        )
        for cell in in_order(answer.cells, asked.names, lang)
    ]
    return table(word("overview.map", lang), columns, rows, lang, hidden_caption=True)


def _class(cell: Cell, one: Indicator, lang: Lang) -> str:
    return class_words(rank(cell.value, one.classes), one, lang) if valued(cell) and cell.value is not None else ""


def _remark(cell: Cell, lang: Lang) -> str:
    return form.flag_words(cell.flags, lang) if valued(cell) else form.state_words(cell.state, lang)


def _milestone_list(view: Trend, lang: Lang) -> list[Component]:
    items = [html.Li([html.B(one.short.in_(lang)), f", {form.month(one.on, lang)}"]) for one in view.seen_milestones]
    return [html.Ol(items, className="milestones narrow")] if items else []


def _foot(answer: Measured, asked: Asked, anchor: str, note: str) -> list[Any]:
    lang = asked.lang
    link = html.A(word("card.methods", lang), href=asked.address.to("/methods") + anchor)
    lines = source_line(asked.release, (answer.indicator.source.in_(lang).rstrip("."),), lang)
    return [*lines, html.P([f"{note} ", link], className="note")]
