"""The first page: five tiles, the map, the trend, the table of areas. Numbers in, words and figures out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.annotations import Closure
from data.errors import PortalError
from data.indicators.model import Basis, Cell, Indicator, Measured
from data.policy import Milestone, Pathway, Target, next_due, pathways
from data.published import Published
from data.states import State
from geo.shapes import Shapes, shapes
from geo.text import Lang
from layouts import findings
from layouts.address import Address, Asked
from layouts.components.border import border_notice
from layouts.components.breadcrumb import breadcrumb
from layouts.components.figure_card import CardView, figure_card
from layouts.components.filter_bar import filter_bar
from layouts.components.notice import notices
from layouts.components.shell import stamps
from layouts.figures.area_map import blank_map
from layouts.ids import Overview
from layouts.words import word

BASELINE = 2017  # the year before the reform's first results; the National Strategy was adopted in it
FIRST = 2013
Answer = Measured | PortalError


@dataclass(frozen=True)
class OverviewNumbers:
    """All that the page shows. Each answer is numbers or the error that says why there are none.

    `areas`: the chosen indicator by area on the date; `history`: the same at year-ends since BASELINE; `trend` and
    `trend_now`: the country's line and its last point, of `trend`'s own indicator; `tiles`: per indicator the country's
    series since BASELINE and its value on the date; `operating`: institutions at work; `reached`: children living in
    the country at the dates of the series, for targets set as shares.
    """

    areas: Answer
    history: Answer
    trend: Answer
    trend_now: Answer
    tiles: Mapping[str, tuple[Answer, Answer]]
    operating: Answer
    reached: Mapping[date, float]
    targets: tuple[Target, ...]
    milestones: tuple[Milestone, ...]
    published: tuple[Published, ...]
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True)
class OverviewView:
    """What fills the page's containers. `map_paint`: traces and labels of the map already drawn; None in an error."""

    head: list[Component]
    notices: list[Component]
    tiles: list[Component]
    map: CardView
    map_paint: tuple[list[dict[str, Any]], list[dict[str, Any]]] | None
    trend: CardView
    table: Component


def layout(lang: Lang, code: str = "ua") -> Component:
    """The page without data: every container, and the unpainted map of the country whose pack is `code`."""
    page = html.Div(
        [
            html.Div(html.H1(word("page.overview", lang)), id=Overview.HEAD, className="page-head"),
            html.Div(id=Overview.NOTICES),
            html.Div(
                id=Overview.TILES, className="tiles", role="group", **{"aria-label": word("overview.tiles", lang)}
            ),
            html.Div(
                [
                    figure_card(
                        Overview.MAP,
                        lang,
                        word("overview.map", lang),
                        area_map=True,
                        figure=blank_map(shapes(code), lang),
                    ),
                    figure_card(Overview.TREND, lang, word("overview.trend", lang), size="line"),
                ],
                className="pair",
            ),
            html.Section(html.H2(word("overview.table", lang)), id=Overview.TABLE, className="panel areas"),
        ],
        className="page",
    )
    return html.Div([filter_bar(lang), page])


def overview_view(numbers: OverviewNumbers, asked: Asked, drawn: Shapes) -> OverviewView:
    """The whole page."""
    from layouts.pages.overview_cards import map_card, trend_card
    from layouts.pages.overview_table import area_table
    from layouts.pages.overview_tiles import overview_tiles

    card, paint = map_card(numbers, asked, drawn)
    return OverviewView(
        head=_head(numbers, asked),
        notices=notices((*asked.notices, *_notices(numbers.areas)), asked.lang)
        + border_notice(numbers.areas, asked.lang),
        tiles=overview_tiles(numbers, asked),
        map=card,
        map_paint=paint,
        trend=trend_card(numbers, asked),
        table=area_table(numbers, asked),
    )


def series(answer: Answer, now: Answer) -> tuple[Cell, ...]:
    """The country's cells of a series, ended by the value on the date where the series stops before it."""
    cells = answer.whole if isinstance(answer, Measured) else ()
    last = whole(now)
    if last is not None and (not cells or cells[-1].until < last.until):
        return (*cells, last)
    return cells


def whole(answer: Answer) -> Cell | None:
    """The country's last cell of an answer."""
    return answer.whole[-1] if isinstance(answer, Measured) and answer.whole else None


def basis(answer: Answer) -> Basis | None:
    """What the country's last figure rests on."""
    return answer.bases[-1] if isinstance(answer, Measured) and answer.bases else None


def bases(*answers: Answer) -> tuple[Basis, ...]:
    """The bases of all periods of these answers."""
    return tuple(one for answer in answers if isinstance(answer, Measured) for one in answer.bases)


def valued(cell: Cell | None) -> bool:
    """Whether there is a number."""
    return cell is not None and cell.state is State.VALUE and cell.value is not None


def ways(numbers: OverviewNumbers, indicator: Indicator, answer: Answer, now: Answer) -> tuple[Pathway, ...]:
    """The pathways of an indicator; none when the answer was narrowed, as targets are set for everybody."""
    if not isinstance(now, Measured) or [part for part in now.filters.where if part[0] != "area"]:
        return ()
    return pathways(indicator, numbers.targets, now.filters.population, series(answer, now), numbers.reached)


def _head(numbers: OverviewNumbers, asked: Asked) -> list[Component]:
    lang, country = asked.lang, asked.names.country
    where = breadcrumb([(country.name.in_(lang), None), (word("overview.all_areas", lang), None)], lang)
    return [where, stamps(asked.release, basis(numbers.areas), lang), html.H1(_title(numbers, asked))]


def _title(numbers: OverviewNumbers, asked: Asked) -> str:
    now = whole(numbers.trend_now)
    indicator = numbers.trend_now.indicator if isinstance(numbers.trend_now, Measured) else asked.indicator
    line = series(numbers.trend, numbers.trend_now)
    found = findings.compare(line, bases(numbers.trend, numbers.trend_now), asked.names.country.break_dates, BASELINE)
    due = next_due(ways(numbers, indicator, numbers.trend, numbers.trend_now), now.until) if now else None
    return findings.headline(indicator, found, now, due, asked.lang)


def _notices(answer: Answer) -> tuple[Any, ...]:
    return answer.notices if isinstance(answer, Measured) else ()


def reset(asked: Asked) -> str:
    """The page without filters."""
    from data.filters import Filters

    return Address(asked.address.path, Filters(), asked.lang).href
