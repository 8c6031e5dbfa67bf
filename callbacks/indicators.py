"""The explorer: the URL chooses indicator, view, breakdowns and filters; one callback answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.cards import card_outputs
from callbacks.explorer_questions import main_question, side_questions
from callbacks.overview import alone as lone_area
from callbacks.services import Question, Services, answer, asked
from data.access import Permission
from data.annotations import annotations
from data.filters import Filters
from data.indicators.catalogue import catalogue
from data.indicators.model import Measured
from data.tables.emptied import Way, is_empty, ways_out
from data.tables.living import by_age_and_sex, neighbours, sizes
from data.tables.offers import addable
from geo.shapes import shapes
from geo.tiles import tiles
from layouts.explored import VIEWS, Answer, Explored
from layouts.ids import Indicators, Shell
from layouts.pages.indicators import indicators_view

PATH = "/indicators"
PARTS = (Indicators.HEAD, Indicators.NOTICES, Indicators.TREE, Indicators.VIEWS, Indicators.CONTROLS)
OUTPUTS = [
    Output(Indicators.PAGE, "data-view"), *(Output(part, "children") for part in PARTS),
    *card_outputs(Indicators.FIGURE), Output(Indicators.TABLE, "children"), Output(Indicators.DEFINITION, "children"),
]  # fmt: skip


def register(app: Dash, services: Services) -> None:
    """Wire the page: the URL in, everything out."""

    @app.callback(OUTPUTS, Input(Shell.URL, "search"), State(Shell.URL, "pathname"), permission=Permission.NUMBERS_VIEW)
    def explore(search: str | None, path: str | None) -> tuple[Any, ...]:
        if (path or "").rstrip("/") != PATH:
            raise PreventUpdate
        shown = explored(services, search)
        return indicators_view(shown).parts(shown.lang)


def explored(services: Services, search: str | None) -> Explored:
    """All that the page shows for this URL."""
    question = spread(asked(services, PATH, search))
    view = question.address.view if question.address.view in VIEWS else VIEWS[0]
    release, filters = question.release, question.filters
    main = answer(services, release, main_question(view, question.address, services.country))
    sides = side_questions(view, question.address)
    answers = {"main": main, **{name: answer(services, release, one) for name, one in sides.items()}}
    noted = annotations(release, question.indicator, filters, services.country.owner_of, lone_area(filters))
    known = sizes(release, filters.as_of or release.latest) if view == "compare" else {}
    return Explored(
        asked=question.page, view=view, answers=answers, indicators=tuple(catalogue().values()),
        shapes=shapes(services.country.code, "lo"), tiles=tiles(services.country.code),
        addable=addable(release, services.scope(), alone(view, filters)),
        days=year_ends(release.dates(services.scope().view)),
        ways=_ways(services, question, view, main), sizes=known, milestones=noted.milestones, closures=noted.closures,
        living=_living(question, main) if view == "pyramid" else {},
        peers=neighbours("".join(filters.chosen("area")), known), codes=codes(question),
    )  # fmt: skip


def spread(question: Question) -> Question:
    """Several areas are answered area by area, so that is what is asked."""
    filters = question.filters
    if len(filters.chosen("area")) < 2 or "area" in filters.by:
        return question
    address = replace(question.address, filters=replace(filters, by=("area", *filters.by)))
    return replace(question, page=replace(question.page, address=address))


def alone(view: str, filters: Filters) -> Filters:
    """The question that breakdowns would be added to: a composition is made of one, which takes the others' place."""
    return replace(filters, by=()) if view == "composition" else filters


def year_ends(days: tuple[date, ...]) -> tuple[date, ...]:
    """The last day of every year there are numbers for, the newest day for a year not ended."""
    return tuple({day.year: day for day in days}.values())


def codes(question: Question) -> Mapping[str, tuple[str, ...]]:
    """What every dimension can be filtered by, in the vocabulary's order where it has one."""
    from layouts.names import CATEGORIES

    found = {}
    for dimension, known in question.release.known.codes.items():
        listed = tuple(question.release.vocabulary.get(CATEGORIES.get(dimension, ""), {}))
        found[dimension] = listed or tuple(sorted(known))
    country = question.page.names.country
    return {**found, "ministry": country.ministries, "type": country.facility_types}


def _ways(services: Services, question: Question, view: str, main: Answer) -> tuple[Way, ...]:
    """Which filter left nothing; asked only where nothing is left."""
    if not is_empty(main):
        return ()

    def ask(filters: Filters) -> Answer:
        there = replace(question.address, filters=filters)
        return answer(services, question.release, main_question(view, there, services.country))

    return ways_out(ask, question.filters)


def _living(question: Question, main: Answer) -> Mapping[tuple[str, str], int]:
    """Children living in the areas asked about, by age and sex; in the whole country where none is chosen."""
    if not isinstance(main, Measured) or not main.whole:
        return {}
    day, known = main.whole[-1].until, question.release.known.codes
    areas = question.filters.chosen("area") or tuple(sizes(question.release, day))
    return by_age_and_sex(question.release, day, areas, sorted(known["age"]), sorted(known["sex"]))
