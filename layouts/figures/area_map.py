"""The map of areas: polygons in an equal-area projection. Geometry is drawn once; afterwards only the paint changes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dash import Patch

from data.indicators.model import Cell, Indicator, Unit
from data.states import Flag, State
from geo.shapes import AreaShape, Shapes
from geo.text import Lang
from layouts import format as form
from layouts.figures.legend import rank
from layouts.names import Names
from layouts.theme import COLOR, FONT, ON_SEQUENTIAL, SEQUENTIAL, base_layout, partial_pattern, pattern
from layouts.words import word

SMALL = 1_500  # km²: the label is smaller, and only a value is written
MARGIN = 10  # km around the country
LINE = {"width": 1.1, "color": COLOR["surface"]}
FRAME = {"width": 4, "color": COLOR["text"]}


def blank_map(shapes: Shapes, lang: Lang) -> dict[str, Any]:
    """The figure with every area unpainted: one trace an area in the order of `shapes.areas`, then the outline."""
    traces = [_area_trace(code, shape) for code, shape in shapes.areas.items()]
    return {"data": [*traces, *_outline(shapes)], "layout": {**base_layout(lang), **_frame(shapes), "annotations": []}}


def paint(
    shapes: Shapes,
    cells: Iterable[Cell],
    whole: Cell | None,
    indicator: Indicator,
    names: Names,
    lang: Lang,
    href: Callable[[str], str],
    bordered: bool = False,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What colours the map: per area of `shapes.areas` the changing part of its trace, and the labels.

    `bordered`: the reader sees exact numbers of some areas; these are framed.
    """
    by_area = {cell.area: cell for cell in cells}
    traces, labels = [], []
    for code, shape in shapes.areas.items():
        cell = by_area.get(code)
        spoken = spoken_words(code, cell, whole, indicator, names, lang)
        told = {"text": "<br>".join(spoken), "meta": _meta(code, shape, spoken, href(code))}
        exact = cell is not None and Flag.EXACT in cell.flags
        frame = {"line": FRAME if exact else LINE, "zorder": int(exact)} if bordered else {}
        traces.append({**_fill(cell, indicator), **told, **frame})
        label = _label(shape, cell, indicator, lang)
        if label:
            labels.append(label)
    return traces, labels


