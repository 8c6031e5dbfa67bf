"""Areas in order of their value: links with bars, and a line for the whole country. An order, not a league table."""

from collections.abc import Callable, Iterable

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Cell, Indicator
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.components.border import is_exact, marked
from layouts.figures.legend import rank
from layouts.names import Names
from layouts.theme import SEQUENTIAL
from layouts.words import word


def scale(cells: Iterable[Cell], whole: Cell | None) -> float:
    """The length of the longest bar, in the indicator's unit; never zero."""
    values = [cell.value for cell in cells if cell.value is not None]
    return max([*values, *([whole.value] if whole and whole.value else [])], default=1.0) * 1.08 or 1.0


def inline_bar(value: float | None, longest: float, whole: float | None, indicator: Indicator) -> Component:
    """A bar for one value, with a dashed line where the whole country is."""
    parts = []
    if value is not None:
        style = {
            "width": f"{max(value, 0) / longest * 100:.1f}%",
            "background": SEQUENTIAL[rank(value, indicator.classes)],
        }
        parts.append(html.I(style=style))
    if whole is not None and not indicator.additive:
        parts.append(html.U(style={"left": f"{whole / longest * 100:.1f}%"}))
    return html.Span(parts, className="inline-bar", **{"aria-hidden": "true"})


def ranking(
    cells: Iterable[Cell],
    whole: Cell | None,
    indicator: Indicator,
    names: Names,
    lang: Lang,
    href: Callable[[str], str],
    keep_order: bool = False,
    chosen: str = "",
) -> Component:
    """All areas: those with a value from the largest down, then the others by name with the reason.

    `keep_order` leaves them as they are given; `chosen` is an area that stands out.
    """
    cells = list(cells)
    longest = scale(cells, whole)
    national = whole.value if whole else None
    lines = []
    for cell in cells if keep_order else in_order(cells, names, lang):
        link = html.A(names.area(cell.area, lang), href=href(cell.area))
        valued = cell.state is State.VALUE and cell.value is not None
        rest = (
            inline_bar(cell.value, longest, national, indicator)
            if valued
            else html.Span(form.state_words(cell.state, lang), className="no-value")
        )
        value = marked(form.cell_text(cell, indicator, lang), is_exact(cell), lang)
        lines.append(html.Li([link, html.B(value), rest], className="chosen" if cell.area == chosen else None))
    return html.Ul(lines, className="ranking", tabIndex=0, **{"aria-label": word("overview.ranking", lang)})


def in_order(cells: Iterable[Cell], names: Names, lang: Lang) -> list[Cell]:
    """Cells with values from the largest down, then those without, each group also by name."""
    return sorted(
        cells,
        key=lambda cell: (cell.value is None, -(cell.value or 0.0), form.sort_key(names.area(cell.area, lang), lang)),
    )
