"""What the explorer lets a reader choose, in one order: subject, place, time, breakdown, then what the view has."""

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from data.filters import Every, Population
from geo.text import Lang
from layouts import format as form
from layouts.components.card import icon
from layouts.components.choices import Options, group, select, switch, toggle
from layouts.explored import MODES, VIEWS, Explored, fits
from layouts.words import word

ICONS = {
    "trend": "graph-up", "map": "map", "ranking": "sort-down", "composition": "bar-chart-steps",
    "multiples": "grid-3x3", "pyramid": "people", "compare": "arrow-left-right", "table": "table",
}  # fmt: skip
FILTERED = ("ministry", "type")
"""Filters that stand in the row above already."""


def view_links(shown: Explored) -> list[Component]:
    """A link for every view; one that the indicator cannot be shown in says why."""
    lang, parts = shown.lang, []
    for view in VIEWS:
        words = [icon(ICONS[view]), html.Span(word(f"explorer.view.{view}", lang))]
        if not fits(view, shown.indicator):
            reason = word(f"explorer.view.{view}.unfit", lang)
            hidden = html.Span(f" ({reason})", className="visually-hidden")
            parts.append(html.Li(html.Span([*words, hidden], className="refused", title=reason)))
            continue
        current = {"aria-current": "page"} if view == shown.view else {}
        link = shown.address.to(view="" if view == VIEWS[0] else view, sort="", compare="", axes="")
        parts.append(html.Li(html.A(words, href=link, **current)))
    return [html.Ul(parts)]


def controls(shown: Explored) -> list[Component]:
    """The controls of the present view."""
    by_view = {
        "trend": [_place, _period, _breakdowns, _values], "map": [_values], "ranking": [_order, _values],
        "composition": [_place, _part, _values], "multiples": [_arrangement, _axes, _values],
        "pyramid": [_place, _values],
        "compare": [_compared, _values], "table": [_subject, _place, _period, _breakdowns, _columns, _values],
    }  # fmt: skip
    groups = [made(shown) for made in by_view[shown.view]]
    return [part for part in groups if part is not None]


def _subject(shown: Explored) -> Component:
    lang, populations = shown.lang, shown.indicator.populations
    options = [("" if one is Population.ALL else str(one), word(f"population.{one}", lang)) for one in populations]
    chosen = "" if shown.filters.population is Population.ALL else str(shown.filters.population)
    who = select("population", word("filter.population", lang), options, chosen)
    name = html.P([html.Strong(shown.indicator.short.in_(lang))], className="subject")
    return group(word("explorer.step.subject", lang), [name, who])


def _place(shown: Explored) -> Component:
    lang, names = shown.lang, shown.names
    areas = sorted(names.country.areas, key=lambda area: form.sort_key(area.short.in_(lang), lang))
    options = [("", names.country.name.in_(lang)), *((area.code, area.short.in_(lang)) for area in areas)]
    chosen = shown.filters.chosen("area")
    if len(chosen) > 1:
        options.append((",".join(chosen), ", ".join(names.area(code, lang) for code in chosen)))
    parts = [select("area", word("dimension.area", lang), options, ",".join(chosen))]
    if shown.view in ("table", "trend"):
        parts.append(_toggle(shown, "area", word("explorer.by_area", lang)))
    return group(word("explorer.step.place", lang), parts)


def _period(shown: Explored) -> Component:
    lang, filters = shown.lang, shown.filters
    first = [("", word("explorer.from.all", lang)), *_dates([date(day.year, 1, 1) for day in shown.days], lang, True)]
    last = [("", word("filter.as_of.all", lang)), *_dates(tuple(reversed(shown.days)), lang, False)]
    steps = [("", word("explorer.every.year", lang)), ("quarter", word("explorer.every.quarter", lang))]
    if filters.every is Every.MONTH:
        steps.append(("month", word("explorer.every.month", lang)))
    step = "" if filters.every in (None, Every.YEAR) else str(filters.every)
    return group(
        word("explorer.step.time", lang),
        [
            select("from", word("explorer.from", lang), first, _iso(filters.since)),
            select("to", word("explorer.to", lang), last, _iso(filters.until)),
            select("every", word("explorer.every", lang), steps, step),
        ],
    )


def _breakdowns(shown: Explored) -> Component | None:
    lang = shown.lang
    dimensions = [one for one in shown.indicator.breakdowns if one != "area"]
    if not dimensions:
        return None
    toggles = [_toggle(shown, one, shown.names.dimension(one, lang)) for one in dimensions]
    return group(word("explorer.step.breakdown", lang), [html.Div(toggles, className="toggles")])


def _values(shown: Explored) -> Component | None:
    """Which part of the children is shown: a fold with a select for every dimension; open when something is chosen."""
    found = _filters(shown)
    if not found:
        return None
    chosen = [one for one, _ in shown.filters.where if one not in ("area", *FILTERED)]
    summary = html.Summary([icon("funnel"), html.Span(word("explorer.only", shown.lang))])
    box = html.Div(found, className="group-parts")
    return html.Details([summary, box], open=bool(chosen), className="only")


