"""The profile of one region: the address names the region, the query string the question."""

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output
from dash.exceptions import PreventUpdate

from callbacks.cards import card_outputs
from callbacks.services import Question, Services, answer, asked
from data.access import Permission
from data.annotations import annotations
from data.coverage import stages
from data.errors import PortalError
from data.filters import Every, Filters, Population
from data.indicators.catalogue import indicator
from data.indicators.facts import facts
from data.indicators.model import Measured
from data.indicators.question import adapt
from data.institutions import institutions_of
from data.policy import Pathway, pathways, targets
from geo.areas import Area
from geo.shapes import shapes
from layouts.components.notice import notices
from layouts.components.region_cards import Subject
from layouts.components.region_level import PARTS, TILES, Answer, RegionNumbers, RegionPlace, area_cell
from layouts.ids import Region, Shell
from layouts.names import Names
from layouts.pages.region import CARDS, RegionView, region_view

STEM = "/regions/"
COUNT = "children_in_institutions"


def register(app: Dash, services: Services) -> None:
    """Wire the page."""
    parts = [Output(part, "children") for part in (Region.HEAD, Region.NOTICES, Region.TILES, Region.INSTITUTIONS)]
    cards = [output for card in CARDS for output in card_outputs(card)]

    @app.callback(
        [*parts, *cards], Input(Shell.URL, "search"), Input(Shell.URL, "pathname"), permission=Permission.NUMBERS_VIEW
    )
    def show(search: str | None, path: str | None) -> tuple[Any, ...]:
        area = area_at(services, path)
        if area is None:
            raise PreventUpdate
        return region_answer(services, area, search).parts(services.lang())


def area_at(services: Services, path: str | None) -> Area | None:
    """The area a path names by any of its codes, or None."""
    if not path or not path.startswith(STEM):
        return None
    code = services.country.resolve(path.removeprefix(STEM).rstrip("/"))
    return services.country.area(code) if code else None


def region_answer(services: Services, area: Area, search: str | None) -> RegionView:
    """The page of `area` for this query string."""
    question = asked(services, f"{STEM}{area.iso}", search)
    names = Names(services.country, question.release.vocabulary)
    other = services.country.resolve(question.address.compare) if question.address.compare else None
    place = RegionPlace(
        subject=Subject(area, names, question.lang), address=question.address, indicator=question.indicator,
        shapes=shapes(services.country.code), other=other or services.country.iso,
        notices=notices(question.notices, question.lang),
    )  # fmt: skip
    return region_view(region_numbers(services, question, area), place)


def region_numbers(services: Services, question: Question, area: Area) -> RegionNumbers:
    """Everything the page counts. Questions about all areas are shared with other pages and so already answered."""
    base = replace(question.filters.choose(area=()), by=(), every=None, since=None, until=None)
    every = replace(base, by=("area",))
    known = facts(question.release)
    now = _answer(services, question, every)
    day = base.as_of or question.release.info.covers_to if isinstance(now, PortalError) else now.bases[-1].until
    series = _answer(services, question, replace(every, as_of=None, until=base.as_of, every=Every.YEAR))
    own = replace(base.choose(area=(area.code,)), indicator=COUNT)
    stage = next((one for one in stages(question.release) if one.area == area.code), None)
    return RegionNumbers(
        now=now,
        series=series,
        tiles=tuple(_tile(services, question, code, population) for code, population in TILES),
        entries=_by_year(services, question, own, "entries"),
        exits=_by_year(services, question, own, "exits"),
        total=area_cell(_answer(services, question, own), area.code),
        parts={part: _answer(services, question, replace(own, by=("area", part))) for part in PARTS},
        institutions=institutions_of(question.release, services.scope(), area.code, day),
        pathways=_pathways(question, series, area.code),
        stretch=known.stretch(area.code, day),
        history_from=stage.history_from if stage else None,
        noted=annotations(question.release, question.indicator, question.filters, services.country.owner_of, area.code),
    )


def _tile(services: Services, question: Question, code: str, population: str) -> Answer:
    filters = replace(question.filters.choose(area=()), by=("area",), every=None, since=None, until=None)
    wanted = replace(filters, population=Population(population)) if population else filters
    return _answer(services, question, _about(wanted, code))


def _by_year(services: Services, question: Question, own: Filters, code: str) -> Answer:
    wanted = replace(_about(own, code), as_of=None, until=own.as_of, every=Every.YEAR)
    return _answer(services, question, wanted)


def _about(filters: Filters, code: str) -> Filters:
    """The question asked of another indicator, without what that one does not allow."""
    return adapt(replace(filters, indicator=code), indicator(code))[0]


def _pathways(question: Question, series: Answer, area: str) -> tuple[Pathway, ...]:
    """The country's pathways for a rate or share; for a count the area's own, where a target is a change in percent."""
    if isinstance(series, PortalError) or any(dimension != "area" for dimension, _ in question.filters.where):
        return ()
    counted = question.indicator.additive
    cells = [cell for cell in series.cells if cell.area == area] if counted else series.whole
    return pathways(question.indicator, targets(question.release), question.filters.population, cells, {})


def _answer(services: Services, question: Question, filters: Filters) -> Measured | PortalError:
    return answer(services, question.release, filters)
