"""The row of filters. The URL is the memory: a choice changes the URL (50-shell.js), the URL fills the controls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.filters import Filters, Population
from data.indicators.model import Indicator
from geo.text import Lang
from layouts import format as form
from layouts.address import Address
from layouts.components.card import icon
from layouts.components.downloads import data_links, menu
from layouts.ids import FilterBar
from layouts.names import Names
from layouts.words import has, word

KEYS = ("indicator", "as_of", "population", "ministry", "type")


@dataclass(frozen=True)
class Choice:
    """One option of a select. An empty value is the default and is not written into the URL."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class FilterChoices:
    """What can be chosen: per key of KEYS the choices, and the value that is chosen now."""

    choices: dict[str, tuple[Choice, ...]]
    chosen: dict[str, str]

    def options(self, key: str) -> list[Component]:
        """The options of one select, grouped where choices name a group."""
        parts: list[Component] = []
        for group, members in groupby(self.choices[key], key=lambda choice: choice.group):
            options = [_option(choice, self.chosen[key]) for choice in members]
            parts += [html.Optgroup(options, label=group)] if group else options
        return parts


def filter_bar(lang: Lang, show: Sequence[str] = KEYS) -> Component:
    """The bar with empty selects. All five are always there (one callback fills them); `show` says which are seen."""
    first, *more = [_field(key, lang, key in show) for key in KEYS]
    close = html.Button(
        word("filter.apply", lang), type="button", className="button primary phone-only", **{"data-sheet": "close"}
    )
    sheet = html.Div(
        [html.H2(word("filter.title", lang), id=f"{FilterBar.SHEET}-title", className="phone-only"), *more, close],
        id=FilterBar.SHEET, className="sheet",
    )  # fmt: skip
    opener = html.Button(
        [icon("sliders"), word("filter.title", lang), html.Span(id=FilterBar.COUNT, className="count")],
        type="button", className="button phone-only", **{"data-sheet": "open", "aria-expanded": "false"},
    )  # fmt: skip
    actions = html.Div(id=FilterBar.ACTIONS, className="actions")
    bar = html.Section(
        [first, opener, sheet, actions],
        id=FilterBar.BAR,
        className="filters",
        **{"aria-label": word("filter.title", lang)},
    )
    return html.Div([bar, html.Div(id=FilterBar.CHIPS, className="chips")])


def choices(
    address: Address, indicators: Iterable[Indicator], indicator: Indicator, dates: Sequence[date], names: Names
) -> FilterChoices:
    """What the bar offers: populations the indicator allows, types the chosen ministry owns. `dates` newest first."""
    filters, lang = address.filters, address.lang
    offered = {
        "indicator": _indicators(indicators, lang),
        "as_of": _dates(dates, filters.as_of, lang),
        "population": tuple(
            Choice("" if p is Population.ALL else str(p), word(f"population.{p}", lang)) for p in indicator.populations
        ),
        "ministry": _coded("ministry", names.country.ministries, filters, names, lang),
        "type": _coded("type", _types(filters, names), filters, names, lang),
    }
    chosen = {
        "indicator": filters.indicator if filters.indicator != Filters().indicator else "",
        "as_of": filters.as_of.isoformat() if filters.as_of and filters.as_of != max(dates, default=None) else "",
        "population": "" if filters.population is Population.ALL else str(filters.population),
        "ministry": ",".join(filters.chosen("ministry")),
        "type": ",".join(filters.chosen("type")),
    }
    return FilterChoices(offered, chosen)


def actions(address: Address, release: str, lang: Lang) -> list[Component]:
    """Reset, share (a link that names the release, so its numbers never change), download of the page's question."""
    reset = html.A(
        [icon("arrow-counterclockwise"), word("filter.reset", lang)],
        href=Address(address.path, Filters(), lang).href,
        className="button ghost",
    )
    share = html.Button(
        [icon("link-45deg"), html.Span(word("action.share", lang), className="menu-label")], type="button",
        className="button", title=word("action.share", lang),
        **{"data-share": address.to(release=release), "data-done": word("action.link_copied", lang)},
    )  # fmt: skip
    query = address.query + ("&" if address.query else "") + "by=area"
    return [
        reset,
        html.Div(className="spring"),
        share,
        menu(word("action.download", lang), data_links(query, lang), "primary"),
    ]


