"""The map's legend: how many areas are in every class and in every state. The counts add up to all areas."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell, Indicator
from data.states import Flag, State
from geo.text import Lang
from layouts import format as form
from layouts.theme import ON_SEQUENTIAL, SEQUENTIAL
from layouts.words import plural, word


@dataclass(frozen=True)
class Legend:
    """`classes`: areas per class, low to high; `states`: areas per state that occurs.

    `partial` and `exact` are among the classes.
    """

    classes: tuple[int, ...]
    states: tuple[tuple[State, int], ...]
    partial: int
    exact: int = 0

    @property
    def total(self) -> int:
        """All areas."""
        return sum(self.classes) + sum(number for _, number in self.states)


def rank(value: float, bounds: Sequence[float]) -> int:
    """The class of a value: 0 for the lowest. `bounds` are the upper bounds of all classes but the last, included."""
    return bisect_left(bounds, value)


def legend(cells: Iterable[Cell], indicator: Indicator) -> Legend:
    """Count the areas of a map."""
    cells = list(cells)
    valued = [cell for cell in cells if cell.state is State.VALUE and cell.value is not None]
    classes = Counter(rank(cell.value or 0.0, indicator.classes) for cell in valued)
    states = Counter(cell.state for cell in cells if cell.state is not State.VALUE)
    return Legend(
        classes=tuple(classes[number] for number in range(len(indicator.classes) + 1)),
        states=tuple((state, states[state]) for state in State if states[state]),
        partial=sum(Flag.PARTIAL in cell.flags for cell in valued),
        exact=sum(Flag.EXACT in cell.flags for cell in valued),
    )


def class_words(number: int, indicator: Indicator, lang: Lang) -> str:
    """The range of a class: "below 400", "400–600", "1,000 and more"."""
    bounds = [form.number(bound, lang, _decimals(bound)) for bound in indicator.classes]
    if number == 0:
        return word("legend.below", lang, to=bounds[0])
    if number == len(bounds):
        return word("legend.above", lang, **{"from": bounds[-1]})
    return word("legend.between", lang, **{"from": bounds[number - 1], "to": bounds[number]})


def legend_view(counted: Legend, indicator: Indicator, lang: Lang) -> Component:
    """The legend as a list: a stepped ramp with the number of areas in every class, then the states."""
    lines = [html.Li(_ramp(counted, indicator, lang), className="ramp-line")]
    if counted.partial:
        words = f"{word('legend.partial', lang)}: {counted.partial}"
        lines.append(html.Li([html.Span(className="swatch partial"), html.Span(words)]))
    if counted.exact:
        words = f"{word('scope.legend', lang)}: {counted.exact}"
        lines.append(html.Li([html.Span(className="swatch exact"), html.Span(words)]))
    for state, number in counted.states:
        words = f"{form.state_words(state, lang)}: {number}"
        lines.append(html.Li([html.Span(className=f"swatch {state}"), html.Span(words)]))
    return html.Ul(lines, className="legend", **{"aria-label": word("legend.title", lang)})


def _ramp(counted: Legend, indicator: Indicator, lang: Lang) -> Component:
    steps = []
    for number, areas in enumerate(counted.classes):
        style = {"background": SEQUENTIAL[number], "color": ON_SEQUENTIAL[number]}
        spoken = f"{class_words(number, indicator, lang)}: {plural('legend.areas', areas, lang)}"
        bound = indicator.classes[number] if number < len(indicator.classes) else None
        tick = form.number(bound, lang, _decimals(bound)) if bound is not None else ""
        hidden = {"aria-hidden": "true"}
        box = html.Span(str(areas), style=style, className="step", **hidden)
        words = [html.Span(spoken, className="visually-hidden"), box, html.Span(tick, className="tick", **hidden)]
        steps.append(html.Span(words, className="ramp-step", title=spoken))
    return html.Span(steps, className="ramp")


def _decimals(bound: float) -> int:
    return 0 if float(bound).is_integer() else len(f"{bound:g}".split(".")[-1])
