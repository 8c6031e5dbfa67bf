"""Reading tables: a caption, headed rows and columns, sorting by links that live in the URL."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.card import icon
from layouts.words import word


@dataclass(frozen=True)
class Column:
    """A column: its key (in `sort`), its heading, whether it holds numbers, is left out on phones, can be sorted by."""

    key: str
    title: str
    number: bool = False
    wide_only: bool = False
    sortable: bool = False

    @property
    def classes(self) -> str:
        """CSS classes of its cells."""
        return " ".join(name for name, on in (("num", self.number), ("wide-only", self.wide_only)) if on)


@dataclass(frozen=True)
class Row:
    """A row: one cell per column, the first being the row's heading; `strong` for the whole."""

    cells: tuple[Any, ...]
    strong: bool = False


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    lang: Lang,
    sort: str = "",
    sort_link: Callable[[str], str] | None = None,
    hidden_caption: bool = False,
) -> Component:
    """A table of `rows`. `sort` is the present order (a column's key, "-" after it for descending)."""
    heads = [_head(column, lang, sort, sort_link) for column in columns]
    body = [html.Tr(_cells(row, columns), className="whole" if row.strong else None) for row in rows]
    title = html.Caption(caption, className="visually-hidden" if hidden_caption else None)
    return html.Table([title, html.Thead(html.Tr(heads)), html.Tbody(body)], className="reading")


def scrolling(content: Component, label: str) -> Component:
    """A wide table in a box of its own that scrolls and can be reached by keyboard."""
    return html.Div(content, className="scrolling", tabIndex=0, role="region", **{"aria-label": label})


def next_sort(column: Column, sort: str) -> str:
    """The order a click on the heading asks for: numbers largest first, words from A; then the other way round."""
    first, second = (f"{column.key}-", column.key) if column.number else (column.key, f"{column.key}-")
    return second if sort == first else first


def _head(column: Column, lang: Lang, sort: str, link: Callable[[str], str] | None) -> Component:
    if not (column.sortable and link):
        return html.Th(column.title, scope="col", className=column.classes)
    ordered = {column.key: "ascending", f"{column.key}-": "descending"}.get(sort)
    arrow = {"ascending": "caret-up-fill", "descending": "caret-down-fill", None: "chevron-expand"}[ordered]
    button = html.A(
        [html.Span(column.title), icon(arrow), html.Span(word("table.sort", lang), className="visually-hidden")],
        href=link(next_sort(column, sort)), className="sort",
    )  # fmt: skip
    state = {"aria-sort": ordered} if ordered else {}
    return html.Th(button, scope="col", className=column.classes, **state)


def _cells(row: Row, columns: Sequence[Column]) -> list[Component]:
    first, *rest = row.cells
    heading = html.Th(first, scope="row", className=columns[0].classes)
    return [heading, *(html.Td(cell, className=column.classes) for cell, column in zip(rest, columns[1:], strict=True))]
