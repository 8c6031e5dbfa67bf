"""Every page, in menu order, and how an address finds one."""

from collections.abc import Callable
from dataclasses import dataclass

from dash.development.base_component import Component

from callbacks.services import Services
from data.errors import NotFound
from geo.countries import Country
from geo.text import Lang
from layouts.components.shell import MenuItem
from layouts.pages import data, methods, overview, region, regions
from layouts.words import word


@dataclass(frozen=True)
class Page:
    """`key` names the page in the words (`page.<key>`); `show` makes its empty layout. A path may end in `<area>`."""

    path: str
    key: str
    show: Callable[[Services, str], Component]
    in_menu: bool = True


@dataclass(frozen=True)
class Found:
    """The page an address leads to, and the code of the area it is about, if it is about one."""

    page: Page
    area: str = ""


PAGES = (
    Page("/", "overview", lambda services, _: overview.layout(services.lang(), services.country.code)),
    Page("/regions", "regions", lambda services, _: regions.layout(services.lang(), services.country.code)),
    Page("/regions/<area>", "region", lambda services, _: region.layout(services.lang()), in_menu=False),
    Page("/methods", "methods", lambda services, _: methods.layout(services.lang())),
    Page("/data", "data", lambda services, _: data.layout(services.lang())),
)
MENU = tuple(MenuItem(page.path, page.key) for page in PAGES if page.in_menu)


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
