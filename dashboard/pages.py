"""Every page, in menu order, and how an address finds one."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from dash.development.base_component import Component

from callbacks.institution import institution_name
from callbacks.services import Services
from dashboard.bell import waiting
from data.access import Permission, Scope
from data.errors import NotFound, UnknownRelease
from data.people import people
from geo.countries import Country
from layouts.address import place_at
from layouts.components.shell import Account, MenuItem
from layouts.pages import data, indicators, institution, institutions, methods, overview, place, region, regions
from layouts.words import word


@dataclass(frozen=True)
class Page:
    """`key` names the page in the words (`page.<key>`); `show` makes its empty layout. A path may end in `<area>`, and
    go on to a `<place>` in it, or in `<institution>`.

    Who lacks the `permission` is told that there is no such page.
    """

    path: str
    key: str
    show: Callable[[Services, str], Component]
    in_menu: bool = True
    permission: Permission = Permission.NUMBERS_VIEW


@dataclass(frozen=True)
class AccountLink:
    """A page for those who are signed in, in the account's menu."""

    path: str
    key: str
    permission: Permission


@dataclass(frozen=True)
class Found:
    """The page an address leads to, and the code of the area (or place in one) or the id of the institution, if any."""

    page: Page
    area: str = ""
    institution: str = ""

    @property
    def about(self) -> str:
        """What the page is about."""
        return self.area or self.institution


LONGEST_ID = 80
ACCOUNT_LINKS = (
    AccountLink("/account", "account", Permission.ACCOUNT_OWN),
    AccountLink("/people", "people", Permission.PEOPLE_INVITE),
    AccountLink("/audit", "audit", Permission.AUDIT_VIEW),
    AccountLink("/nil-return", "nil_return", Permission.NIL_STATE),
    AccountLink("/roles", "roles", Permission.ACCOUNT_OWN),
)
PLAIN = (AccountLink("/incidents", "incidents", Permission.INCIDENT_FOLLOW),)
AFTER_PLAIN = frozenset({"methods", "data"})
FINISH = AccountLink("/second-factor", "second_factor", Permission.NUMBERS_VIEW)
PAGES = (
    Page("/", "overview", lambda services, _: overview.layout(services.lang(), services.country.code)),
    Page("/regions", "regions", lambda services, _: regions.layout(services.lang(), services.country.code)),
    Page("/regions/<area>", "region", lambda services, _: region.layout(services.lang()), in_menu=False),
    Page("/regions/<area>/<place>", "place", lambda services, _: place.layout(services.lang()), in_menu=False),
    Page("/indicators", "indicators", lambda services, _: indicators.layout(services.lang())),
    Page(
        "/institutions", "institutions", lambda services, _: institutions.layout(services.lang(), services.country.code)
    ),
    Page("/institutions/<institution>", "institution", lambda services, _: institution.layout(services.lang()), False),
    Page("/data", "data", lambda services, _: data.layout(services.lang())),
    Page("/methods", "methods", lambda services, _: methods.layout(services.lang())),
)


def menu(scope: Scope) -> tuple[MenuItem, ...]:
    """The pages in the menu that `scope` may open; those made of plain forms stand before data and methods."""
    items = [MenuItem(page.path, page.key) for page in PAGES if page.in_menu and scope.can(page.permission)]
    plain = [MenuItem(link.path, link.key, full=True) for link in PLAIN if scope.can(link.permission)]
    at = next((place for place, item in enumerate(items) if item.key in AFTER_PLAIN), len(items))
    return (*items[:at], *plain, *items[at:])


def account(services: Services, scope: Scope) -> Account | None:
    """Who is signed in, for the bar; None for a visitor."""
    found = people.find(services.store, scope.person_id) if scope.person_id else None
    if found is None:
        return None
    lang = services.lang()
    roles = sorted({word(f"role.{holding.role}", lang) for holding in scope.holdings})
    own = [link for link in ACCOUNT_LINKS if scope.can(link.permission)] if scope.holdings else [FINISH]
    return Account(
        found.name, tuple(roles), tuple(MenuItem(link.path, link.key) for link in own), waiting(services, scope)
    )


def find(path: str, country: Country) -> Found:
    """The page at `path`. Raises NotFound, also for an area that does not exist; an institution's id is only read."""
    plain = path.rstrip("/") or "/"
    for page in PAGES:
        if page.path == plain:
            return Found(page)
        stem, _, kind = page.path.partition("<")
        rest = plain.removeprefix(stem) if kind and plain.startswith(stem) else ""
        if kind == "area>" and (code := country.resolve(rest)):
            return Found(page, code)
        if page.path.endswith("<place>") and (inside := place_at(country, plain)):
            return Found(page, inside)
        if kind == "institution>" and rest and "/" not in rest:
            return Found(page, institution=unquote(rest)[:LONGEST_ID])
    raise NotFound(path=path[:80])


def exists(path: str, services: Services) -> bool:
    """Whether a page is at `path`, and what it is about exists."""
    try:
        found = find(path, services.country)
        return not found.institution or bool(institution_name(services, found.institution, services.lang()))
    except NotFound:
        return False
    except UnknownRelease:
        return True


def title(path: str, services: Services) -> str:
    """What the browser's tab says: the area, the institution or the page, then the portal's name."""
    lang = services.lang()
    try:
        found = find(path, services.country)
        name = _subject(found, services)
    except NotFound:
        return f"{word('http.title.404', lang)} · {word('app.name', lang)}"
    except UnknownRelease:
        name = word(f"page.{found.page.key}", lang)
    return f"{name} · {word('app.name', lang)}"


def _subject(found: Found, services: Services) -> str:
    lang = services.lang()
    if found.institution:
        return institution_name(services, found.institution, lang)
    country = services.country
    about = country.places.place if country.places.knows(found.area) else country.area
    return about(found.area).name.in_(lang) if found.area else word(f"page.{found.page.key}", lang)
