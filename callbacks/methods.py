"""The page of methods: written from the catalogue and the release the reader looks at."""

from typing import Any

from dash import Dash, Input, Output

from callbacks.services import Question, Services, asked
from data.access import Permission
from data.glossary import terms
from data.indicators.catalogue import catalogue
from data.policy import milestones, targets
from data.published import Reference, published_figures, references
from layouts.components.outline import body
from layouts.ids import Shell
from layouts.names import Names
from layouts.pages.methods import SECTIONS, MethodsFacts, MethodsView, methods_view


def register(app: Dash, services: Services) -> None:
    """Wire the page."""

    @app.callback(
        [Output(body(section), "children") for section, _ in SECTIONS],
        Input(Shell.URL, "search"),
        permission=Permission.NUMBERS_VIEW,
    )
    def show(search: str | None) -> tuple[Any, ...]:
        return methods_answer(services, search).parts()


def methods_answer(services: Services, search: str | None) -> MethodsView:
    """The page for this URL: of a query string it reads only the release and the language."""
    question = asked(services, "/methods", search)
    return methods_view(methods_facts(services, question), question.lang)


def methods_facts(services: Services, question: Question) -> MethodsFacts:
    """All that the page tells of."""
    release = question.release
    names = Names(services.country, release.vocabulary)
    return MethodsFacts(
        country=services.country, names=names, indicators=tuple(catalogue().values()), targets=targets(release),
        milestones=milestones(release), sources=_sources(question), terms=terms(release),
    )  # fmt: skip


def _sources(question: Question) -> dict[str, tuple[Reference, ...]]:
    """Every series with its sources, series in the order of their codes."""
    figures = published_figures(question.release)
    series = dict.fromkeys(figure.series for figure in figures)
    return {code: references(figure for figure in figures if figure.series == code) for code in series}
