"""The table builder's result: the table, its count of cells, its symbols, how to take it away and how to cite it."""

import re
from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.errors import PortalError
from data.filters import Every, Filters
from data.indicators.model import Cell, Measured
from data.tables.emptied import is_empty
from data.tables.pivot import TIME, Key, Pivot, adds_up, code_of, has_value, pivot
from layouts import format as form
from layouts.components.card import icon
from layouts.components.downloads import data_links
from layouts.components.figure_card import source_line
from layouts.components.pivot_table import Sheet, grid, pivot_table, state_key
from layouts.explored import Explored
from layouts.grid import grid_words
from layouts.ids import Indicators
from layouts.markup import still
from layouts.pages.indicators_cards import narrowed, nothing, query, subtitle, when
from layouts.words import plural, word

NO_COLUMNS = "none"
FIRST = "k0"
SORTED = re.compile(r"([kc])(\d{1,3})(-?)")
"""Columns a table can be sorted by: names and numbers by their place, "-" for the largest first."""


def plan(filters: Filters, across: str) -> tuple[tuple[str, ...], str]:
    """Which dimensions stand in the rows and which across. Time stands across unless something else was chosen."""
    if across in filters.by:
        rows = tuple(one for one in filters.by if one != across)
        return ((*rows, TIME) if filters.every else rows), across
    if across == NO_COLUMNS:
        return ((*filters.by, TIME) if filters.every else filters.by), ""
    return filters.by, TIME


def sheet_of(shown: Explored, measured: Measured) -> Sheet:
    """The pivot in reading order, without rows of nothing but zeros, and with the totals there are."""
    rows, across = plan(shown.filters, shown.address.across)
    laid = pivot(measured.cells, rows, across).ordered(lambda dimension, code: _order(shown, dimension, code))
    laid = laid.without_zeros() if len(laid.row_keys) > 1 else laid
    laid = laid.with_rows(_in_order(shown, laid))
    totals = _totals(shown, laid)
    return Sheet(
        laid, shown.indicator, shown.names, shown.lang, totals=totals, sums=_sums(shown, laid),
        grand=_grand(shown), totals_name=_totals_name(shown, laid), yearly=measured.filters.every is Every.YEAR,
    )  # fmt: skip


def table_part(shown: Explored) -> Component:
    """All that stands below the choices of the table builder."""
    lang, measured = shown.lang, shown.main
    if isinstance(measured, PortalError) or (shown.ways and is_empty(measured)):
        return html.Section(still(nothing(shown)), className="panel")
    sheet = sheet_of(shown, measured)
    caption = _caption(shown, measured)
    if sheet.plain:
        sort = shown.address.sort if SORTED.fullmatch(shown.address.sort) else FIRST
        body = pivot_table(sheet, caption, sort, lambda by: shown.address.to(sort="" if by == FIRST else by))
    else:
        body = grid(sheet, caption, grid_words(lang))
    parts = [
        still(_count(sheet, shown, measured)),
        still([_tools(shown, measured, sheet), html.H2(caption, className="pivot-title")]),
        body,
        still([part for part in (state_key(sheet), *_notes(shown, sheet)) if part is not None]),
        still(_citation(shown, measured)),
    ]
    return html.Section(parts, className="panel builder", **{"aria-label": word("explorer.view.table", lang)})


def _in_order(shown: Explored, laid: Pivot) -> list[Key]:
    """The rows by the column that the address names; those without a number come last."""
    asked = SORTED.fullmatch(shown.address.sort)
    if asked is None:
        return list(laid.row_keys)
    kind, place, down = asked[1], int(asked[2]), bool(asked[3])
    if kind == "k" and place < len(laid.rows):
        return sorted(laid.row_keys, key=lambda key: _order(shown, laid.rows[place], key[place]), reverse=down)
    if kind == "c" and place < len(laid.columns):
        column = laid.columns[place]
        cells = {key: laid.cells.get((key, column)) for key in laid.row_keys}
        valued = [key for key in laid.row_keys if has_value(cells[key])]
        valued.sort(key=lambda key: getattr(cells[key], "value", None) or 0.0, reverse=down)
        return [*valued, *(key for key in laid.row_keys if not has_value(cells[key]))]
    return list(laid.row_keys)


def _order(shown: Explored, dimension: str, code: str) -> Any:
    if dimension == "area":
        return form.sort_key(shown.names.area(code, shown.lang), shown.lang)
    if dimension in (TIME, ""):
        return code
    codes = shown.codes.get(dimension, ())
    return (codes.index(code) if code in codes else len(codes), code)


