"""Down the drill path: what lies inside a region on its page, and the page of a raion or hromada."""

from collections.abc import Sequence
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callbacks.region import area_at
from callbacks.services import Question, Services, asked
from data.access import Permission
from data.coverage import stages
from data.indicators.facts import facts
from data.places import places_inside
from geo.shapes import shapes_within
from layouts.address import place_at, place_path
from layouts.components.area_notices import area_notices
from layouts.components.notice import notices
from layouts.components.place_section import PlaceView, place_section
from layouts.ids import PlacePage, Region, Shell
from layouts.pages.place import PlacePageView, place_view


def register(app: Dash, services: Services) -> None:
    """Wire the section of a region's page, and the page of a place."""
    parts = (PlacePage.HEAD, PlacePage.NOTICES, PlacePage.TILES, PlacePage.PLACES, PlacePage.INSTITUTIONS)
    url = (Input(Shell.URL, "search"), Input(Shell.URL, "pathname"))

    @app.callback(Output(Region.PLACES, "children"), *url, permission=Permission.NUMBERS_VIEW)
    def inside(search: str | None, path: str | None) -> Sequence[Component]:
        area = area_at(services, path)
        if area is None:
            raise PreventUpdate
        return section_answer(services, area.code, search)

    @app.callback([Output(part, "children") for part in parts], *url, permission=Permission.NUMBERS_VIEW)
    def show(search: str | None, path: str | None) -> tuple[Any, ...]:
        code = place_at(services.country, path or "")
        if code is None:
            raise PreventUpdate
        return place_answer(services, code, search).parts()


def section_answer(services: Services, area: str, search: str | None) -> Sequence[Component]:
    """What lies inside an area, for its page."""
    question = asked(services, place_path(services.country, area), search)
    return place_section(_view(services, question, area), Region.PLACES_MAP)


def place_answer(services: Services, code: str, search: str | None) -> PlacePageView:
    """The page of a raion or hromada for this query string."""
    question = asked(services, place_path(services.country, code), search)
    view = _view(services, question, code)
    area = services.country.places.line(code)[0]
    stage = next((one for one in stages(question.release) if one.area == area), None)
    stretch = facts(question.release).stretch(area, view.inside.day)
    told = area_notices(stretch, stage.history_from if stage else None, question.lang)
    return place_view(view, [*told, *notices(question.notices, question.lang)])


def _view(services: Services, question: Question, code: str) -> PlaceView:
    inside = places_inside(question.release, services.scope(), question.filters, code)
    return PlaceView(question.page, inside, shapes_within(services.country.code, code))
