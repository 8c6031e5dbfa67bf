"""The register of institutions: the URL says what is looked for; search, facets, map and list follow."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callbacks.cards import card_outputs
from callbacks.services import Services
from data.access import Permission, Scope
from data.filters import Notice, from_query
from data.register import Entry
from data.register import register as institutions_on
from data.register_search import FACETS, Found, Wanted, code_of
from data.register_search import search as looked_for
from data.states import Reach
from data.warehouse.release import Release
from geo.countries import Country
from geo.shapes import shapes
from geo.text import Lang
from layouts.address import asked_lang
from layouts.components.notice import notices
from layouts.components.register_table import register_rows
from layouts.ids import Register, Shell
from layouts.names import Names
from layouts.pages.institutions import RegisterFacts, RegisterView, register_view
from layouts.register_address import PATH, RegisterAddress, register_address
from layouts.register_names import ranks


@dataclass(frozen=True)
class RegisterQuestion:
    """What a URL of the register asks, the release that answers, and the day it is answered for."""

    release: Release
    address: RegisterAddress
    as_of: date
    names: Names
    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]


def register(app: Dash, services: Services) -> None:
    """Wire the page."""
    parts = [Output(part, "children") for part in (Register.HEAD, Register.NOTICES, Register.FACETS, Register.LIST)]

    @app.callback(
        [*parts, *card_outputs(Register.MAP)], Input(Shell.URL, "search"), Input(Shell.URL, "pathname"),
        permission=Permission.NUMBERS_VIEW)  # fmt: skip
    def show(query: str | None, path: str | None) -> tuple[Any, ...]:
        if (path or "").rstrip("/") != PATH:
            raise PreventUpdate
        return register_answer(services, query).parts(services.lang())


def register_answer(services: Services, query: str | None) -> RegisterView:
    """The page for this query string."""
    question = register_question(services, query)
    facts = RegisterFacts(
        found_by(question, services.scope()), question.address, question.as_of, question.release.info, question.names,
        shapes(services.country.code), reach_of(services.scope(), question.entries),
        notices(question.notices, question.address.lang),
    )  # fmt: skip
    return register_view(facts, question.address.lang)


def rows_answer(services: Services, query: str | None) -> list[Component]:
    """The rows of the page that the query string names, for the list that grows as it is scrolled."""
    question = register_question(services, query)
    found, address = found_by(question, services.scope()), question.address
    return register_rows(found.entries, address.page, replace(address, page=1), question.names, address.lang)


def register_question(services: Services, query: str | None, path: str = PATH) -> RegisterQuestion:
    """Read a URL against what the release knows. Raises UnknownRelease while nothing is published."""
    query = query or ""
    release = services.shelf.current()
    filters, dropped = from_query(query, release.known)
    if filters.release and filters.release != release.info.id:
        release = services.shelf.release(filters.release)
        filters, dropped = from_query(query, release.known)
    as_of = min(filters.as_of or release.latest, release.info.covers_to)
    entries = institutions_on(release, services.scope(), as_of)
    codes = _codes(release, services.scope(), as_of)
    address, unknown = register_address(query, filters, asked_lang(query, services.lang()), codes, path)
    names = Names(services.country, release.vocabulary)
    return RegisterQuestion(release, address, as_of, names, entries, (*dropped, *unknown))


def found_by(question: RegisterQuestion, scope: Scope) -> Found:
    """The institutions that fit."""
    address = question.address
    return _found(question.release, scope, question.as_of, address.wanted, address.lang, question.names.country)


@lru_cache(maxsize=32)
def _found(release: Release, scope: Scope, as_of: date, wanted: Wanted, lang: Lang, country: Country) -> Found:
    """Kept, because a list that is scrolled asks for the same again and again."""
    names = Names(country, release.vocabulary)
    return looked_for(institutions_on(release, scope, as_of), wanted, ranks(names, lang), lang)


def reach_of(scope: Scope, entries: tuple[Entry, ...]) -> Reach:
    """How far exact numbers reach among these entries."""
    if scope.whole:
        return Reach.EVERYWHERE
    return Reach.INSIDE if any(entry.exact for entry in entries) else Reach.NOWHERE


@lru_cache(maxsize=16)
def _codes(release: Release, scope: Scope, as_of: date) -> dict[str, frozenset[str]]:
    """The codes there are of each facet."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in institutions_on(release, scope, as_of):
        for facet in FACETS:
            found[facet].add(code_of(entry, facet))
    return {facet: frozenset(codes) for facet, codes in found.items()}
