"""The table of areas on the first page."""

from collections.abc import Callable
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Basis, Cell, Indicator, Measured, Unit
from data.policy import Pathway, next_due
from data.states import COVERAGE, Flag, State
from geo.text import Lang
from layouts import findings
from layouts import format as form
from layouts.address import Asked
from layouts.components.border import is_exact, marked
from layouts.components.card import status_pill
from layouts.components.figure_card import source_line
from layouts.components.notice import refusal
from layouts.components.table import Column, Row, scrolling, table
from layouts.figures.ranking import inline_bar, scale
from layouts.figures.spark import spark
from layouts.pages.overview import BASELINE, OverviewNumbers, basis, reset, valued, ways, whole
from layouts.words import word

DEFAULT_SORT = "value-"


@dataclass(frozen=True)
class Line:
    """One area (or the country): its cell on the date, its past, how far it has changed, where it should be."""

    code: str
    cell: Cell
    past: tuple[Cell, ...]
    change: float | None
    status: str


def area_table(numbers: OverviewNumbers, asked: Asked) -> Component:
    """The table, or why there is none."""
    answer, lang = numbers.areas, asked.lang
    title = html.H2(word("overview.table", lang))
    if not isinstance(answer, Measured):
        return html.Div([title, refusal(answer, lang, reset(asked))])
    one, national = answer.indicator, whole(answer)
    lines = area_lines(numbers, answer)
    due = _due(numbers, answer)
    columns = _columns(one, due, national, asked)
    sort = (
        asked.address.sort if asked.address.sort.rstrip("-") in {c.key for c in columns if c.sortable} else DEFAULT_SORT
    )
    longest = scale(answer.cells, None if one.additive else national)
    rows = [_row(line, columns, longest, national, asked) for line in in_order(lines, sort, asked)]
    if national is not None:
        country = area_line(asked.names.country.iso, national, numbers, due)
        rows.insert(0, _row(country, columns, longest, None, asked, rests_on=basis(answer)))
    caption = word(
        "overview.table.caption",
        lang,
        label=one.label.in_(lang),
        date=form.day(answer.cells[0].until, lang) if answer.cells else "",
    )
    link: Callable[[str], str] = lambda key: asked.address.to(sort="" if key == DEFAULT_SORT else key)  # noqa: E731
    body = table(caption, columns, rows, lang, sort, link)
    return html.Div([scrolling(body, caption), *source_line(asked.release, (), lang)])


def area_lines(numbers: OverviewNumbers, answer: Measured) -> list[Line]:
    """A line for every area of the answer."""
    due = _due(numbers, answer)
    return [area_line(cell.area, cell, numbers, due) for cell in answer.cells]


def area_line(code: str, cell: Cell, numbers: OverviewNumbers, due: Pathway | None) -> Line:
    """One line: the past from `history`, the change since BASELINE, the status against the pathway."""
    history = numbers.history
    cells = history.whole if isinstance(history, Measured) and cell in history.whole else ()
    if isinstance(history, Measured) and not cells:
        cells = tuple(one for one in history.cells if one.area == code) or tuple(
            one for one in history.whole if one.area == code
        )
    past = tuple(one for one in cells if one.until < cell.until)
    base = next((one.value for one in past if one.until.year == BASELINE and valued(one)), None)
    change = None
    if cell.value is not None and base is not None and isinstance(history, Measured):
        change = (
            cell.value - base
            if history.indicator.unit is Unit.PERCENT
            else (cell.value / base - 1) * 100
            if base
            else None
        )
    return Line(code, cell, (*past, cell), change, _status(cell, past, due, numbers))


def in_order(lines: list[Line], sort: str, asked: Asked) -> list[Line]:
    """Lines in the order asked for; those without the value sorted by come last, whichever way it goes."""
    key, down = sort.rstrip("-"), sort.endswith("-")

    def name(line: Line) -> tuple[int, ...]:
        return form.sort_key(asked.names.area(line.code, asked.lang), asked.lang)

    if key == "area":
        return sorted(lines, key=name, reverse=down)
    found = {line.code: _number(line, key) for line in lines}
    known = sorted((line for line in lines if found[line.code] is not None), key=name)
    known.sort(key=lambda line: found[line.code] or 0.0, reverse=down)
    return known + sorted((line for line in lines if found[line.code] is None), key=name)


def _number(line: Line, key: str) -> float | None:
    if key == "children":
        return line.cell.numerator
    return line.change if key == "change" else line.cell.value


