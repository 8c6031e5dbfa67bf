"""The address chooses the page: its content goes into the main part of the shell, its name into the tab."""

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks.services import Services
from dashboard.pages import exists, find, title
from data.access import Permission, require
from data.errors import NotFound
from layouts.ids import Shell
from layouts.pages import problem

TAB_NAME = "function (title) { if (title) { document.title = title; } }"


def route(app: Dash, services: Services) -> None:
    """Register the router. Layouts are made per request, so no page is sent to who did not ask for it."""

    @app.callback(
        Output(Shell.MAIN, "children"),
        Output(Shell.TITLE, "data"),
        Input(Shell.URL, "pathname"),
        permission=Permission.NUMBERS_VIEW,
    )
    def show(path: str | None) -> tuple[Component, str]:
        return content(services, path or "/"), tab(services, path or "/")

    app.clientside_callback(TAB_NAME, Input(Shell.TITLE, "data"))


def tab(services: Services, path: str) -> str:
    """The tab's name: that of a page which the reader may not open is the same as of one that is not there."""
    return title(path if allowed(services, path) else "-", services)


def allowed(services: Services, path: str) -> bool:
    """Whether there is such a page for this reader."""
    try:
        return services.scope().can(find(path, services.country).page.permission) and exists(path, services)
    except NotFound:
        return False


def content(services: Services, path: str) -> Component:
    """The empty page at `path`, or what to say when there is none."""
    try:
        found = find(path, services.country)
        require(services.scope(), found.page.permission)
        if not exists(path, services):
            raise NotFound(path=path[:80])
    except NotFound:
        stem, _, code = path.rpartition("/")
        return problem.no_area(code, services.lang()) if stem == "/regions" else problem.not_found(services.lang())
    return found.page.show(services, found.about)
