"""Measured → XLSX with three sheets: the data, the notes, the definitions. All words are given by the caller."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from data.export.chart import ChartWords, insert_chart
from data.export.rows import Names, columns, rows, titles
from data.indicators.card import card
from data.indicators.model import Measured, Unit

WIDEST = 60


@dataclass(frozen=True)
class Book:
    """The words of a workbook. `sheets`: names of the three. `notes`: lines of (what, text), the demonstration notice
    first if there is one. `fields`: titles of the lines of an indicator's card. `chart`: None for a book without."""

    title: str
    sheets: tuple[str, str, str]
    notes: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...] = ()
    chart: ChartWords | None = None


def workbook(measured: Measured, names: Names, book: Book) -> bytes:
    """The file's bytes. Numbers are numbers, exactly those measured; texts are never formulas or links."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as file:
        file.set_properties({"title": book.title, "comments": "; ".join(text for _, text in book.notes[:1])})
        bold = file.add_format({"bold": True, "bottom": 1})
        wrapped = file.add_format({"text_wrap": True, "valign": "top"})
        shown = file.add_format({"num_format": number_format(measured.indicator.unit, measured.indicator.decimals)})
        data = file.add_worksheet(book.sheets[0])
        _data_sheet(data, measured, names, (bold, shown))
        if book.chart:
            insert_chart(file, data, measured, book.chart)
        _text_sheet(file.add_worksheet(book.sheets[1]), book.notes, wrapped)
        _text_sheet(file.add_worksheet(book.sheets[2]), _definitions(measured, names, book), wrapped)
    return buffer.getvalue()


def _data_sheet(sheet: Any, measured: Measured, names: Names, formats: tuple[Any, Any]) -> None:
    (bold, shown), value_at = formats, columns(measured).index("value")
    table = [titles(measured, names), *rows(measured, names)]
    for number, row in enumerate(table):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value, bold if number == 0 else None)
            elif value is not None:
                sheet.write_number(number, column, value, shown if column == value_at else None)
    for column in range(len(columns(measured))):
        widest = max(len(str(row[column])) for row in table[:200])
        sheet.set_column(column, column, min(widest + 2, WIDEST))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table) - 1, len(table[0]) - 1)


def _text_sheet(sheet: Any, lines: Iterable[tuple[str, str]], wrapped: Any) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    for number, (what, text) in enumerate(lines):
        sheet.write_string(number, 0, what, wrapped)
        sheet.write_string(number, 1, text, wrapped)


def _definitions(measured: Measured, names: Names, book: Book) -> list[tuple[str, str]]:
    told, fields = measured.indicator, dict(book.fields)
    lines = [(told.code, told.label.in_(names.lang))]
    for row in card(told):
        text = row.text.in_(names.lang) if row.text else ", ".join(names.word(row.field, code) for code in row.codes)
        lines.append((fields.get(row.field, row.field), text))
    return lines


def number_format(unit: Unit, decimals: int) -> str:
    """A spreadsheet's format for values of a unit: grouped thousands, as many decimals as the indicator shows."""
    return "#,##0" + ("." + "0" * decimals if decimals else "") + (' "%"' if unit is Unit.PERCENT else "")
