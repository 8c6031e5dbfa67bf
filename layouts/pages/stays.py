"""The stays behind an institution's number: by code, never by name, a page at a time. No script is needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.register import Entry
from data.stays import PAGE, Stay, Stays
from geo.text import Lang
from layouts import format as form
from layouts.components.breadcrumb import breadcrumb
from layouts.components.card import icon
from layouts.components.table import Column, Row, scrolling, table
from layouts.names import Names
from layouts.register_address import PATH
from layouts.words import plural, word

Address = Callable[..., str]
KEYS = ("child", "since", "until", "age", "sex", "stay_mode", "legal_status", "disability", "route", "reason")


@dataclass(frozen=True)
class StaysSeen:
    """What the page shows: `on` the day asked about (None: ever), `traits` the codes asked for, `made` its links."""

    entry: Entry
    found: Stays
    on: date | None
    traits: Mapping[str, str]
    page: int
    names: Names
    made: Address


def layout(seen: StaysSeen, lang: Lang) -> list[Component]:
    """The whole page."""
    name = seen.entry.name.in_(lang)
    area = seen.names.country.area(seen.entry.area)
    english = "" if lang is Lang.UK else f"?lang={lang}"
    steps = [
        (seen.names.country.name.in_(lang), f"/{english}"), (area.name.in_(lang), f"/regions/{area.iso}{english}"),
        (name, f"{PATH}/{seen.entry.id}{english}"), (word("institution.stays", lang), None),
    ]  # fmt: skip
    head = [breadcrumb(steps, lang), html.H1(word("stays.page.title", lang, name=name))]
    lead = html.P(word("stays.page.lead", lang), className="lead")
    body = [html.P(html.Strong(_found(seen, lang))), *_filters(seen, lang), *_table(seen, lang)]
    return [html.Div([*head, lead, html.Section(body, className="panel")], className="page stays")]


def _found(seen: StaysSeen, lang: Lang) -> str:
    number = plural("stays.page.number", seen.found.total, lang)
    if seen.on is None:
        return word("stays.page.found_ever", lang, number=number)
    return word("stays.page.found", lang, date=form.long_day(seen.on, lang), number=number)


def _filters(seen: StaysSeen, lang: Lang) -> list[Component]:
    """What narrows the list, each with a link that takes it off."""
    chips = []
    for trait, code in seen.traits.items():
        rest = {key: value for key, value in seen.traits.items() if key != trait}
        value = seen.names.of(trait, code, lang)
        words = word("stays.page.filter", lang, name=word(f"stays.page.{trait}", lang), value=value)
        remove = html.Span(word("filter.remove", lang), className="visually-hidden")
        link = seen.made(on=seen.on, **rest)
        chips.append(html.A([html.Span(words), icon("x-lg"), remove], href=link, className="chip"))
    if seen.on is not None:
        chips.append(html.A(word("stays.page.ever", lang), href=seen.made(**seen.traits), className="button ghost"))
    return [html.Div(chips, className="stays-filters")] if chips else []


def _table(seen: StaysSeen, lang: Lang) -> list[Component]:
    if not seen.found.rows:
        return [html.P(word("stays.page.none", lang), className="remark", role="status")]
    first = (seen.page - 1) * PAGE + 1
    caption = word(
        "stays.page.caption", lang, first=form.number(first, lang), total=form.number(seen.found.total, lang),
        last=form.number(first + len(seen.found.rows) - 1, lang),
    )  # fmt: skip
    columns = [Column(key, word(f"stays.page.{key}", lang)) for key in KEYS]
    rows = [Row(_cells(stay, seen.names, lang)) for stay in seen.found.rows]
    return [scrolling(table(caption, columns, rows, lang), caption), *_pages(seen, lang)]


def _cells(stay: Stay, names: Names, lang: Lang) -> tuple[Any, ...]:
    until = form.day(stay.until, lang) if stay.until else word("stays.page.goes_on", lang)
    coded = (("age", stay.age), ("sex", stay.sex), ("stay_mode", stay.stay_mode), ("legal_status", stay.legal_status),
             ("disability", stay.disability), ("route", stay.route), ("reason", stay.reason))  # fmt: skip
    return (
        html.Code(stay.child),
        form.day(stay.since, lang),
        until,
        *(names.of(key, code, lang) for key, code in coded),
    )


def _pages(seen: StaysSeen, lang: Lang) -> list[Component]:
    pages = max(1, -(-seen.found.total // PAGE))
    if pages == 1:
        return []

    def step(key: str, page: int) -> Component:
        link = seen.made(on=seen.on, page=page, **seen.traits)
        return html.A(word(f"register.{key}", lang), href=link, className="button")

    here = html.Span(word("register.page", lang, page=seen.page, pages=pages), **{"aria-current": "page"})
    steps = [*([step("previous", seen.page - 1)] if seen.page > 1 else []), here]
    steps += [step("next", seen.page + 1)] if seen.page < pages else []
    return [html.Nav(steps, className="pages", **{"aria-label": word("register.pages", lang)})]
