"""The profile of one institution: the address names it, the query string keeps the reader's filters."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from dash import Dash, Input, Output
from dash.exceptions import PreventUpdate

from callbacks.institutions import register_question
from callbacks.services import Services
from data.access import Permission
from data.errors import NotFound, PortalError
from data.profile.profile import profile
from data.register import Entry, find, place_of
from geo.text import Lang
from layouts.components.notice import notices, refusal
from layouts.ids import Institution, Shell
from layouts.pages.institution import InstitutionFacts, institution_view
from layouts.register_address import PATH

STEM = f"{PATH}/"


def register(app: Dash, services: Services) -> None:
    """Wire the page."""

    @app.callback(
        Output(Institution.BODY, "children"), Input(Shell.URL, "search"), Input(Shell.URL, "pathname"),
        permission=Permission.NUMBERS_VIEW)  # fmt: skip
    def show(search: str | None, path: str | None) -> list[Any]:
        institution = institution_at(path)
        if not institution:
            raise PreventUpdate
        return institution_answer(services, institution, search)


def institution_at(path: str | None) -> str:
    """The id in a path, or nothing."""
    given = (path or "").rstrip("/")
    return unquote(given.removeprefix(STEM)) if given.startswith(STEM) and "/" not in given[len(STEM) :] else ""


def institution_answer(services: Services, institution: str, search: str | None) -> list[Any]:
    """The page of an institution for this query string; in its place the reason when there is none."""
    lang = services.lang()
    try:
        question = register_question(services, search, f"{STEM}{institution}")
        found = profile(question.release, services.scope(), institution, question.as_of)
    except PortalError as error:
        return [refusal(error, lang, PATH)]
    facts = InstitutionFacts(
        found, question.address, question.names, question.release.info, stays_link(services, found.entry, search),
        notices(question.notices, lang),
    )  # fmt: skip
    return institution_view(facts, question.address.lang)


def stays_link(services: Services, entry: Entry, search: str | None) -> Callable[[str], str] | None:
    """Where the stays behind a number are listed, for those who may see these rows."""
    extents = services.scope().extents(Permission.STAYS_VIEW)
    if not any(extent.covers(place_of(entry)) for extent in extents):
        return None
    english = "&lang=en" if "lang=en" in (search or "") else ""
    return lambda query: f"{STEM}{quote(entry.id)}/stays?{query}{english}"


def institution_name(services: Services, institution: str, lang: Lang) -> str:
    """What an institution is called now. Raises NotFound if there is none, UnknownRelease before the first release."""
    release = services.shelf.current()
    entry = find(release, services.scope(), institution, release.info.covers_to)
    if entry is None:
        raise NotFound(what="institution")
    return entry.name.in_(lang)
