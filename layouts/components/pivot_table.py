"""A pivot as a table to read: headed rows and columns, numbers and symbols, totals where parts add up."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell, Indicator
from data.states import Flag, State
from data.tables.pivot import TIME, Key, Pivot, has_value
from geo.text import Lang
from layouts import format as form
from layouts.components.border import is_exact, marked
from layouts.components.table import Column, Row, scrolling, table
from layouts.ids import Indicators
from layouts.markup import still
from layouts.names import Names
from layouts.words import word

EXACT = "\u25ce"
"""The mark of an exact number in a large table (80-grid.js writes it)."""
PLAIN_ROWS, PLAIN_CELLS = 60, 1500
"""Up to here a table is plain HTML; a larger one is drawn row by row as the reader scrolls."""


@dataclass(frozen=True)
class Sheet:
    """A pivot with its totals. `totals`: per column the whole of its rows; `sums`: per row the whole of its columns.

    `yearly`: a day that ends a year is named by the year alone.
    """

    pivot: Pivot
    indicator: Indicator
    names: Names
    lang: Lang
    totals: Mapping[str, Cell] = field(default_factory=dict)
    sums: Mapping[Key, Cell] = field(default_factory=dict)
    grand: Cell | None = None
    totals_name: str = ""
    yearly: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is small enough to be plain HTML."""
        return len(self.pivot.row_keys) <= PLAIN_ROWS and self.pivot.size <= PLAIN_CELLS

    def code(self, dimension: str, code: str) -> str:
        """What a code is called."""
        if dimension == TIME:
            day = date.fromisoformat(code)
            return str(day.year) if self.yearly and (day.month, day.day) == (12, 31) else form.day(day, self.lang)
        return self.names.of(dimension, code, self.lang)

    def head(self, dimension: str) -> str:
        """What a dimension is called."""
        return word("explorer.time", self.lang) if dimension == TIME else self.names.dimension(dimension, self.lang)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the columns of numbers."""
        if not self.pivot.across:
            return (form.measure_words(self.indicator, self.lang),)
        return tuple(self.code(self.pivot.across, code) for code in self.pivot.columns)


def pivot_table(sheet: Sheet, caption: str, sort: str, sort_link: Callable[[str], str]) -> Component:
    """The table in plain HTML; `sort` is the present order, `sort_link` leads to another."""
    named = [Column(f"k{n}", sheet.head(one), sortable=True) for n, one in enumerate(sheet.pivot.rows or ("area",))]
    numbers = [Column(f"c{n}", words, number=True, sortable=True) for n, words in enumerate(sheet.columns)]
    sums = [Column("sum", word("explorer.total", sheet.lang), number=True)] if sheet.sums else []
    rows = [_row(sheet, key) for key in sheet.pivot.row_keys]
    if sheet.totals:
        rows.append(_total_row(sheet))
    made = table(caption, [*named, *numbers, *sums], rows, sheet.lang, sort, sort_link, hidden_caption=True)
    return still(html.Div(scrolling(made, caption), id=f"{Indicators.TABLE}-plain", className="pivot-box"))


def grid(sheet: Sheet, caption: str, words: Mapping[str, str]) -> Component:
    """The box of a large table: its rows as JSON; 80-grid.js draws those in sight. `words`: the grid's own."""
    packed = {"columns": _columns(sheet), "rows": _rows(sheet), "lang": str(sheet.lang), "words": dict(words)}
    packed |= {"decimals": sheet.indicator.decimals, "pinned": _pinned(sheet)}
    told = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    return html.Div(
        html.Div(className="grid", role="region", **{"data-grid": told, "aria-label": caption}),
        id=f"{Indicators.TABLE}-grid", className="pivot-box",
    )  # fmt: skip


