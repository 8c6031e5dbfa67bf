"""Finding institutions: words in any spelling, facets that count what each choice would leave, order, pages. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.register import Entry
from geo.areas import fold
from geo.text import Lang

FACETS = ("area", "ministry", "type", "working", "status", "stage", "ownership", "capacity", "size")
SORTS = ("name", "id", "area", "type", "ministry", "status", "stage", "capacity", "children")
YES, NO = "yes", "no"
NONE = "none"
PAGE = 50
Rank = Callable[[str, str], Any]


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for. `chosen`: facet → codes, any of which will do; `sort`: a column, "-" after it for
    the largest first.
    """

    words: str = ""
    chosen: tuple[tuple[str, frozenset[str]], ...] = ()
    sort: str = ""


@dataclass(frozen=True)
class Found:
    """The institutions that fit, in order, and per facet how many would fit with each of its codes chosen alone.

    `without_words`: how many would fit were no words looked for.
    """

    entries: tuple[Entry, ...]
    counts: Mapping[str, Mapping[str, int]]
    without_words: int


def search(entries: Sequence[Entry], wanted: Wanted, rank: Rank, lang: Lang = Lang.UK) -> Found:
    """The entries that fit, in `lang`'s alphabet. `rank(facet, code)` orders codes as their names are read."""
    words = fold(wanted.words, {}).split()
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    kept, without_words = [], 0
    for entry in entries:
        failed = [facet for facet, codes in wanted.chosen if code_of(entry, facet) not in codes]
        without_words += not failed
        if not all(word in entry.found_by for word in words):
            continue
        if not failed:
            kept.append(entry)
        for facet in FACETS:
            if not failed or failed == [facet]:
                counts[facet][code_of(entry, facet)] += 1
    return Found(tuple(in_order(kept, wanted.sort, rank, lang)), counts, without_words)


def code_of(entry: Entry, facet: str) -> str:
    """The entry's code in a facet; NONE where nothing is known."""
    if facet == "working":
        return YES if entry.operating else NO
    return str(getattr(entry, "capacity_band" if facet == "capacity" else facet)) or NONE


def in_order(entries: Sequence[Entry], sort: str, rank: Rank, lang: Lang) -> list[Entry]:
    """Entries by a column of SORTS; equal ones by name, and those without a value last whichever way."""
    column, down = sort.removesuffix("-"), sort.endswith("-")
    by_name = sorted(entries, key=lambda entry: entry.place_in(lang))
    if column in ("", "name") or column not in SORTS:
        return by_name[::-1] if down and column == "name" else by_name
    valued = [entry for entry in by_name if _value(entry, column) is not None]
    ordered = sorted(valued, key=lambda entry: _key(entry, column, rank), reverse=down)
    return [*ordered, *(entry for entry in by_name if _value(entry, column) is None)]


def _value(entry: Entry, column: str) -> object:
    """What a column orders by; an inexact capacity is as large as its band begins."""
    if column == "children":
        return entry.children
    if column == "capacity":
        told = int(entry.capacity_band.rstrip("+").split("-")[0]) if entry.capacity_band else None
        return told if entry.capacity is None else entry.capacity
    return getattr(entry, column) or None


def _key(entry: Entry, column: str, rank: Rank) -> Any:
    value = _value(entry, column)
    return value if column in ("children", "capacity", "id") else rank(column, str(value))
