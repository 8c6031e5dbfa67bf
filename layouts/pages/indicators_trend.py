"""The explorer's line over time: one, or one for every part; cut at breaks, with what happened and what closed."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell, Measured
from data.tables.pivot import code_of
from layouts import findings
from layouts import format as form
from layouts.components.border import is_exact, marked
from layouts.components.figure_card import CardView
from layouts.components.table import Column, Row, table
from layouts.explored import Explored
from layouts.figures.frames import line_frames, player
from layouts.figures.lines import MOST, Line, drawn, lines_figure
from layouts.figures.trend import Trend, in_thousands, trend
from layouts.figures.trend_notes import happened, marks_words
from layouts.figures.trend_table import trend_table
from layouts.pages.indicators_cards import foot, query, subtitle
from layouts.words import word


def trend_card(shown: Explored, measured: Measured) -> CardView:
    """One line, or one for each of the parts asked for."""
    lines = lines_of(shown, measured)
    return _many(shown, measured, lines) if len(lines) > 1 else _single(shown, measured)


def lines_of(shown: Explored, measured: Measured) -> tuple[Line, ...]:
    """A line for every area and part among the cells, in their order."""
    dimensions = [*(["area"] if {cell.area for cell in measured.cells} - {measured.whole[0].area} else []),
                  *(one for one in measured.filters.by if one != "area")] if measured.whole else []  # fmt: skip
    grouped: dict[tuple[str, ...], list[Cell]] = {}
    for cell in measured.cells:
        grouped.setdefault(tuple(code_of(cell, one) for one in dimensions), []).append(cell)
    return tuple(
        Line(
            ", ".join(shown.names.of(one, code, shown.lang) for one, code in zip(dimensions, codes, strict=True)),
            tuple(cells),
        )
        for codes, cells in grouped.items()
    )


def frame_of(shown: Explored, cells: Sequence[Cell], others: Sequence[Cell] = (), name: str = "") -> Trend:
    """What a line is drawn with: breaks, incomplete years, milestones, closures."""
    last = cells[-1].until if cells else None
    late = max((day for day in shown.breaks if last and day < last), default=None)
    return Trend(
        indicator=shown.indicator, cells=tuple(cells), complete_until=late, milestones=shown.milestones,
        compare=tuple(others), name=name, closures=shown.closures,
    )  # fmt: skip


def _single(shown: Explored, measured: Measured) -> CardView:
    lang, cells = shown.lang, measured.cells
    view = frame_of(shown, cells, name=shown.names.area(cells[0].area, lang) if cells else "")
    found = findings.compare(cells, measured.bases, shown.breaks)
    notes = [word("explorer.trend.note", lang), marks_words(view, lang)]
    figure = trend(view, lang)
    figure["layout"]["meta"] = _frames(shown, view)
    return CardView(
        title=findings.trend_title(shown.indicator, found, None, None, None, lang),
        subtitle=_subtitle(shown, measured, in_thousands(view)),
        figure=figure,
        table=trend_table(view, lang),
        aside=_player(shown, cells),
        foot=[*_milestones(view, shown), *foot(shown, " ".join(notes))],
        query=query(shown, measured.filters),
    )


def _many(shown: Explored, measured: Measured, lines: Sequence[Line]) -> CardView:
    lang, seen = shown.lang, drawn(lines)
    longest = max(lines, key=lambda line: len(line.cells))
    frame = frame_of(shown, longest.cells, [cell for line in lines for cell in line.cells])
    notes = [word("explorer.trend.note", lang), marks_words(frame, lang)]
    if len(lines) > len(seen):
        notes.insert(0, word("explorer.trend.most", lang, n=min(MOST, len(seen)), all=len(lines)))
    return CardView(
        title=word("finding.over_time", lang, label=shown.indicator.label.in_(lang)),
        subtitle=_subtitle(shown, measured, in_thousands(frame)),
        figure=lines_figure(lines, frame, lang),
        table=_lines_table(shown, lines, frame),
        foot=[*_milestones(frame, shown), *foot(shown, " ".join(notes))],
        query=query(shown, measured.filters),
    )


def _subtitle(shown: Explored, measured: Measured, thousands: bool) -> str:
    lang, one = shown.lang, shown.indicator
    words = subtitle(shown, measured)
    if not thousands:
        return words
    return words.replace(form.measure_words(one, lang), word(f"measure.{one.unit}.thousand", lang), 1)


def _lines_table(shown: Explored, lines: Sequence[Line], frame: Trend) -> Component:
    """A row a line, a column a day; breaks and milestones stand in a row of their own."""
    lang = shown.lang
    days = sorted({cell.until for line in lines for cell in line.cells})
    columns = [
        Column("line", word("explorer.line", lang)),
        *(Column(str(day), form.day(day, lang), True) for day in days),
    ]
    rows = []
    for line in lines:
        by_day = {cell.until: cell for cell in line.cells}
        texts = [
            marked(form.cell_text(by_day.get(day), shown.indicator, lang), is_exact(by_day.get(day)), lang)
            for day in days
        ]
        rows.append(Row((line.name, *texts)))
    before = [None, *days[:-1]]
    told = ["; ".join(happened(frame, then, day, lang)) for then, day in zip(before, days, strict=True)]
    rows.append(Row((word("overview.remarks", lang), *told)))
    return table(word("explorer.figure", lang), columns, rows, lang, hidden_caption=True)


def _milestones(view: Trend, shown: Explored) -> list[Component]:
    lang = shown.lang
    items = [html.Li([html.B(one.short.in_(lang)), f", {form.month(one.on, lang)}"]) for one in view.seen_milestones]
    return [html.Ol(items, className="milestones narrow")] if items else []


def _frames(shown: Explored, view: Trend) -> dict[str, object]:
    lang = shown.lang
    days = [form.day(cell.until, lang) for cell in view.cells]
    said = [f"{day}: {form.cell_text(cell, view.indicator, lang)}" for day, cell in zip(days, view.cells, strict=True)]
    links = [shown.address.to(view="map", as_of=cell.until, since=None, until=None, by=()) for cell in view.cells]
    return line_frames(days, [cell.until.isoformat() for cell in view.cells], said, links)


def _player(shown: Explored, cells: Sequence[Cell]) -> list[Component]:
    if len(cells) < 3:
        return []
    days = {number: form.day(cell.until, shown.lang) for number, cell in enumerate(cells)}
    return [player(len(cells), len(cells) - 1, days, shown.lang)]