def chips(address: Address, indicator: Indicator, names: Names) -> list[Component]:
    """What differs from the default, each with a link that takes it off. Empty when nothing does."""
    filters, lang = address.filters, address.lang
    found: list[tuple[str, str]] = []
    if filters.indicator != Filters().indicator:
        found.append((indicator.short.in_(lang), address.to(indicator=Filters().indicator)))
    if filters.as_of:
        found.append((form.long_day(filters.as_of, lang), address.to(as_of=None)))
    if filters.population is not Population.ALL:
        found.append((word(f"population.{filters.population}", lang), address.to(population=Population.ALL)))
    for dimension, codes in filters.where:
        words = f"{names.dimension(dimension, lang)}: " + ", ".join(names.of(dimension, code, lang) for code in codes)
        found.append((words, address.to(where=tuple(part for part in filters.where if part[0] != dimension))))
    if filters.release:
        found.append((word("filter.release", lang, release=filters.release), address.to(release=None)))
    if not found:
        return []
    return [html.Span(word("filter.active", lang)), *(_chip(words, link, lang) for words, link in found)]


def _field(key: str, lang: Lang, shown: bool) -> Component:
    control = FilterBar.CONTROLS[KEYS.index(key)]
    start = html.Option(word(f"filter.{key}.all", lang), value="")
    select = html.Select([start], id=control, className="form-select", **{"data-filter": key})
    return html.Div(
        [html.Label(word(f"filter.{key}", lang), htmlFor=control), select], className=f"field {key}", hidden=not shown
    )


def _option(choice: Choice, chosen: str) -> Component:
    return html.Option(choice.label, value=choice.value, selected=choice.value == chosen)


def _chip(words: str, link: str, lang: Lang) -> Component:
    remove = html.Span(word("filter.remove", lang), className="visually-hidden")
    return html.A([html.Span(words), icon("x-lg"), remove], href=link, className="chip")


def _indicators(indicators: Iterable[Indicator], lang: Lang) -> tuple[Choice, ...]:
    default = Filters().indicator
    groups: dict[str, list[Choice]] = {}
    for one in indicators:
        key = f"group.{one.group}"
        name = word(key, lang) if has(key, lang) else one.group
        groups.setdefault(name, []).append(Choice("" if one.code == default else one.code, one.short.in_(lang), name))
    return tuple(choice for members in groups.values() for choice in members)


def _dates(dates: Sequence[date], chosen: date | None, lang: Lang) -> tuple[Choice, ...]:
    newest = max(dates, default=None)
    known = sorted({*dates, *([chosen] if chosen else [])}, reverse=True)
    return tuple(
        Choice("" if day == newest else day.isoformat(), form.choice_day(day, lang), str(day.year)) for day in known
    )


def _coded(key: str, codes: Iterable[str], filters: Filters, names: Names, lang: Lang) -> tuple[Choice, ...]:
    offered = [
        Choice("", word(f"filter.{key}.all", lang)),
        *(Choice(code, names.of(key, code, lang)) for code in codes),
    ]
    now = filters.chosen(key)
    if now and ",".join(now) not in {choice.value for choice in offered}:
        offered.append(Choice(",".join(now), ", ".join(names.of(key, code, lang) for code in now)))
    return tuple(offered)


def _types(filters: Filters, names: Names) -> tuple[str, ...]:
    owners, country = filters.chosen("ministry"), names.country
    return tuple(code for code in country.facility_types if not owners or country.owner_of.get(code) in owners)


def count(address: Address) -> str:
    """How many filters beside the indicator are set, in brackets; empty when none is."""
    filters: Any = address.filters
    number = sum((filters.as_of is not None, filters.population is not Population.ALL, len(filters.where) > 0))
    return f" ({number})" if number else ""