def state_key(sheet: Sheet) -> Component | None:
    """What the symbols mean: only those that occur."""
    lang = sheet.lang
    shown = [*sheet.pivot.cells.values(), *sheet.totals.values(), *sheet.sums.values()]
    states = {cell.state for cell in shown} - {State.VALUE}
    flags = {flag for cell in shown for flag in cell.flags}
    items = [
        html.Li([html.B(word(f"state.{state}.symbol", lang)), f" {form.state_words(state, lang)}"])
        for state in State if state in states
    ]  # fmt: skip
    if Flag.PARTIAL in flags:
        items.append(html.Li(word("legend.partial", lang)))
    if Flag.EXACT in flags and not sheet.plain:
        items.append(html.Li([html.B(EXACT), f" {word('flag.exact', lang)}"]))
    return html.Ul(items, className="mark-key", **{"aria-label": word("explorer.key", lang)}) if items else None


def _row(sheet: Sheet, key: Key) -> Row:
    names = [sheet.code(*part) for part in zip(sheet.pivot.rows, key, strict=True)]
    cells = [_cell(sheet, cell) for cell in sheet.pivot.row(key)]
    sums = [_cell(sheet, sheet.sums.get(key))] if sheet.sums else []
    return Row((*(names or [sheet.names.country.name.in_(sheet.lang)]), *cells, *sums))


def _total_row(sheet: Sheet) -> Row:
    cells = [_cell(sheet, sheet.totals.get(code)) for code in sheet.pivot.columns]
    sums = [_cell(sheet, sheet.grand)] if sheet.sums else []
    return Row((sheet.totals_name, *("" for _ in sheet.pivot.rows[1:]), *cells, *sums), strong=True)


def _cell(sheet: Sheet, cell: Cell | None) -> Any:
    if cell is None:
        return ""
    text = form.cell_text(cell, sheet.indicator, sheet.lang)
    if has_value(cell):
        return marked(text, is_exact(cell), sheet.lang)
    said = html.Span(form.state_words(cell.state, sheet.lang), className="visually-hidden")
    symbol = html.Span(text, title=form.state_words(cell.state, sheet.lang), **{"aria-hidden": "true"})
    return html.Span([symbol, said], className="symbol")


def _columns(sheet: Sheet) -> list[dict[str, Any]]:
    firsts = [{"field": f"k{n}", "name": sheet.head(one)} for n, one in enumerate(sheet.pivot.rows)]
    numbers = [{"field": f"c{n}", "name": words, "number": True} for n, words in enumerate(sheet.columns)]
    sums = [{"field": "sum", "name": word("explorer.total", sheet.lang), "number": True}] if sheet.sums else []
    return [*firsts, *numbers, *sums]


def _rows(sheet: Sheet) -> list[list[Any]]:
    """Per row: the names, then each cell as a number, or as the text that stands in its place."""
    found = []
    for key in sheet.pivot.row_keys:
        names: list[Any] = [sheet.code(*part) for part in zip(sheet.pivot.rows, key, strict=True)]
        cells = [*sheet.pivot.row(key), *([sheet.sums.get(key)] if sheet.sums else [])]
        found.append([*names, *(_packed(sheet, cell) for cell in cells)])
    return found


def _pinned(sheet: Sheet) -> list[Any]:
    if not sheet.totals:
        return []
    names = [sheet.totals_name, *("" for _ in sheet.pivot.rows[1:])]
    cells = [*(sheet.totals.get(code) for code in sheet.pivot.columns), *([sheet.grand] if sheet.sums else [])]
    return [*names, *(_packed(sheet, cell) for cell in cells)]


def _packed(sheet: Sheet, cell: Cell | None) -> Any:
    if cell is None:
        return None
    value = cell.value
    if not has_value(cell) or value is None:
        return form.cell_text(cell, sheet.indicator, sheet.lang)
    rounded = round(value, sheet.indicator.decimals)
    number = int(rounded) if sheet.indicator.decimals == 0 else rounded
    exact, partial = is_exact(cell), Flag.PARTIAL in cell.flags
    return [number, ("*" if partial else "") + ("!" if exact else "")] if exact or partial else number
