"""All that a callback may reach."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from data.access import Scope
from data.errors import PortalError
from data.filters import Filters, Notice, from_query
from data.indicators.catalogue import indicator
from data.indicators.measure import measure
from data.indicators.model import Indicator, Measured
from data.indicators.question import adapt
from data.records.store import Store
from data.warehouse.release import Release, Shelf
from geo.countries import Country
from geo.text import Lang
from layouts.address import Address, Asked, asked_lang, page_keys
from layouts.names import Names

BROKEN_DOWN = frozenset({"/indicators"})
"""The pages whose breakdowns are the reader's; the others have their own."""


@dataclass(frozen=True)
class Services:
    """What the application gives its callbacks. `scope` and `lang` are of the request being answered."""

    shelf: Shelf
    country: Country
    scope: Callable[[], Scope]
    lang: Callable[[], Lang]
    today: Callable[[], date]
    store: Store


@dataclass(frozen=True)
class Question:
    """What a URL asks, and the release that answers."""

    release: Release
    page: Asked

    @property
    def filters(self) -> Filters:
        """The filters as they are answered."""
        return self.page.filters

    @property
    def address(self) -> Address:
        """The place, with the filters as they are answered."""
        return self.page.address

    @property
    def indicator(self) -> Indicator:
        """The chosen indicator."""
        return self.page.indicator

    @property
    def lang(self) -> Lang:
        """The language of the answer."""
        return self.page.lang

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What had to be left out of the URL's question."""
        return self.page.notices


def asked(services: Services, path: str | None, search: str | None) -> Question:
    """Read a URL against what the release knows; what does not fit the indicator is left out with a notice."""
    search = search or ""
    release = services.shelf.current()
    filters, notices = from_query(search, release.known)
    if filters.release and filters.release != release.info.id:
        release = services.shelf.release(filters.release)
        filters, notices = from_query(search, release.known)
    wanted = indicator(filters.indicator)
    fitting, dropped = adapt(filters if path in BROKEN_DOWN else replace(filters, by=()), wanted)
    address = Address(path or "/", fitting, asked_lang(search, services.lang()), **page_keys(search))
    names = Names(services.country, release.vocabulary)
    page = Asked(address, wanted.counting(fitting.population), release.info, names, (*notices, *dropped))
    return Question(release, page)


def answer(services: Services, release: Release, filters: Filters) -> Measured | PortalError:
    """The numbers, or the error that says why there are none; the other parts of the page are not troubled by it."""
    try:
        return measure(release, services.scope(), filters)
    except PortalError as error:
        return error
