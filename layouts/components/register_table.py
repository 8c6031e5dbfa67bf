"""The register as a table: headed, sorted by links, a page at a time; 70-register.js makes one long list of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.register import Entry
from data.register_search import PAGE
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.components.border import marked
from layouts.components.table import Column, scrolling, table
from layouts.names import Names
from layouts.register_address import PATH, RegisterAddress
from layouts.register_names import band_words
from layouts.words import word

KEYS = ("name", "area", "type", "ministry", "status", "stage", "capacity", "children")
NUMBERS, ON_PHONES = ("capacity", "children"), ("name", "status", "children")


def register_table(
    entries: Sequence[Entry], address: RegisterAddress, as_of: date, names: Names, lang: Lang
) -> list[Component]:
    """The page asked for and the way to the others. `entries` are all that were found, in order."""
    pages = max(1, -(-len(entries) // PAGE))
    page = min(address.page, pages)
    shown = entries[(page - 1) * PAGE : page * PAGE]
    first = (page - 1) * PAGE + 1
    caption = word(
        "register.caption", lang, date=form.long_day(as_of, lang), first=form.number(first, lang),
        last=form.number(first + len(shown) - 1, lang), total=form.number(len(entries), lang),
    )  # fmt: skip
    listing = table(
        caption, _columns(lang), (), lang, address.sort or "name", lambda sort: _sorted(address, sort), True
    )
    body = html.Tbody(register_rows(entries, page, address, names, lang), **{"data-page": str(page)})
    whole = html.Table(
        [*listing.children[:2], body], className="reading register", **{"aria-rowcount": str(len(entries) + 1)}
    )
    box = html.Div(
        scrolling(whole, word("register.scroll", lang)), className="register-list",
        **{"data-register": str(len(entries)), "data-page-size": str(PAGE)},
    )  # fmt: skip
    return [box, *_pages(address, page, pages, lang)]


def register_rows(
    entries: Sequence[Entry], page: int, address: RegisterAddress, names: Names, lang: Lang
) -> list[Component]:
    """The rows of one page (from 1)."""
    mixed = len({entry.exact for entry in entries}) > 1
    start = (page - 1) * PAGE
    rows = []
    for number, entry in enumerate(entries[start : start + PAGE], start + 2):
        first, *rest = _cells(entry, mixed, address, names, lang)
        cells = [
            html.Th(first, scope="row", role="rowheader"),
            *(html.Td(cell, className=_class(k), role="cell") for cell, k in zip(rest, KEYS[1:], strict=True)),
        ]
        rows.append(html.Tr(cells, role="row", **{"aria-rowindex": str(number)}))
    return rows


def note_key(entries: Sequence[Entry]) -> str:
    """Which sentence tells what the numbers are."""
    exact = {entry.exact for entry in entries}
    return "mixed" if len(exact) > 1 else "exact" if True in exact else "public"


def children_text(entry: Entry, lang: Lang) -> str:
    """The number of children or why there is none."""
    if entry.state is State.VALUE and entry.children is not None:
        return form.number(entry.children, lang)
    if entry.state is State.SUPPRESSED:
        return word("region.institutions.hidden", lang)
    return word(f"state.{entry.state}.symbol", lang)


def capacity_text(entry: Entry, lang: Lang) -> str:
    """Places: their number where it is exact, else the band."""
    if entry.capacity is not None:
        return form.number(entry.capacity, lang)
    return band_words(entry.capacity_band, lang) if entry.capacity_band else "–"


def status_text(entry: Entry, names: Names, lang: Lang) -> str:
    """The status, or since when it does not work."""
    if entry.operating:
        return names.of("institution_status", entry.status, lang)
    if entry.until is None:
        return word("register.stopped_unknown", lang)
    return word("register.stopped", lang, date=form.day(entry.until, lang))


def _columns(lang: Lang) -> list[Column]:
    return [
        Column(key, word(f"register.column.{key}", lang), key in NUMBERS, key not in ON_PHONES, sortable=True)
        for key in KEYS
    ]


def _class(key: str) -> str:
    return Column(key, "", key in NUMBERS, key not in ON_PHONES).classes


def _sorted(address: RegisterAddress, sort: str) -> str:
    return address.to(PATH, sort="" if sort == "name" else sort)


def _cells(entry: Entry, mixed: bool, address: RegisterAddress, names: Names, lang: Lang) -> tuple[Any, ...]:
    area = names.area(entry.area, lang)
    link = html.A(entry.name.in_(lang), href=address.to(f"{PATH}/{entry.id}"))
    name = html.Div([link, html.Small([entry.id, html.Span(f"{form.NBSP}· {area}", className="phone-only")])])
    words = (
        names.of("type", entry.type, lang), names.of("ministry", entry.ministry, lang), status_text(entry, names, lang),
        names.of("transformation_stage", entry.stage, lang) if entry.stage else "–",
    )  # fmt: skip
    return (
        name, area, *map(_clamped, words), capacity_text(entry, lang),
        marked(children_text(entry, lang), mixed and entry.exact and entry.state is State.VALUE, lang),
    )  # fmt: skip


def _clamped(text: str) -> Component:
    """Text of at most two lines in the long list; the whole of it on hover."""
    return html.Div(text, className="clamp", title=text)


def _pages(address: RegisterAddress, page: int, pages: int, lang: Lang) -> list[Component]:
    if pages == 1:
        return []
    here = html.Span(word("register.page", lang, page=page, pages=pages), **{"aria-current": "page"})
    steps = [_step("previous", address, page - 1, lang)] if page > 1 else []
    steps.append(here)
    steps += [_step("next", address, page + 1, lang)] if page < pages else []
    return [html.Nav(steps, className="pages register-pages", **{"aria-label": word("register.pages", lang)})]


def _step(name: str, address: RegisterAddress, page: int, lang: Lang) -> Component:
    return html.A(word(f"register.{name}", lang), href=replace(address, page=page).href, className="button")
