"""The register's address: what is looked for, by the filters that all pages share and by keys of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from data.filters import Filters, Notice, to_query
from data.register_search import FACETS, SORTS, Wanted
from geo.text import Lang

PATH = "/institutions"
SHARED = ("area", "ministry", "type")
OWN = tuple(facet for facet in FACETS if facet not in SHARED)
LONGEST, MOST_CODES, LAST_PAGE = 80, 40, 1000
DEFAULT = {"working": frozenset({"yes"})}
ALL = "all"


@dataclass(frozen=True)
class RegisterAddress:
    """A state of the register: `filters` hold area, ministry, type, day and release; `own` the other facets' codes.

    A facet of DEFAULT that is not told stands at its default; ALL takes it off.
    """

    filters: Filters
    lang: Lang
    words: str = ""
    own: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    page: int = 1
    path: str = PATH

    def chosen(self, facet: str) -> frozenset[str]:
        """The codes chosen of a facet; empty: all."""
        if facet in SHARED:
            return frozenset(self.filters.chosen(facet))
        told = dict(self.own).get(facet)
        return DEFAULT.get(facet, frozenset()) if told is None else frozenset(told) - {ALL}

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(self.words, tuple((f, codes) for f in FACETS if (codes := self.chosen(f))), self.sort)

    def choosing(self, facet: str, codes: frozenset[str]) -> "RegisterAddress":
        """The same search with other codes of a facet, from the first page."""
        if facet in SHARED:
            return replace(self, filters=self.filters.choose(**{facet: tuple(codes)}), page=1)
        rest = tuple(pair for pair in self.own if pair[0] != facet)
        told = () if codes == DEFAULT.get(facet, frozenset()) else tuple(sorted(codes)) or (ALL,)
        return replace(self, own=tuple(sorted((*rest, (facet, told)) if told else rest)), page=1)

    def toggling(self, facet: str, code: str) -> "RegisterAddress":
        """The same search with one code of a facet more or less."""
        return self.choosing(facet, self.chosen(facet) ^ {code})

    def to(self, path: str, **changes: object) -> str:
        """The link to another page that keeps everything; `changes` are fields of this address."""
        return replace(self, path=path, page=1, **changes).href  # type: ignore[arg-type]

    @property
    def href(self) -> str:
        """Path and query string, only what differs from the default."""
        shared = to_query(self.filters)
        pairs = [("q", self.words)] if self.words else []
        pairs += [(facet, ",".join(codes)) for facet, codes in self.own]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        pairs += [("lang", str(self.lang))] if self.lang is not Lang.UK else []
        query = "&".join(part for part in (shared, urlencode(pairs, safe=",")) if part)
        return f"{self.path}?{query}" if query else self.path


def register_address(
    search: str, filters: Filters, lang: Lang, exist: Mapping[str, frozenset[str]], path: str = PATH
) -> tuple[RegisterAddress, tuple[Notice, ...]]:
    """Read the register's own keys. `exist`: the codes each own facet has; others are left out, with a notice."""
    given = dict(parse_qsl(search.lstrip("?"), max_num_fields=100))
    own, notices = [], []
    for facet in OWN:
        codes = dict.fromkeys(code for code in given.get(facet, "").split(",")[:MOST_CODES] if code)
        known = exist.get(facet, frozenset()) | ({ALL} if facet in DEFAULT else set())
        notices += [Notice("filter_unknown", (("key", facet), ("value", c[:60]))) for c in codes if c not in known]
        if kept := tuple(sorted(code for code in codes if code in known)):
            own.append((facet, kept))
    sort, page = given.get("sort", ""), given.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return RegisterAddress(
        replace(filters, by=()), lang, given.get("q", "").strip()[:LONGEST], tuple(own),
        sort if sort.removesuffix("-") in SORTS else "", min(max(1, number), LAST_PAGE), path,
    ), tuple(notices)  # fmt: skip