def painted(blank: Mapping[str, Any], traces: list[dict[str, Any]], labels: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole figure: geometry and paint."""
    old = blank["data"]
    data = [*({**trace, **new} for trace, new in zip(old, traces, strict=False)), *old[len(traces) :]]
    return {"data": data, "layout": {**blank["layout"], "annotations": labels}}


def repaint(traces: list[dict[str, Any]], labels: list[dict[str, Any]]) -> Patch:
    """The same paint as a change to the figure already in the browser."""
    patch = Patch()
    for number, trace in enumerate(traces):
        for key, value in trace.items():
            patch["data"][number][key] = value
    patch["layout"]["annotations"] = labels
    return patch


def spoken_words(
    code: str, cell: Cell | None, whole: Cell | None, indicator: Indicator, names: Names, lang: Lang
) -> list[str]:
    """What is shown on hover and read aloud: the area, its value or why there is none, remarks, the whole country."""
    lines = [names.area(code, lang, full=True)]
    if cell is None:
        return [*lines, form.state_words(State.NOT_REPORTED, lang)]
    if cell.state is not State.VALUE or cell.value is None:
        return [*lines, form.state_words(cell.state, lang)]
    lines.append(value_words(cell.value, indicator, lang))
    if whole is not None and whole.value is not None and indicator.unit not in form.COUNTED:
        lines.append(f"{names.country.name.in_(lang)}: {form.amount(whole.value, indicator, lang)}")
    if remarks := form.flag_words(cell.flags, lang):
        lines.append(remarks)
    if Flag.EXACT in cell.flags:
        lines.append(word("flag.exact", lang))
    return lines


def value_words(value: float, indicator: Indicator, lang: Lang) -> str:
    """A value with its unit, as spoken: "604 per 100,000 children", "36,822 children", "91.7 %"."""
    number = form.amount(value, indicator, lang)
    if indicator.unit in (Unit.PER_100K, Unit.PER_1K):
        return word(f"measure.{indicator.unit}.value", lang, n=number)
    return f"{number} {form.unit_word(indicator, value, lang)}".strip()


def _meta(code: str, shape: AreaShape, spoken: list[str], href: str) -> dict[str, Any]:
    return {"code": code, "at": [round(part) for part in shape.label], "spoken": ". ".join(spoken), "href": href}


def _fill(cell: Cell | None, indicator: Indicator) -> dict[str, Any]:
    if cell is None or cell.state is not State.VALUE or cell.value is None:
        state = pattern(cell.state if cell else State.NOT_REPORTED)
        return {"fillcolor": state["bgcolor"], "fillpattern": state}
    number = rank(cell.value, indicator.classes)
    fill = SEQUENTIAL[number]
    hatch = partial_pattern(fill, dark=number >= 3) if Flag.PARTIAL in cell.flags else {"shape": ""}
    return {"fillcolor": fill, "fillpattern": hatch}


def _label(shape: AreaShape, cell: Cell | None, indicator: Indicator, lang: Lang) -> dict[str, Any] | None:
    valued = cell is not None and cell.state is State.VALUE and cell.value is not None
    small = shape.km2 < SMALL
    if small and not valued:
        return None
    number = rank(cell.value or 0.0, indicator.classes) if cell is not None and valued else 0
    color, behind = (ON_SEQUENTIAL[number], "rgba(0,0,0,0)") if valued else (COLOR["text"], COLOR["surface"])
    return {
        "x": shape.label[0], "y": shape.label[1], "showarrow": False, "name": "wide",
        "text": _short(cell, indicator, lang), "borderpad": 0 if small else 1,
        "bgcolor": SEQUENTIAL[number] if small else behind,
        "font": {"size": 10 if small else 12.5, "color": color, "family": FONT, "weight": 600},
    }  # fmt: skip


def _short(cell: Cell | None, indicator: Indicator, lang: Lang) -> str:
    """A label's text: large counts in thousands, the percent sign left to the legend."""
    if cell is not None and cell.state is State.VALUE and cell.value is not None and indicator.unit is Unit.PERCENT:
        return form.number(cell.value, lang, indicator.decimals) + ("*" if Flag.PARTIAL in cell.flags else "")
    return form.cell_text(cell, indicator, lang)


def _area_trace(code: str, shape: AreaShape) -> dict[str, Any]:
    x, y = _rings(shape.rings)
    return {
        "type": "scatter", "mode": "lines", "fill": "toself", "x": x, "y": y, "name": code, "customdata": [code],
        "line": LINE, "fillcolor": COLOR["surfaceAlt"],
        "fillpattern": {"shape": ""},
        "hoveron": "fills", "hoverinfo": "text", "text": code, "meta": {"code": code}, "showlegend": False,
    }  # fmt: skip


def _outline(shapes: Shapes) -> list[dict[str, Any]]:
    x, y = _rings(shapes.outline)
    line = {"width": 1.3, "color": COLOR["borderStrong"]}
    return [
        {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip", "showlegend": False}
    ]


def _rings(rings: Iterable[Iterable[Any]]) -> tuple[list[float | None], list[float | None]]:
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        for east, north in ring:
            x.append(round(east, 1))
            y.append(round(north, 1))
        x.append(None)
        y.append(None)
    return x[:-1], y[:-1]


def _frame(shapes: Shapes) -> dict[str, Any]:
    left, bottom, right, top = shapes.bounds
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    return {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "hovermode": "closest",
        "xaxis": {**axis, "range": [left - MARGIN, right + MARGIN], "scaleanchor": "y"},
        "yaxis": {**axis, "range": [bottom - MARGIN, top + MARGIN]},
    }  # fmt: skip