def _due(numbers: OverviewNumbers, answer: Measured) -> Pathway | None:
    now = whole(answer)
    found = ways(numbers, answer.indicator, numbers.history, answer)
    if answer.indicator.additive:
        found = tuple(way for way in found if way.target.relative)
    return next_due(found, now.until) if now else None


def _status(cell: Cell, past: tuple[Cell, ...], due: Pathway | None, numbers: OverviewNumbers) -> str:
    """Against the country's level, or, for a target that is a change, against the area's own baseline."""
    if due is None or not isinstance(numbers.areas, Measured) or not valued(cell):
        return findings.NO_TARGET
    expected = due.at(cell.until)
    if due.target.relative:
        own = next((one.value for one in past if one.until == due.start), None)
        if not own or not due.start_value:
            return findings.NO_TARGET
        expected = own * expected / due.start_value
    return findings.status(cell.value, expected, numbers.areas.indicator.direction)


def _columns(one: Indicator, due: Pathway | None, national: Cell | None, asked: Asked) -> list[Column]:
    lang = asked.lang
    columns = [Column("area", word("dimension.area", lang), sortable=True)]
    if not one.additive:
        columns.append(Column("children", word("overview.numerator", lang), number=True, wide_only=True, sortable=True))
    columns.append(Column("value", one.short.in_(lang), number=True, sortable=True))
    national_words = form.cell_text(national, one, lang).rstrip("*") if national else ""
    bar = word("overview.bar", lang, country=asked.names.country.name.in_(lang), value=national_words)
    columns.append(Column("bar", word("overview.bar.count", lang) if one.additive else bar))
    columns.append(
        Column("change", word("overview.change", lang, year=BASELINE), number=True, wide_only=True, sortable=True)
    )
    last = national.until.year if national else BASELINE
    columns.append(Column("past", f"{BASELINE}–{last}", wide_only=True))
    if due is not None:
        columns.append(Column("status", word("overview.goal", lang, year=due.end.year)))
    columns.append(Column("complete", word("overview.complete", lang), wide_only=True))
    return columns


def _row(
    line: Line,
    columns: list[Column],
    longest: float,
    national: Cell | None,
    asked: Asked,
    rests_on: Basis | None = None,
) -> Row:
    lang, one, cell = asked.lang, asked.indicator, line.cell
    strong = line.code == asked.names.country.iso
    name = asked.names.area(line.code, lang)
    partial = "*" if Flag.PARTIAL in cell.flags and not strong else ""
    shown = {
        "area": name if strong else html.Span([html.A(name, href=asked.area_link(line.code)), partial]),
        "children": form.number(cell.numerator, lang) if valued(cell) and cell.numerator is not None else "",
        "value": html.B(marked(form.cell_text(cell, one, lang).rstrip("*"), is_exact(cell), lang)),
        "bar": "" if strong else _bar(line, longest, national, asked),
        "change": _change(line, one, lang),
        "past": spark([point.value for point in line.past], 90, 22) if valued(cell) else "",
        "status": status_pill(line.status, word(f"status.{line.status}", lang)) if valued(cell) else "",
        "complete": _complete(cell, rests_on, one, lang),
    }  # fmt: skip
    return Row(tuple(shown[column.key] for column in columns), strong)


def _complete(cell: Cell, rests_on: Basis | None, one: Indicator, lang: Lang) -> str:
    """How complete a number is: for the country how many areas it rests on, for an area its remarks."""
    if rests_on is not None:
        return word("overview.rests_on", lang, n=rests_on.areas_with_value, m=rests_on.areas)
    if not valued(cell):
        return form.cell_text(cell, one, lang)
    remarks = [word(f"flag.{flag}.short", lang) for flag in cell.flags if flag in COVERAGE]
    return "; ".join(remarks) or word("flag.none", lang)


def _bar(line: Line, longest: float, national: Cell | None, asked: Asked) -> Component:
    if not valued(line.cell):
        return html.Span(form.state_words(line.cell.state, asked.lang), className="no-value")
    return inline_bar(line.cell.value, longest, national.value if national else None, asked.indicator)


def _change(line: Line, one: Indicator, lang: Lang) -> str:
    if line.change is None or line.cell.state is not State.VALUE:
        return ""
    if one.unit is Unit.PERCENT:
        return form.signed(word("format.points", lang, n=form.number(line.change, lang, 1)), round(line.change, 1))
    return form.signed(form.percent(line.change, lang, 0), round(line.change))
