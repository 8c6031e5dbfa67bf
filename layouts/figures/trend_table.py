"""The table with the same numbers as the trend: counted, promised, published, and what happened when."""

from datetime import date

from dash.development.base_component import Component

from data.indicators.model import Cell
from data.published import Published
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.components.border import is_exact, marked
from layouts.components.table import Column, Row, table
from layouts.figures.trend import Trend, incomplete_words
from layouts.words import word


def trend_table(view: Trend, lang: Lang) -> Component:
    """Rows by date: the line's points, the ends of pathways, published figures with their source, milestones."""
    columns = [
        Column("day", word("trend.date", lang)),
        Column("actual", view.name or word("trend.actual", lang), number=True),
    ]
    if view.compare:
        columns.append(Column("compare", view.compare_name, number=True))
    columns += [
        Column(f"way{number}", way.target.label.in_(lang), number=True) for number, way in enumerate(view.pathways)
    ]
    if view.published:
        columns.append(Column("published", word("trend.published", lang), number=True))
    if view.closures:
        columns.append(Column("closures", word("trend.closures", lang), number=True))
    columns.append(Column("remarks", word("overview.remarks", lang)))
    rows = [_row(day, view, lang) for day in _days(view)]
    return table(word("overview.trend", lang), columns, rows, lang, hidden_caption=True)


def _days(view: Trend) -> list[date]:
    days = {cell.until for cell in (*view.cells, *view.compare)} | {one.on for one in view.published}
    days |= {day for way in view.pathways for day in (way.start, way.end)} | {one.on for one in view.seen_milestones}
    return sorted(days)


def _row(day: date, view: Trend, lang: Lang) -> Row:
    cell = _on(view.cells, day)
    counted = marked(form.cell_text(cell, view.indicator, lang), is_exact(cell), lang) if cell else ""
    cells = [form.day(day, lang), counted]
    if view.compare:
        other = _on(view.compare, day)
        cells.append(marked(form.cell_text(other, view.indicator, lang), is_exact(other), lang) if other else "")
    for way in view.pathways:
        inside = way.start <= day <= way.end and (cell is not None or day in (way.start, way.end))
        cells.append(form.amount(way.at(day), view.indicator, lang) if inside else "")
    published = [one for one in view.published if one.on == day]
    if view.published:
        cells.append("; ".join(form.amount(one.value or 0, view.indicator, lang) for one in published))
    if view.closures:
        cells.append(next((str(number) for on, number in view.closures if on == day), ""))
    return Row((*cells, "; ".join(_remarks(cell, published, day, view, lang))))


def _remarks(cell: Cell | None, published: list[Published], day: date, view: Trend, lang: Lang) -> list[str]:
    seen = frozenset(one.on for one in view.seen_milestones)
    words = [one.label.in_(lang) for one in view.milestones if one.on == day and day in seen]
    words += [one.source for one in published]
    if cell is not None and cell.state is not State.VALUE:
        words.append(form.state_words(cell.state, lang))
    elif cell is not None and (remarks := form.flag_words(cell.flags, lang)):
        words.append(remarks)
    elif cell is not None and not view.complete(cell):
        words.append(incomplete_words(lang))
    return words


def _on(cells: tuple[Cell, ...], day: date) -> Cell | None:
    return next((cell for cell in cells if cell.until == day), None)
