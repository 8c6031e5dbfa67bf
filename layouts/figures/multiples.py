"""All areas as small lines in one picture: in rows by value or name, or as a grid of tiles where each area lies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.indicators.model import Cell, Indicator
from data.states import Flag, State
from data.tables.change import broken
from data.tables.pivot import has_value
from geo.text import Lang
from layouts import format as form
from layouts.theme import COLOR, FONT, SERIES, base_layout, pattern

WIDTH, HEIGHT = 0.94, 0.92  # of a tile's place
TOP, FOOT, SIDE = 0.36, 0.06, 0.06  # of a tile, kept for its name and its edges
COLUMNS = 7
ROUND = 0.0


@dataclass(frozen=True)
class Tile:
    """One small figure: the area, its place (column and row from 1), its points, and where it leads."""

    area: str
    name: str
    column: int
    row: int
    cells: tuple[Cell, ...]
    href: str


def placed(order: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Places row by row, COLUMNS a row, for areas in the order given."""
    return {code: (number % COLUMNS + 1, number // COLUMNS + 1) for number, code in enumerate(order)}


def multiples(
    tiles: Sequence[Tile], indicator: Indicator, breaks: Sequence[date], own_axes: bool, lang: Lang
) -> dict[str, Any]:
    """The figure: a ground for every tile, its line from zero, its name, its last value. `own_axes`: a top each."""
    most = max([_top(tile) for tile in tiles], default=1.0) or 1.0
    days = sorted({cell.until.toordinal() for tile in tiles for cell in tile.cells})
    span = (days[0], max(days[-1], days[0] + 1)) if days else (0, 1)
    traces, notes = [], []
    for tile in tiles:
        traces.append(_ground(tile, indicator, lang))
        notes += _words(tile, indicator, lang)
    for tile in tiles:
        traces += _line(tile, (_top(tile) or 1.0) if own_axes else most, span, breaks)
    rows, columns = max((tile.row for tile in tiles), default=1), max((tile.column for tile in tiles), default=1)
    axis = {"visible": False, "fixedrange": True}
    layout = {
        **base_layout(lang), "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "hovermode": "closest", "annotations": notes,
        "xaxis": {**axis, "range": [0.98, columns + 1]}, "yaxis": {**axis, "range": [-rows - 1, -0.98]},
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def _top(tile: Tile) -> float:
    return max([cell.value or 0.0 for cell in tile.cells if has_value(cell)], default=0.0)


def _ground(tile: Tile, indicator: Indicator, lang: Lang) -> dict[str, Any]:
    left, top = tile.column, -tile.row
    right, foot = left + WIDTH, top - HEIGHT
    last = tile.cells[-1] if tile.cells else None
    blank = last is None or not any(has_value(cell) for cell in tile.cells)
    fill = pattern(last.state if last else State.NOT_REPORTED) if blank else {"shape": ""}
    spoken = [tile.name, *_told(tile, indicator, lang)]
    every = [f"{form.day(cell.until, lang)}: {form.cell_text(cell, indicator, lang)}" for cell in tile.cells]
    exact = any(Flag.EXACT in cell.flags for cell in tile.cells)
    line = {"color": COLOR["text"], "width": 2.5} if exact else {"color": COLOR["border"], "width": 1}
    return {
        "type": "scatter", "mode": "lines", "fill": "toself", "x": [left, right, right, left, left],
        "y": [top, top, foot, foot, top], "line": line, "name": tile.area, "showlegend": False,
        "fillcolor": fill.get("bgcolor", COLOR["bg"]), "fillpattern": fill, "hoveron": "fills", "hoverinfo": "text",
        "text": "<br>".join([f"<b>{tile.name}</b>", *every]),
        "meta": {"code": tile.area, "at": [left * 100, top * 100], "spoken": ". ".join(spoken), "href": tile.href},
    }  # fmt: skip


def _told(tile: Tile, indicator: Indicator, lang: Lang) -> list[str]:
    known = [cell for cell in tile.cells if has_value(cell)]
    if not known:
        return [form.state_words(tile.cells[-1].state if tile.cells else State.NOT_REPORTED, lang)]
    ends = [known[0], known[-1]] if len(known) > 1 else known
    return [f"{form.day(cell.until, lang)}: {form.cell_text(cell, indicator, lang)}" for cell in ends]


def _line(tile: Tile, top: float, span: tuple[int, int], breaks: Sequence[date]) -> list[dict[str, Any]]:
    """The line of a tile, a gap where there is no value or where the series breaks; a dot on the last point."""
    x: list[float | None] = []
    y: list[float | None] = []
    before: Cell | None = None
    for cell in tile.cells:
        if before is not None and broken(before.until, cell.until, breaks):
            x.append(None)
            y.append(None)
        at = _place(tile, cell, top, span)
        x.append(at[0] if at else None)
        y.append(at[1] if at else None)
        before = cell
    known = [cell for cell in tile.cells if has_value(cell)]
    dot = _place(tile, known[-1], top, span) if known else None
    plain = {"type": "scatter", "hoverinfo": "skip", "showlegend": False}
    found: list[dict[str, Any]] = [
        {
            **plain,
            "mode": "lines+markers",
            "x": x,
            "y": y,
            "connectgaps": False,
            "line": {"color": SERIES["actual"], "width": 2},
            "marker": {"size": 3, "color": SERIES["actual"]},
        }
    ]
    if dot:
        found.append({**plain, "mode": "markers", "x": [dot[0]], "y": [dot[1]],
                      "marker": {"size": 5, "color": SERIES["actual"]}})  # fmt: skip
    return found


def _place(tile: Tile, cell: Cell, top: float, span: tuple[int, int]) -> tuple[float, float] | None:
    if not has_value(cell):
        return None
    along = (cell.until.toordinal() - span[0]) / (span[1] - span[0])
    high = max(cell.value or 0.0, 0.0) / top
    x = tile.column + WIDTH * (SIDE + along * (1 - 2 * SIDE))
    foot = -tile.row - HEIGHT * (1 - FOOT)
    return round(x, 4), round(foot + HEIGHT * (1 - TOP - FOOT) * high, 4)


def _words(tile: Tile, indicator: Indicator, lang: Lang) -> list[dict[str, Any]]:
    last = tile.cells[-1] if tile.cells else None
    blank = not any(has_value(cell) for cell in tile.cells)
    plain = {"showarrow": False, "yanchor": "top", "y": -tile.row - 0.02, "borderpad": 0}
    plain |= {"bgcolor": COLOR["surface"]} if blank else {}
    font = {"family": FONT, "color": COLOR["text"]}
    return [
        {**plain, "x": tile.column + 0.03, "xanchor": "left", "text": tile.name, "font": {**font, "size": 11}},
        {**plain, "x": tile.column + 0.03, "xanchor": "left", "text": f"<b>{form.cell_text(last, indicator, lang)}</b>",
         "y": -tile.row - 0.18, "font": {**font, "size": 11.5}},
    ]  # fmt: skip


def in_order(by_area: Mapping[str, Sequence[Cell]], order: str, name: Callable[[str], Any]) -> list[str]:
    """Area codes by name ("area") or by the last value, the largest first; those without a value come last, by name."""

    def key(code: str) -> tuple[Any, ...]:
        last = by_area[code][-1] if by_area[code] else None
        value = last.value if last is not None and has_value(last) else None
        return (value is None, -(value or 0.0), name(code)) if order != "area" else (name(code),)

    return sorted(by_area, key=key)