def _filters(shown: Explored) -> list[Component]:
    lang, found = shown.lang, []
    for dimension in shown.indicator.breakdowns:
        if dimension in ("area", *FILTERED):
            continue
        chosen = shown.filters.chosen(dimension)
        codes = shown.codes.get(dimension, ())
        options: list[tuple[str, str]] = [("", word("explorer.any", lang))]
        options += [(code, shown.names.of(dimension, code, lang)) for code in codes]
        if len(chosen) > 1:
            options.append((",".join(chosen), ", ".join(shown.names.of(dimension, code, lang) for code in chosen)))
        found.append(select(dimension, shown.names.dimension(dimension, lang), options, ",".join(chosen)))
    return found


def _toggle(shown: Explored, dimension: str, words: str) -> Component:
    by = shown.filters.by
    on = dimension in by
    rest = tuple(one for one in by if one != dimension) if on else (*by, dimension)
    across = "" if on and shown.address.across == dimension else shown.address.across
    refused = "" if on or dimension in shown.addable else word("explorer.unpublished", shown.lang)
    return toggle(words, shown.address.to(by=rest, across=across), on, refused)


def _columns(shown: Explored) -> Component:
    lang = shown.lang
    options = [("", word("explorer.across.time", lang))]
    options += [(one, shown.names.dimension(one, lang)) for one in shown.filters.by]
    options.append(("none", word("explorer.across.none", lang)))
    parts = [select("across", word("explorer.across", lang), options, shown.address.across)]
    return group(word("explorer.step.columns", lang), parts)


def _part(shown: Explored) -> Component:
    lang, found = shown.lang, []
    current = part_of(shown)
    for one in (one for one in shown.indicator.breakdowns if one != "area"):
        if one in shown.addable or one == current:
            found.append((shown.names.dimension(one, lang), shown.address.to(by=(one,)), one == current))
    return group(word("explorer.parts", lang), [switch(word("explorer.parts", lang), found)])


def part_of(shown: Explored) -> str:
    """The dimension a composition is made of: the first of the breakdowns asked for, else the indicator's first."""
    parts = [one for one in shown.indicator.breakdowns if one != "area"]
    return next((one for one in shown.filters.by if one in parts), parts[0] if parts else "")


def _order(shown: Explored) -> Component:
    return _sorted(shown, (("", "value"), ("area", "name")))


def _arrangement(shown: Explored) -> Component:
    return _sorted(shown, (("", "place"), ("value", "value"), ("area", "name")))


def _sorted(shown: Explored, options: Sequence[tuple[str, str]]) -> Component:
    lang, label = shown.lang, word("explorer.order", shown.lang)
    links = [
        (word(f"explorer.order.{key}", lang), shown.address.to(sort=value), shown.address.sort == value)
        for value, key in options
    ]
    return group(label, [switch(label, links)])


def _axes(shown: Explored) -> Component:
    lang, label = shown.lang, word("explorer.axes", shown.lang)
    links = [
        (word(f"explorer.axes.{key}", lang), shown.address.to(axes=value), shown.address.axes == value)
        for value, key in (("", "shared"), ("own", "own"))
    ]
    return group(label, [switch(label, links)])


def _compared(shown: Explored) -> Component:
    """What is compared with what: two dates, or one area with the country, with areas of its size, with another."""
    lang, label = shown.lang, word("explorer.compare", shown.lang)
    mode = shown.address.compare or MODES[0]
    links = [
        (word(f"explorer.compare.{one}", lang), shown.address.to(compare="" if one == MODES[0] else one), mode == one)
        for one in MODES
    ]
    found = [switch(label, links)]
    if mode == MODES[0]:
        days = [(day.isoformat(), form.choice_day(day, lang)) for day in shown.days]
        first = [("", word("explorer.compare.earliest", lang)), *days]
        last = [("", word("filter.as_of.all", lang)), *reversed(days)]
        found.append(select("from", word("explorer.compare.then", lang), first, _iso(shown.filters.since)))
        found.append(select("to", word("explorer.compare.now", lang), last, _iso(shown.filters.until)))
        return group(label, found)
    areas = sorted(shown.names.country.areas, key=lambda area: form.sort_key(area.short.in_(lang), lang))
    options: Options = [(area.code, area.short.in_(lang)) for area in areas]
    found.append(select("area", word("dimension.area", lang), [("", word("explorer.choose_area", lang)), *options],
                        ",".join(shown.filters.chosen("area"))))  # fmt: skip
    others = [(one, word(f"explorer.compare.{one}", lang)) for one in MODES[1:]]
    others += [(area.iso, area.short.in_(lang)) for area in areas]
    found.append(select("compare", word("region.compare.label", lang), others, mode))
    return group(label, found)


def _dates(days: Sequence[date], lang: Lang, years: bool) -> list[tuple[str, str]]:
    return [(day.isoformat(), str(day.year) if years else form.choice_day(day, lang)) for day in days]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
