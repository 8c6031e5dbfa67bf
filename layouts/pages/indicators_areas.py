"""The explorer's views of all areas: the map with its years, the order by value, small figures side by side."""

from collections.abc import Mapping, Sequence
from datetime import date

from dash.development.base_component import Component

from data.indicators.model import Cell, Measured
from data.states import Reach
from layouts import findings
from layouts import format as form
from layouts.components.border import is_exact, marked
from layouts.components.figure_card import CardView
from layouts.components.region_cards import values_table
from layouts.components.table import Column, Row, table
from layouts.explored import Explored, basis_of, whole_of
from layouts.figures.area_map import blank_map, paint, painted
from layouts.figures.frames import Paint, map_frames, player
from layouts.figures.legend import legend, legend_view
from layouts.figures.multiples import Tile, in_order, multiples, placed
from layouts.figures.ranking import ranking
from layouts.pages.indicators_cards import foot, query, subtitle, when
from layouts.pages.regions import in_order as by_name_or_value
from layouts.words import word


def map_card(shown: Explored, measured: Measured) -> CardView:
    """The map on its date; the other years come with it and play in the browser."""
    lang, one = shown.lang, measured.indicator
    figure = painted(blank_map(shown.shapes, lang), *_paint(shown, measured, measured.cells, whole_of(measured)))
    steps = _steps(shown, measured)
    aside: list[Component] = [legend_view(legend(measured.cells, one), one, lang)]
    if len(steps) > 1:
        figure["layout"]["meta"] = _map_frames(shown, measured, steps)
        days = {number: when(cells[0], lang) for number, cells in enumerate(steps)}
        now = next(number for number, cells in enumerate(steps) if cells[0] == measured.cells[0])
        aside.insert(0, player(len(steps), now, days, lang))
    words = subtitle(shown, measured, when(whole_of(measured), lang))
    return CardView(
        title=findings.map_title(measured.cells, whole_of(measured), one, basis_of(measured), shown.names, lang),
        subtitle=words,
        figure=figure,
        table=values_table(measured.cells, one, words, shown.names, lang),
        aside=aside,
        foot=foot(shown, word("overview.borders", lang)),
        query=query(shown, measured.filters),
    )


def ranking_card(shown: Explored, measured: Measured) -> CardView:
    """Areas by value or by name, each a link; a line marks the whole country."""
    lang, one = shown.lang, measured.indicator
    cells = by_name_or_value(measured.cells, "area" if shown.address.sort == "area" else "value-", shown.names, lang)
    keep = shown.address.sort == "area"
    listing = ranking(cells, whole_of(measured), one, shown.names, lang, shown.link, keep_order=keep)
    words = subtitle(shown, measured, when(whole_of(measured), lang))
    return CardView(
        title=findings.map_title(measured.cells, whole_of(measured), one, basis_of(measured), shown.names, lang),
        subtitle=words,
        table=values_table(measured.cells, one, words, shown.names, lang),
        aside=[listing],
        foot=foot(shown, word("explorer.ranking.note", lang)),
        query=query(shown, measured.filters),
        picture=False,
    )


def multiples_card(shown: Explored, measured: Measured) -> CardView:
    """A small line for every area: where it lies, or in order; one scale for all, or each its own."""
    lang = shown.lang
    by_area: dict[str, list[Cell]] = {}
    for cell in measured.cells:
        by_area.setdefault(cell.area, []).append(cell)
    places = _places(shown, by_area)
    tiles = [
        Tile(code, shown.names.area(code, lang), *places[code], tuple(cells), shown.link(code))
        for code, cells in by_area.items()
    ]
    tiles.sort(key=lambda tile: (tile.row, tile.column))
    own = shown.address.axes == "own"
    note = word("explorer.multiples.own" if own else "explorer.multiples.shared", lang)
    return CardView(
        title=word("finding.by_area", lang, label=shown.indicator.label.in_(lang)),
        subtitle=subtitle(shown, measured, _years(measured)),
        figure=multiples(tiles, measured.indicator, shown.breaks, own, lang),
        table=_series_table(shown, measured, by_area),
        foot=foot(shown, note),
        query=query(shown, measured.filters),
    )


def _places(shown: Explored, by_area: Mapping[str, Sequence[Cell]]) -> Mapping[str, tuple[int, int]]:
    if not shown.address.sort:
        return shown.tiles
    return placed(in_order(by_area, shown.address.sort, lambda code: _key(shown, code)))


def _key(shown: Explored, code: str) -> tuple[int, ...]:
    return form.sort_key(shown.names.area(code, shown.lang), shown.lang)


def _years(measured: Measured) -> str:
    days = [cell.until for cell in measured.whole]
    return f"{days[0].year}–{days[-1].year}" if days else ""


def _paint(shown: Explored, measured: Measured, cells: Sequence[Cell], whole: Cell | None) -> Paint:
    inside = measured.reach is Reach.INSIDE
    return paint(shown.shapes, cells, whole, measured.indicator, shown.names, shown.lang, shown.link, inside)


def _steps(shown: Explored, measured: Measured) -> list[list[Cell]]:
    """The cells of every year-end and of the date shown, in order of time."""
    series = shown.answers.get("series")
    found: dict[tuple[date, date], dict[str, Cell]] = {}
    for cell in (*(series.cells if isinstance(series, Measured) else ()), *measured.cells):
        found.setdefault((cell.until, cell.since), {})[cell.area] = cell
    return [list(found[key].values()) for key in sorted(found)]


def _map_frames(shown: Explored, measured: Measured, steps: Sequence[Sequence[Cell]]) -> dict[str, object]:
    series = shown.answers.get("series")
    wholes = {
        (cell.until, cell.since): cell
        for answer in (series, measured) if isinstance(answer, Measured) for cell in answer.whole
    }  # fmt: skip
    paints = [_paint(shown, measured, cells, wholes.get((cells[0].until, cells[0].since))) for cells in steps]
    links = [shown.address.to(as_of=cells[0].until) for cells in steps]
    one, lang = measured.indicator, shown.lang
    legends = [legend_view(legend(cells, one), one, lang) for cells in steps]
    title = word("finding.by_area", lang, label=one.label.in_(lang))
    return map_frames([when(cells[0], lang) for cells in steps], paints, links, legends, title)


def _series_table(shown: Explored, measured: Measured, by_area: Mapping[str, Sequence[Cell]]) -> Component:
    lang, one = shown.lang, measured.indicator
    days = [cell.until for cell in measured.whole]
    columns = [
        Column("area", word("dimension.area", lang)), *(Column(str(day), form.day(day, lang), True) for day in days)
    ]  # fmt: skip
    rows = []
    for code, cells in sorted(by_area.items(), key=lambda part: _key(shown, part[0])):
        texts = (marked(form.cell_text(cell, one, lang), is_exact(cell), lang) for cell in cells)
        rows.append(Row((shown.names.area(code, lang), *texts)))
    return table(word("explorer.figure", lang), columns, rows, lang, hidden_caption=True)
