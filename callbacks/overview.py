"""The first page: what it asks of the data, and one callback that fills it."""

from dataclasses import replace
from datetime import date
from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.cards import card_outputs
from callbacks.services import Question, Services, answer, asked
from data.access import Permission
from data.annotations import annotations
from data.errors import PortalError
from data.filters import Every, Filters
from data.indicators.catalogue import indicator
from data.indicators.model import Measured
from data.indicators.question import adapt
from data.policy import targets
from data.published import published_figures
from geo.shapes import shapes
from layouts.figures.area_map import repaint
from layouts.figures.trend_series import published_points
from layouts.ids import Overview, Shell
from layouts.markup import still
from layouts.pages.overview import BASELINE, FIRST, OverviewNumbers, OverviewView, overview_view
from layouts.pages.overview_tiles import TILES

RATE = "children_in_institutions_rate"
TREND_OF = {RATE: "children_in_institutions", "children_in_institutions_share": "children_in_institutions"}
SERIES = {"children_in_institutions": ("CH_INST", "CH_INST_24H"), "institutions_operating": ("INST_N",)}
OUTPUTS = [
    Output(Overview.HEAD, "children"), Output(Overview.NOTICES, "children"), Output(Overview.TILES, "children"),
    *card_outputs(Overview.MAP), *card_outputs(Overview.TREND), Output(Overview.TABLE, "children"),
]  # fmt: skip


def register(app: Dash, services: Services) -> None:
    """Wire the page: the URL in, everything out."""

    @app.callback(OUTPUTS, Input(Shell.URL, "search"), State(Shell.URL, "pathname"), permission=Permission.NUMBERS_VIEW)
    def fill(search: str | None, path: str | None) -> list[Any]:
        if path != "/":
            raise PreventUpdate
        return overview_answer(services, search)


def overview_answer(services: Services, search: str | None) -> list[Any]:
    """The values of OUTPUTS for this query string."""
    question = asked(services, "/", search)
    drawn = shapes(services.country.code, "lo")
    return outputs(overview_view(numbers(services, question), question.page, drawn), question)


def outputs(view: OverviewView, question: Question) -> list[Any]:
    """The view in the order of OUTPUTS. The map is repainted, its geometry stays in the browser."""
    lang = question.lang
    head, _, *rest = view.map.parts(Overview.MAP, lang)
    painted = repaint(*view.map_paint) if view.map_paint else repaint([], [])
    cards = [head, painted, *rest, *view.trend.parts(Overview.TREND, lang)]
    return [still(view.head), still(view.notices), still(view.tiles), *cards, still(view.table)]


def questions(filters: Filters) -> dict[str, Filters]:
    """Every question the page asks, by name: the chosen indicator's, then two for each tile."""
    line = TREND_OF.get(filters.indicator, filters.indicator)
    found = {
        "areas": by_area(filters), "history": by_area(yearly(filters, BASELINE)),
        "trend": yearly(replace(filters, indicator=line), FIRST), "trend_now": replace(filters, indicator=line),
        "operating": about(filters, "institutions_operating"),
    }  # fmt: skip
    for code in TILES:
        own = about(filters, code)
        found |= {f"{code} since": yearly(own, BASELINE), f"{code} now": own}
    return found


def numbers(services: Services, question: Question) -> OverviewNumbers:
    """All answers. A part that cannot be answered carries its error."""
    release = question.release
    found = {name: answer(services, release, one) for name, one in questions(question.filters).items()}
    line = found["trend"]
    codes = SERIES.get(line.indicator.code, ()) if isinstance(line, Measured) else ()
    figures = [figure for code in codes for figure in published_figures(release, code, services.country.iso)]
    told = line.indicator if isinstance(line, Measured) else question.indicator
    noted = annotations(release, told, question.filters, services.country.owner_of, alone(question.filters))
    return OverviewNumbers(
        areas=found["areas"], history=found["history"], trend=line, trend_now=found["trend_now"],
        tiles={code: (found[f"{code} since"], found[f"{code} now"]) for code in TILES}, operating=found["operating"],
        reached=living(found[f"{RATE} since"], found[f"{RATE} now"]), targets=targets(release),
        milestones=noted.milestones, published=published_points(figures, question.filters.population),
        closures=noted.closures,
    )  # fmt: skip


def alone(filters: Filters) -> str:
    """The area that alone is chosen; empty for none or several."""
    areas = filters.chosen("area")
    return areas[0] if len(areas) == 1 else ""


def by_area(filters: Filters) -> Filters:
    """The question area by area."""
    return replace(filters, by=("area",))


def yearly(filters: Filters, first: int) -> Filters:
    """The question at every year-end since `first`, up to its own date."""
    return replace(filters, since=date(first, 1, 1), until=filters.as_of, as_of=None, every=Every.YEAR)


def about(filters: Filters, code: str) -> Filters:
    """The question asked of another indicator, without what that one does not allow."""
    return adapt(replace(filters, indicator=code), indicator(code))[0]


def living(*answers: Measured | PortalError) -> dict[date, float]:
    """Children living in the country at the dates of these answers: the denominators of a rate."""
    return {
        cell.until: cell.denominator
        for found in answers if isinstance(found, Measured)
        for cell in found.whole if cell.denominator
    }  # fmt: skip
