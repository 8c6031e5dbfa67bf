"""Where a link leads: a page, the reader's filters and language, and what the page itself remembers."""

from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, quote, unquote, urlencode

from data.filters import Filters, Notice, to_query
from data.indicators.model import Indicator, ReleaseInfo
from geo.countries import Country
from geo.text import Lang
from layouts.names import Names

PAGE_KEYS = ("view", "sort", "compare", "across", "axes")


@dataclass(frozen=True)
class Address:
    """A place in the portal. `sort` is a column's key, with "-" after it for the largest first.

    `across` is what stands in a table's columns, `axes` "own" where small figures have a scale each.
    """

    path: str
    filters: Filters
    lang: Lang
    view: str = ""
    sort: str = ""
    compare: str = ""
    across: str = ""
    axes: str = ""

    def to(self, path: str | None = None, **changes: object) -> str:
        """The link to this place with `changes` (fields of Filters or Address); another path forgets page keys."""
        own = {field.name for field in fields(self)}
        there = replace(self, **{key: value for key, value in changes.items() if key in own})
        if path is not None and path != self.path:
            there = Address(path, replace(there.filters, by=()), there.lang)
        asked = {key: value for key, value in changes.items() if key not in own}
        return replace(there, filters=replace(there.filters, **asked)).href

    def institution_link(self, identity: str) -> str:
        """The page of an institution, with the reader's filters."""
        return self.to(f"/institutions/{quote(identity, safe='')}")

    @property
    def query(self) -> str:
        """The filters' query string with the language, without `?`: what downloads take."""
        pairs = [to_query(self.filters)] + ([f"lang={self.lang}"] if self.lang is not Lang.UK else [])
        return "&".join(part for part in pairs if part)

    @property
    def href(self) -> str:
        """Path and query string."""
        own = urlencode([(key, getattr(self, key)) for key in PAGE_KEYS if getattr(self, key)])
        query = "&".join(part for part in (self.query, own) if part)
        return f"{self.path}?{query}" if query else self.path


@dataclass(frozen=True)
class Asked:
    """What a page is drawn for: a place, its indicator, the release that answers, how things are called.

    The filters of `address` already fit the indicator; `notices` say what had to be left out or moved.
    """

    address: Address
    indicator: Indicator
    release: ReleaseInfo
    names: Names
    notices: tuple[Notice, ...] = ()

    @property
    def lang(self) -> Lang:
        """The language of the page."""
        return self.address.lang

    @property
    def filters(self) -> Filters:
        """The filters as they are answered."""
        return self.address.filters

    def area_link(self, code: str) -> str:
        """The page of an area, with the reader's filters."""
        return self.address.to(f"/regions/{self.names.country.area(code).iso}")

    def place_link(self, code: str) -> str:
        """The page of an area, or of a place in it, with the reader's filters."""
        return self.address.to(place_path(self.names.country, code))


def place_path(country: Country, code: str) -> str:
    """The path of an area's page, or of a place's: the codes on the way down to it."""
    area, *places = country.places.line(code)
    return "/".join(("/regions", country.area(area).iso, *places))


def place_at(country: Country, path: str) -> str | None:
    """The code of the place a path leads to through every step above it, by any code or name; None if it is none."""
    root, _, rest = path.strip("/").partition("/")
    first, *steps = [unquote(step) for step in rest.split("/")]
    code = country.resolve(first)
    if root != "regions" or not steps or code is None:
        return None
    for step in steps:
        found = country.places.named(step, country.places.level_of(code) + 1, code)
        if len(found) != 1:
            return None
        code = found[0].code
    return code


def page_keys(search: str) -> dict[str, str]:
    """The page's own keys in a query string, anything odd in them cut short."""
    given = dict(parse_qsl(search.lstrip("?"), max_num_fields=100))
    return {key: given[key][:60] for key in PAGE_KEYS if given.get(key)}


def asked_lang(search: str, otherwise: Lang) -> Lang:
    """The language a query string asks for."""
    value = dict(parse_qsl(search.lstrip("?"), max_num_fields=100)).get("lang", "")
    return Lang(value) if value in {str(lang) for lang in Lang} else otherwise
