"""A small line without axes: where a number comes from."""

from collections.abc import Sequence
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from layouts.theme import SERIES


def spark(values: Sequence[float | None], width: int = 88, height: int = 26, color: str = "") -> Component:
    """The line of `values` from left to right, a gap where there is none, a dot on the last. Says nothing by itself."""
    return html.Img(
        src=f"data:image/svg+xml,{quote(spark_svg(values, width, height, color), safe=' =:/,-.')}",
        width=width,
        height=height,
        alt="",
        className="spark",
    )


def spark_svg(values: Sequence[float | None], width: int, height: int, color: str = "") -> str:
    """The picture of `spark`."""
    ink = color or SERIES["actual"]
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    step = (width - 8) / max(len(values) - 1, 1)
    span = (high - low) or 1.0
    points = [
        None if value is None else (3 + number * step, 3 + (height - 7) * (1 - (value - low) / span))
        for number, value in enumerate(values)
    ]
    lines = "".join(
        f"<polyline points='{' '.join(f'{x:.0f},{y:.1f}' for x, y in run)}'/>" for run in _runs(points) if len(run) > 1
    )
    last = next((point for point in reversed(points) if point), None)
    dot = f"<circle cx='{last[0]:.0f}' cy='{last[1]:.1f}' r='3' fill='{ink}' stroke='none'/>" if last else ""
    size = f"width='{width}' height='{height}' viewBox='0 0 {width} {height}'"
    style = f"fill='none' stroke='{ink}' stroke-width='2' stroke-linejoin='round'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}><g {style}>{lines}{dot}</g></svg>"


def _runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return runs
