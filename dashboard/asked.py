"""The API's questions, read strictly: who asks is told which parameter is wrong, and what it may be."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from flask import request

from callbacks.services import Services
from dashboard.traces import tell
from data.errors import BadFilter
from data.filters import DIMENSIONS, LISTS, MOST_KEYS, Every, Filters, Known, Population, from_query, to_query
from data.indicators.catalogue import indicator
from data.warehouse.release import Release

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
DAYS = ("as_of", "from", "to")
DAY = f"a day as YYYY-MM-DD, {FIRST_DAY} to {LAST_DAY}"
MOST_CODES = 200
LARGEST_PAGE, LAST_ROW = 10_000, 10_000_000
TOLD = 40
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Asked:
    """A question and the release that answers it."""

    release: Release
    filters: Filters

    @property
    def tag(self) -> str:
        """Names the answer: a release never changes, and an indicator is counted as its SQL says."""
        wanted = indicator(self.filters.indicator)
        parts = (self.release.info.checksum, to_query(self.filters), wanted.sql, str(wanted.decimals))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Page:
    """A part of an answer: `limit` rows (None: all) from the row numbered `offset`, the first being 0."""

    limit: int | None = None
    offset: int = 0


def asked(services: Services) -> Asked:
    """Read the query string. Raises BadFilter naming the parameter and what is allowed, and UnknownRelease."""
    query = _query()
    release = services.shelf.current()
    filters, notices = from_query(query, release.known)
    if filters.release and filters.release != release.info.id:
        release = services.shelf.release(filters.release)
        filters, notices = from_query(query, release.known)
    for notice in notices:
        told = dict(notice.parameters)
        refuse(told.get("key", ""), told.get("value", ""), allowed_values(told.get("key", ""), release.known))
    _check_days(filters)
    tell(question=to_query(filters), release=release.info.id)
    return Asked(release, filters)


def asked_page(limit: int | None = None) -> Page:
    """`limit` and `offset` of the query string. `limit`: where none is asked for. Raises BadFilter."""
    given = whole_number("limit", 1, LARGEST_PAGE)
    return Page(limit if given is None else given, whole_number("offset", 0, LAST_ROW) or 0)


def whole_number(name: str, least: int, most: int) -> int | None:
    """A whole number of the query string, None where it is not there. Raises BadFilter."""
    text = request.args.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9 and least <= int(text) <= most):
        refuse(name, text, (f"a whole number from {least} to {most}",))
    return int(text)


def one_of(name: str, kind: type[E], standard: E) -> E:
    """A word of the query string. Raises BadFilter."""
    text = request.args.get(name)
    if text and text not in {str(one) for one in kind}:
        refuse(name, text, tuple(map(str, kind)))
    return kind(text) if text else standard


def allowed_values(name: str, known: Known) -> tuple[str, ...]:
    """What a parameter may be: codes in order, or a phrase where they cannot be listed."""
    listed: dict[str, Callable[[], tuple[str, ...]]] = {
        "indicator": lambda: tuple(sorted(known.indicators)),
        "release": lambda: tuple(sorted(known.releases)),
        "population": lambda: tuple(map(str, Population)),
        "every": lambda: tuple(map(str, Every)),
        "by": lambda: DIMENSIONS,
        **dict.fromkeys(DAYS, lambda: (DAY,)),
    }
    return listed[name]() if name in listed else tuple(sorted(known.codes.get(name, ())))


def refuse(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Raise BadFilter: the parameter, what it was (cut short) and what it may be."""
    raise BadFilter(dimension=name[:TOLD], value=value[:TOLD], allowed=allowed)


def _query() -> str:
    """The query string, keys repeated kept; too many keys or values are refused, not cut off."""
    pairs = list(request.args.items(multi=True))
    if len({key for key, _ in pairs}) > MOST_KEYS or len(pairs) > MOST_KEYS * 2:
        refuse(pairs[-1][0], pairs[-1][1], (f"at most {MOST_KEYS} parameters",))
    for name in LISTS:
        if sum(value.count(",") + 1 for key, value in pairs if key == name) > MOST_CODES:
            refuse(name, request.args.get(name, ""), (f"at most {MOST_CODES} values",))
    return urlencode(_joined(pairs), safe=",", errors="replace")


def _joined(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each key once: a list's values together, of anything else the first value."""
    found: dict[str, str] = {}
    for key, value in pairs:
        found[key] = f"{found[key]},{value}" if key in found and key in LISTS else found.get(key, value)
    return list(found.items())


def _check_days(filters: Filters) -> None:
    days = (filters.as_of, filters.since, filters.until)
    for name, day in zip(DAYS, days, strict=True):
        if day and not FIRST_DAY <= day <= LAST_DAY:
            refuse(name, day.isoformat(), (DAY,))
    if filters.since and filters.until and filters.since > filters.until:
        refuse("from", filters.since.isoformat(), (f"a day not after {filters.until}",))
