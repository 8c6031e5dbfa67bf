"""The page of all regions: the URL chooses, map and list follow."""

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.cards import card_outputs
from callbacks.services import Services, answer, asked
from data.access import Permission
from data.errors import PortalError
from geo.shapes import shapes
from layouts.components.figure_card import CardView
from layouts.components.notice import notices, refusal
from layouts.ids import RegionList, Shell
from layouts.names import Names
from layouts.pages.regions import RegionListFacts, RegionListView, regions_view

PATH = "/regions"


def register(app: Dash, services: Services) -> None:
    """Wire the page."""
    parts = [RegionList.HEAD, RegionList.NOTICES, RegionList.LIST]

    @app.callback(
        [*(Output(part, "children") for part in parts), *card_outputs(RegionList.MAP)],
        Input(Shell.URL, "search"), State(Shell.URL, "pathname"), permission=Permission.NUMBERS_VIEW)  # fmt: skip
    def show(search: str | None, path: str | None) -> tuple[Any, ...]:
        if (path or "").rstrip("/") != PATH:
            raise PreventUpdate
        return regions_answer(services, search).parts(services.lang())


def regions_answer(services: Services, search: str | None) -> RegionListView:
    """The page for this URL; where the numbers cannot be had, the reason in the list's place."""
    question = asked(services, PATH, search)
    filters = replace(question.filters.choose(area=()), by=("area",))
    measured = answer(services, question.release, filters)
    if isinstance(measured, PortalError):
        return RegionListView([], [refusal(measured, question.lang, PATH)], CardView("", ""), [])
    facts = RegionListFacts(
        measured, question.address, Names(services.country, question.release.vocabulary),
        shapes(services.country.code), notices((*question.notices, *measured.notices), question.lang),
    )  # fmt: skip
    return regions_view(facts, question.lang)
