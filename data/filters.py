"""What the reader chose. The URL's query string is its only store, on pages and on the API alike.

Only what differs from the default is written; unknown keys are ignored; old spellings keep working (`OLD_KEYS`).
Values that do not exist are dropped here and reported as notices, so that an old or mistyped link still opens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

DIMENSIONS = (
    "area", "ministry", "type", "age", "sex", "disability", "parents", "route", "reason", "destination", "form",
    "legal_status", "stay_mode", "home_area", "abuse", "alleged", "delay", "action",
)  # fmt: skip
OLD_KEYS = {"ind": "indicator", "asof": "as_of", "pop": "population", "min": "ministry", "reg": "area"}
LISTS = frozenset({*DIMENSIONS, "by"})
MOST_KEYS = 100
DEFAULT_INDICATOR = "children_in_institutions_rate"
E = TypeVar("E", bound=StrEnum)


class Population(StrEnum):
    """Who is counted. The three differ by factors and are never mixed (design §2.3)."""

    ALL = "all"
    ROUND_THE_CLOCK = "24h"
    STATUS = "status"


class Every(StrEnum):
    """The step of a series."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True)
class Notice:
    """A remark for the reader: `key` names a sentence in layouts/words (`notice.<key>`), `parameters` fill it."""

    key: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Filters:
    """One question about numbers.

    `as_of` None means the release's latest date. A series has `since`, `until` (query keys `from`, `to`) and `every`.
    `where` holds, per dimension of DIMENSIONS, the chosen codes, dimensions sorted, codes sorted. `by` are the
    breakdowns wanted. `release` None means the one being served.
    """

    indicator: str = DEFAULT_INDICATOR
    as_of: date | None = None
    since: date | None = None
    until: date | None = None
    every: Every | None = None
    population: Population = Population.ALL
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    by: tuple[str, ...] = ()
    release: str | None = None

    def __post_init__(self) -> None:
        """Bring `where` and `by` into the one order, so that the same question is the same however it was asked."""
        where = tuple(sorted((key, tuple(sorted(set(codes)))) for key, codes in self.where if codes))
        object.__setattr__(self, "where", where)
        object.__setattr__(self, "by", tuple(dict.fromkeys(self.by)))

    def chosen(self, dimension: str) -> tuple[str, ...]:
        """The codes chosen for `dimension`; empty means all."""
        return dict(self.where).get(dimension, ())

    def choose(self, **codes: tuple[str, ...]) -> "Filters":
        """The same question with these dimensions' codes replaced; an empty tuple takes the filter off."""
        wanted = {**dict(self.where), **codes}
        return replace(self, where=tuple(wanted.items()))


@dataclass(frozen=True)
class Known:
    """What exists: the codes per dimension, the indicators and the releases a query string may name."""

    indicators: frozenset[str]
    releases: frozenset[str]
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)


def from_query(search: str, known: Known) -> tuple[Filters, tuple[Notice, ...]]:
    """Read a query string (with or without `?`). What does not exist falls back to the default, with a notice."""
    reader = _Reader(_pairs(search), known)
    filters = Filters(
        indicator=reader.member("indicator", known.indicators) or DEFAULT_INDICATOR,
        as_of=reader.day("as_of"),
        since=reader.day("from"),
        until=reader.day("to"),
        every=reader.enumerated("every", Every),
        population=reader.enumerated("population", Population) or Population.ALL,
        where=tuple((dimension, reader.codes(dimension)) for dimension in DIMENSIONS),
        by=tuple(d for d in reader.listed("by") if reader.keep("by", d, d in DIMENSIONS)),
        release=reader.member("release", known.releases),
    )
    return filters, tuple(reader.notices)


def _pairs(search: str) -> dict[str, str]:
    """The keys and values of a query string. A list may be one value with commas or, from a form, a key repeated."""
    given: dict[str, str] = {}
    for key, value in parse_qsl("&".join(search.lstrip("?").split("&")[:MOST_KEYS])):
        key = OLD_KEYS.get(key, key)
        given[key] = f"{given[key]},{value}" if key in given and key in LISTS else value
    return given


def to_query(filters: Filters) -> str:
    """The query string without `?`, only what differs from the default, always in the same order."""
    default = Filters()
    pairs: list[tuple[str, str]] = []
    names = (("indicator", "indicator"), ("as_of", "as_of"), ("since", "from"), ("until", "to"), ("every", "every"))
    for attribute, key in (*names, ("population", "population"), ("release", "release")):
        value = getattr(filters, attribute)
        if value is not None and value != getattr(default, attribute):
            pairs.append((key, str(value)))
    pairs.extend((dimension, ",".join(codes)) for dimension, codes in filters.where)
    if filters.by:
        pairs.append(("by", ",".join(filters.by)))
    return urlencode(pairs, safe=",")


class _Reader:
    """Reads single keys and gathers what had to be dropped."""

    def __init__(self, given: Mapping[str, str], known: Known) -> None:
        self.given, self.known = given, known
        self.notices: list[Notice] = []

    def keep(self, key: str, value: str, good: bool) -> bool:
        if not good:
            self.notices.append(Notice("filter_unknown", (("key", key), ("value", value[:60]))))
        return good

    def listed(self, key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part for part in self.given.get(key, "").split(",") if part))

    def member(self, key: str, members: frozenset[str]) -> str | None:
        value = self.given.get(key)
        return value if value and self.keep(key, value, value in members) else None

    def codes(self, dimension: str) -> tuple[str, ...]:
        exist = self.known.codes.get(dimension, frozenset())
        return tuple(sorted(c for c in self.listed(dimension) if self.keep(dimension, c, c in exist)))

    def day(self, key: str) -> date | None:
        value = self.given.get(key)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.keep(key, value, False)
            return None

    def enumerated(self, key: str, kind: type[E]) -> E | None:
        value = self.given.get(key)
        if not value:
            return None
        return kind(value) if self.keep(key, value, value in {str(m) for m in kind}) else None