def _totals(shown: Explored, laid: Pivot) -> Mapping[str, Cell]:
    """Per column its whole: where the parts in the rows add up, or where only areas are, whose whole is the country."""
    answer = shown.answers.get("totals")
    if not isinstance(answer, Measured) or not laid.rows or TIME in laid.rows:
        return {}
    if not all(adds_up(shown.indicator, one) for one in laid.rows) and laid.rows != ("area",):
        return {}
    cells = answer.whole if "area" in laid.rows and not shown.filters.chosen("area") else answer.cells
    return {code_of(cell, laid.across) if laid.across else "": cell for cell in cells}


def _sums(shown: Explored, laid: Pivot) -> Mapping[Key, Cell]:
    """Per row its whole, where what stands across adds up."""
    answer = shown.answers.get("sums")
    if not isinstance(answer, Measured) or laid.across in (TIME, "") or not adds_up(shown.indicator, laid.across):
        return {}
    return {tuple(code_of(cell, one) for one in laid.rows): cell for cell in answer.cells}


def _grand(shown: Explored) -> Cell | None:
    answer = shown.answers.get("grand")
    return answer.whole[-1] if isinstance(answer, Measured) and answer.whole else None


def _totals_name(shown: Explored, laid: Pivot) -> str:
    country = not shown.indicator.additive or "area" in laid.rows
    return shown.names.country.name.in_(shown.lang) if country else word("explorer.total", shown.lang)


def _caption(shown: Explored, measured: Measured) -> str:
    lang, filters = shown.lang, measured.filters
    last = measured.whole[-1] if measured.whole else None
    span = when(last, lang)
    if filters.every and measured.whole:
        span = f"{form.day(measured.whole[0].since, lang)} – {form.day(measured.whole[-1].until, lang)}"
    return f"{shown.indicator.label.in_(lang)}. {subtitle(shown, measured, span)}"


def _count(sheet: Sheet, shown: Explored, measured: Measured) -> Component:
    lang, laid = shown.lang, sheet.pivot
    dropped = len(measured.cells) - len(laid.cells)
    words = plural("explorer.cells", laid.size, lang, rows=form.number(len(laid.row_keys), lang),
                   columns=form.number(len(laid.columns), lang), valued=form.number(laid.valued, lang))  # fmt: skip
    more = [word("explorer.cells.zeros", lang, n=form.number(dropped, lang))] if dropped > 0 else []
    return html.P([html.Strong(words), *(f" {one}" for one in more)], className="cell-count", role="status")


def _tools(shown: Explored, measured: Measured, sheet: Sheet) -> Component:
    lang = shown.lang
    copy = html.Button(
        [icon("clipboard"), html.Span(word("explorer.copy", lang))], type="button", className="button",
        **{"data-copy-table": f"{Indicators.TABLE}-{'plain' if sheet.plain else 'grid'}",
           "data-done": word("explorer.copied", lang)},
    )  # fmt: skip
    links = data_links(query(shown, measured.filters), lang)
    for link in links:
        link.className = "button"
    return html.Div([copy, *links], className="acts")


def _notes(shown: Explored, sheet: Sheet) -> list[Component]:
    lang = shown.lang
    notes = []
    if not sheet.totals and not sheet.sums:
        key = "explorer.totals.none" if shown.indicator.additive else "explorer.totals.rates"
        notes.append(html.P(word(key, lang), className="source"))
    else:
        notes.append(html.P(word("explorer.totals.rounded", lang), className="source"))
    return [*notes, *source_line(shown.asked.release, (shown.indicator.source.in_(lang).rstrip("."),), lang)]


def _citation(shown: Explored, measured: Measured) -> Component:
    """The line to cite the table by: what, who is counted, filters, release, and an address that never changes."""
    lang, release = shown.lang, shown.asked.release
    chosen = "; ".join(narrowed(measured.filters, shown)) or word("explorer.cite.all", lang)
    href = shown.address.to(release=release.id)
    words = word(
        "explorer.cite.line", lang, app=word("app.name", lang), label=shown.indicator.label.in_(lang),
        population=form.population_words(measured.filters.population, lang), filters=chosen, release=release.id,
    )  # fmt: skip
    demonstration = f" {word('stamp.demonstration', lang)}." if release.demonstration else ""
    button = html.Button(
        [icon("quote"), html.Span(word("explorer.cite.copy", lang))], type="button", className="button",
        **{"data-copy-cite": Indicators.CITATION, "data-done": word("explorer.cite.copied", lang)},
    )  # fmt: skip
    line = html.P([f"{words}{demonstration} ", html.A(href, href=href, className="permalink")], id=Indicators.CITATION)
    return html.Div([line, button], className="citation")
