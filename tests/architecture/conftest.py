"""The app and its layouts, without any release: architecture does not depend on data."""

import pytest

from data.access import VISITOR
from data.records.keys import write_secret
from geo.text import Lang


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    """The app over an empty home."""
    from dashboard.app import portal
    from dashboard.settings import Settings

    home = tmp_path_factory.mktemp("empty")
    write_secret(home / "secret")
    return portal(Settings(home=home))


@pytest.fixture(scope="session")
def page_layouts(app) -> dict:
    """Every page as it is first sent, in its shell: path → component tree."""
    from dash import html

    from callbacks.services import Services
    from dashboard.app import frame
    from dashboard.pages import PAGES

    services = Services(
        shelf=None, country=app.country, scope=lambda: VISITOR, lang=lambda: Lang.UK, today=None, store=None
    )
    area = app.country.areas[0].code
    return {page.path: html.Div([frame(services), html.Div(page.show(services, area))]) for page in PAGES}


@pytest.fixture(scope="session")
def page_ids(page_layouts) -> set[str]:
    """Every id on any page."""
    nodes = (node for layout in page_layouts.values() for node in layout._traverse())
    return {key for node in nodes if isinstance(key := getattr(node, "id", None), str)}
