"""Every page, in menu order, and how an address finds one."""

from collections.abc import Callable
from dataclasses import dataclass

from dash.development.base_component import Component

from callbacks.services import Services
from data.access import Permission, Scope
from data.errors import NotFound
from data.people import people
from geo.countries import Country
from geo.text import Lang
from layouts.components.shell import Account, MenuItem
from layouts.pages import data, indicators, methods, overview, region, regions
from layouts.words import word


@dataclass(frozen=True)
class Page:
    """`key` names the page in the words (`page.<key>`); `show` makes its empty layout. A path may end in `<area>`.

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
    """The page an address leads to, and the code of the area it is about, if it is about one."""

    page: Page
    area: str = ""


ACCOUNT_LINKS = (
    AccountLink("/account", "account", Permission.ACCOUNT_OWN),
    AccountLink("/people", "people", Permission.PEOPLE_INVITE),
    AccountLink("/audit", "audit", Permission.AUDIT_VIEW),
    AccountLink("/roles", "roles", Permission.ACCOUNT_OWN),
)
FINISH = AccountLink("/second-factor", "second_factor", Permission.NUMBERS_VIEW)
PAGES = (
    Page("/", "overview", lambda services, _: overview.layout(services.lang(), services.country.code)),
    Page("/regions", "regions", lambda services, _: regions.layout(services.lang(), services.country.code)),
    Page("/regions/<area>", "region", lambda services, _: region.layout(services.lang()), in_menu=False),
    Page("/indicators", "indicators", lambda services, _: indicators.layout(services.lang())),
    Page("/methods", "methods", lambda services, _: methods.layout(services.lang())),
    Page("/data", "data", lambda services, _: data.layout(services.lang())),
)


def menu(scope: Scope) -> tuple[MenuItem, ...]:
    """The pages in the menu that `scope` may open."""
    return tuple(MenuItem(page.path, page.key) for page in PAGES if page.in_menu and scope.can(page.permission))


def account(services: Services, scope: Scope) -> Account | None:
    """Who is signed in, for the bar; None for a visitor."""
    found = people.find(services.store, scope.person_id) if scope.person_id else None
    if found is None:
        return None
    lang = services.lang()
    roles = sorted({word(f"role.{holding.role}", lang) for holding in scope.holdings})
    own = [link for link in ACCOUNT_LINKS if scope.can(link.permission)] if scope.holdings else [FINISH]
    return Account(found.name, tuple(roles), tuple(MenuItem(link.path, link.key) for link in own))


def find(path: str, country: Country) -> Found:
    """The page at `path`. Raises NotFound, also for an area that does not exist."""
    plain = path.rstrip("/") or "/"
    for page in PAGES:
        if page.path == plain:
            return Found(page)
        stem = page.path.removesuffix("<area>")
        code = country.resolve(plain.removeprefix(stem)) if stem != page.path and plain.startswith(stem) else None
        if code:
            return Found(page, code)
    raise NotFound(path=path[:80])


def exists(path: str, country: Country) -> bool:
    """Whether a page is at `path`."""
    try:
        return bool(find(path, country))
    except NotFound:
        return False


def title(path: str, country: Country, lang: Lang) -> str:
    """What the browser's tab says: the area or the page, then the portal's name."""
    try:
        found = find(path, country)
    except NotFound:
        return f"{word('http.title.404', lang)} · {word('app.name', lang)}"
    name = country.area(found.area).name.in_(lang) if found.area else word(f"page.{found.page.key}", lang)
    return f"{name} · {word('app.name', lang)}"
