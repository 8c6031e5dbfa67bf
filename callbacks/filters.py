"""The filter bar follows the URL. What a reader chooses is written into the URL by 50-shell.js, never here."""

from typing import Any

from dash import Dash, Input, Output, State

from callbacks.services import Services, asked
from data.access import Permission
from data.indicators.catalogue import catalogue
from layouts.components import filter_bar
from layouts.ids import FilterBar, Shell
from layouts.markup import markup, still

OUTPUTS = [
    *(Output(control, "data-markup") for control in FilterBar.CONTROLS),
    Output(FilterBar.ACTIONS, "children"), Output(FilterBar.CHIPS, "children"), Output(FilterBar.COUNT, "children"),
]  # fmt: skip


def register(app: Dash, services: Services) -> None:
    """Wire the bar: the URL in, options, buttons and chips out."""

    @app.callback(OUTPUTS, Input(Shell.URL, "search"), State(Shell.URL, "pathname"), permission=Permission.NUMBERS_VIEW)
    def follow(search: str | None, path: str | None) -> list[Any]:
        return controls(services, path, search)


def controls(services: Services, path: str | None, search: str | None) -> list[Any]:
    """The values of OUTPUTS for a URL."""
    question = asked(services, path, search)
    page, release = question.page, question.release
    dates = sorted(release.dates(services.scope().view), reverse=True)
    offered = filter_bar.choices(
        page.address, catalogue().values(), page.indicator, quarter_ends(dates, services), page.names
    )
    return [
        *(markup(offered.options(key)) for key in filter_bar.KEYS),
        still(filter_bar.actions(page.address, release.info.id, page.lang)),
        still(filter_bar.chips(page.address, page.indicator, page.names)),
        filter_bar.count(page.address),
    ]


def quarter_ends(dates: list[Any], services: Services) -> list[Any]:
    """The dates worth offering: ends of quarters and the days on which figures were published."""
    return [day for day in dates if (day.month % 3 == 0 and day.day >= 30) or day in services.country.reference_dates]
