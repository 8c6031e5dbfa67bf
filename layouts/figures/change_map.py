"""The map of what changed between two dates: a scale with zero in its middle, grey where nothing may be compared."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import floor, log10
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Direction, Indicator, Unit
from data.states import State
from data.tables.change import Change
from geo.shapes import Shapes
from geo.text import Lang
from layouts import format as form
from layouts.figures.area_map import SMALL, blank_map, painted
from layouts.names import Names
from layouts.theme import COLOR, FONT, TOKENS
from layouts.words import plural, word

DIVERGING: tuple[str, ...] = tuple(TOKENS["color"]["diverging"]["light"])
MIDDLE = len(DIVERGING) // 2
DARK = frozenset({0, len(DIVERGING) - 1})
USUAL = 0.8
GREY = {"fillcolor": COLOR["border"], "fillpattern": {"shape": ""}}


def step_of(found: Sequence[Change]) -> float:
    """The width of one class, round: four areas in five change less than the outermost classes begin with."""
    amounts = sorted(abs(one.amount) for one in found if one.amount is not None)
    rough = (amounts[int((len(amounts) - 1) * USUAL)] if amounts else 1.0) / (MIDDLE - 0.5) or 1.0
    power = 10 ** floor(log10(rough))
    return next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough)


def rank(amount: float, step: float) -> int:
    """The class of a change: 0 the largest fall, MIDDLE about none; classes lie evenly around zero."""
    return min(max(round(amount / step), -MIDDLE), MIDDLE) + MIDDLE


def color_of(number: int, indicator: Indicator) -> str:
    """A class's colour: the ochre end is the worse one; where neither way is, more is ochre."""
    falling_is_worse = indicator.direction is Direction.HIGHER
    return DIVERGING[number if falling_is_worse else len(DIVERGING) - 1 - number]


def change_map(
    shapes: Shapes, found: Sequence[Change], indicator: Indicator, names: Names, lang: Lang, href: Callable[[str], str]
) -> dict[str, Any]:
    """The figure."""
    step, by_area = step_of(found), {one.area: one for one in found}
    traces, labels = [], []
    for code, shape in shapes.areas.items():
        one = by_area.get(code)
        spoken = [names.area(code, lang, full=True), *spoken_change(one, indicator, lang)]
        fill = color_of(rank(one.amount, step), indicator) if one and one.amount is not None else ""
        look = {"fillcolor": fill, "fillpattern": {"shape": ""}} if fill else GREY
        at = [round(part) for part in shape.label]
        meta = {"code": code, "at": at, "spoken": ". ".join(spoken), "href": href(code)}
        traces.append({**look, "text": "<br>".join(spoken), "meta": meta})
        if one and one.amount is not None and shape.km2 >= SMALL:
            dark = rank(one.amount, step) in DARK
            labels.append({
                "x": shape.label[0], "y": shape.label[1], "showarrow": False, "name": "wide",
                "text": amount_words(one.amount, indicator, lang),
                "font": {"size": 12.5, "family": FONT, "weight": 600, "color": COLOR["surface" if dark else "text"]},
            })  # fmt: skip
    return painted(blank_map(shapes, lang), traces, labels)


def amount_words(amount: float, indicator: Indicator, lang: Lang) -> str:
    """A change with its sign: in percent, or in percentage points of a share."""
    if indicator.unit is Unit.PERCENT:
        return form.signed(word("format.points", lang, n=form.number(amount, lang, 1)), round(amount, 1))
    return form.signed(form.percent(amount, lang, 0), round(amount))


def spoken_change(one: Change | None, indicator: Indicator, lang: Lang) -> list[str]:
    """Then, now and the change, or why there is none."""
    if one is None:
        return [form.state_words(State.NOT_REPORTED, lang)]
    told = [
        f"{form.day(cell.until, lang)}: {form.cell_text(cell, indicator, lang)}" for cell in (one.then, one.now) if cell
    ]
    if one.amount is None:
        return [*told, word(f"explorer.change.why.{one.why}", lang)]
    return [*told, word("explorer.change.is", lang, change=amount_words(one.amount, indicator, lang))]


def change_legend(found: Sequence[Change], indicator: Indicator, lang: Lang) -> Component:
    """How many areas are in every class, from the largest fall to the largest rise, and how many cannot be compared."""
    step = step_of(found)
    counts = Counter(rank(one.amount, step) for one in found if one.amount is not None)
    lines = []
    for number in range(len(DIVERGING)):
        if counts[number]:
            words = f"{_range(number, step, indicator, lang)}: {plural('legend.areas', counts[number], lang)}"
            look = html.Span(className="swatch", style={"background": color_of(number, indicator)})
            lines.append(html.Li([look, html.Span(words)]))
    silent = sum(one.amount is None for one in found)
    if silent:
        look = html.Span(className="swatch", style={"background": COLOR["border"]})
        lines.append(html.Li([look, html.Span(f"{word('explorer.change.none', lang)}: {silent}")]))
    return html.Ul(lines, className="legend", **{"aria-label": word("legend.title", lang)})


def _range(number: int, step: float, indicator: Indicator, lang: Lang) -> str:
    middle = (number - MIDDLE) * step
    low, high = (amount_words(middle + side * step / 2, indicator, lang) for side in (-1, 1))
    if number == 0:
        return word("explorer.change.below", lang, high=high)
    key = "explorer.change.above" if number == len(DIVERGING) - 1 else "explorer.change.range"
    return word(key, lang, low=low, high=high)
