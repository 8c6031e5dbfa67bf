"""The page of data: written from the releases on the shelf and the release the reader looks at."""

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output

from callbacks.services import Question, Services, asked
from data.access import Permission
from data.coverage import recent_quarters, stages
from data.indicators.catalogue import catalogue
from data.indicators.facts import facts
from data.published import published_areas, published_figures, published_series
from layouts.components.outline import body
from layouts.components.published_table import PublishedView, published_query
from layouts.components.release_list import Releases
from layouts.ids import Shell
from layouts.names import Names
from layouts.pages.data import SECTIONS, DataFacts, DataView, data_view

QUARTERS = 12


def register(app: Dash, services: Services) -> None:
    """Wire the page."""

    @app.callback(
        [Output(body(section), "children") for section, _ in SECTIONS],
        Input(Shell.URL, "search"),
        permission=Permission.NUMBERS_VIEW,
    )
    def show(search: str | None) -> tuple[Any, ...]:
        return data_answer(services, search).parts()


def data_answer(services: Services, search: str | None) -> DataView:
    """The page for this URL: of a query string it reads release, language, and the published table's own keys."""
    question = asked(services, "/data", search)
    return data_view(data_facts(services, question, search or ""), question.lang)


def data_facts(services: Services, question: Question, search: str) -> DataFacts:
    """All that the page tells of."""
    release = question.release
    current = services.shelf.current().info.id
    return DataFacts(
        names=Names(services.country, release.vocabulary),
        indicators=tuple(catalogue().values()),
        releases=Releases(services.shelf.infos(), current, release.info.id),
        published=_published(services, question, search),
        stages=stages(release),
        quarters=recent_quarters(release, QUARTERS),
        state_on=facts(release).stretch,
    )


def _published(services: Services, question: Question, search: str) -> PublishedView:
    query = replace(published_query(search, services.country), release=question.filters.release or "")
    figures = published_figures(question.release, query.series, query.area)
    series = dict(published_series(question.release))
    return PublishedView(query, figures, series, published_areas(question.release))
