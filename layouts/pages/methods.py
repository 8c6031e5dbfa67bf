"""Methods: what every number means, when a mark stands in its place, and where published figures come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.disclosure import publish
from data.glossary import Term
from data.indicators.model import Indicator, Unit
from data.policy import Milestone, Target
from data.published import Reference
from data.states import COVERAGE, Flag, State
from geo.countries import Country
from geo.text import Lang
from layouts import format as form
from layouts.components.indicator_card import class_bounds, group_words, indicator_card
from layouts.components.outline import outline, source_link
from layouts.components.reference_lists import glossary_list, source_list
from layouts.components.state_mark import state_mark
from layouts.components.table import Column, Row, scrolling, table
from layouts.findings import NEAR
from layouts.ids import Methods
from layouts.markup import still
from layouts.names import Names
from layouts.words import has, word

SECTIONS = tuple(
    (section, f"methods.{section}")
    for section in (
        Methods.READING,
        Methods.INDICATORS,
        Methods.COUNTING,
        Methods.STATES,
        Methods.DISCLOSURE,
        Methods.CLASSES,
        Methods.TARGETS,
        Methods.MILESTONES,
        Methods.SOURCES,
        Methods.GLOSSARY,
        Methods.BOUNDARIES,
    )
)
RULES = ("stock", "population", "area", "flows", "family", "rate", "operating", "family_based", "sums")
EXAMPLES = (0, 7, 12, 13, 47, 252)
READING = range(1, 7)


@dataclass(frozen=True)
class MethodsView:
    """The children of every section, in the order of SECTIONS."""

    reading: Sequence[Any]
    indicators: Sequence[Any]
    counting: Sequence[Any]
    states: Sequence[Any]
    disclosure: Sequence[Any]
    classes: Sequence[Any]
    targets: Sequence[Any]
    milestones: Sequence[Any]
    sources: Sequence[Any]
    glossary: Sequence[Any]
    boundaries: Sequence[Any]

    def parts(self) -> tuple[Component, ...]:
        """What each section shows, packed, in the order of SECTIONS."""
        return tuple(still(getattr(self, field.name)) for field in fields(self))


@dataclass(frozen=True)
class MethodsFacts:
    """What the page tells of: the catalogue, what the release holds beside measures. `sources`: series → sources."""

    country: Country
    names: Names
    indicators: Sequence[Indicator]
    targets: Sequence[Target]
    milestones: Sequence[Milestone]
    sources: Mapping[str, Sequence[Reference]]
    terms: Sequence[Term]


def layout(lang: Lang) -> Component:
    """The page without its data: heading, contents, empty sections."""
    head = html.Div(
        [html.H1(word("methods.heading", lang)), html.P(word("methods.lead", lang), className="lead")],
        className="page-head",
    )
    return html.Div([head, outline(SECTIONS, lang, word("methods.contents", lang))], className="page methods")


def methods_view(facts: MethodsFacts, lang: Lang) -> MethodsView:
    """All sections, written from the catalogue and the release."""
    return MethodsView(
        reading=_reading(lang),
        indicators=_indicators(facts.indicators, lang),
        counting=_counting(lang),
        states=_states(lang),
        disclosure=_disclosure(lang),
        classes=_classes(facts.indicators, lang),
        targets=_targets(facts.targets, lang),
        milestones=_milestones(facts.milestones, lang),
        sources=source_list(facts.sources, facts.names, lang),
        glossary=glossary_list(facts.terms, lang),
        boundaries=_boundaries(facts.country, lang),
    )


def _reading(lang: Lang) -> list[Component]:
    points = [
        html.Li([html.H3(word(f"methods.reading.{n}.title", lang)), html.P(word(f"methods.reading.{n}", lang))])
        for n in READING
    ]
    return [html.Ol(points, className="points")]


def _indicators(indicators: Sequence[Indicator], lang: Lang) -> list[Component]:
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(group_words(indicator.group, lang), []).append(indicator)
    found: list[Component] = [html.P(word("methods.indicators.lead", lang))]
    for name, members in groups.items():
        found += [html.H3(name), *(indicator_card(indicator, lang) for indicator in members)]
    return found


def _counting(lang: Lang) -> list[Component]:
    found: list[Component] = [html.P(word("methods.counting.lead", lang))]
    for rule in RULES:
        found += [html.H3(word(f"methods.counting.{rule}.title", lang)), html.P(word(f"methods.counting.{rule}", lang))]
    return found


def _states(lang: Lang) -> list[Component]:
    columns = [
        Column(key, word(f"methods.states.{key}", lang)) for key in ("name", "symbol", "pattern", "code", "meaning")
    ]
    rows = [
        Row(
            (
                form.state_words(state, lang),
                _symbol(state, lang),
                state_mark(state, lang),
                html.Code(str(state)),
                word(f"methods.state.{state}", lang),
            )
        )
        for state in State
    ]
    rows += [
        Row(
            (
                word(f"flag.{flag}", lang),
                "*" if flag is Flag.PARTIAL else "",
                state_mark(flag, lang),
                html.Code(str(flag)),
                word(f"methods.state.{flag}", lang),
            )
        )
        for flag in COVERAGE
    ]
    caption = word("methods.states.caption", lang)
    return [html.P(word("methods.states.lead", lang)), scrolling(table(caption, columns, rows, lang), caption)]


def _symbol(state: State, lang: Lang) -> str:
    return word(f"state.{state}.symbol", lang) if has(f"state.{state}.symbol", lang) else "0"


def _disclosure(lang: Lang) -> list[Component]:
    rules = html.Ul([html.Li(word(f"methods.disclosure.{n}", lang)) for n in range(1, 5)])
    columns = [
        Column(key, word(f"methods.disclosure.{key}", lang), number=True) for key in ("exact", "public", "sensitive")
    ]
    hidden = word("methods.disclosure.hidden", lang)
    rows = [
        Row((form.number(n, lang), published_example(n, False, hidden, lang), published_example(n, True, hidden, lang)))
        for n in EXAMPLES
    ]
    caption = word("methods.disclosure.caption", lang)
    examples = html.H3(word("methods.disclosure.examples", lang))
    return [rules, examples, table(caption, columns, rows, lang), html.P(word("methods.disclosure.percent", lang))]


def published_example(count: int, sensitive: bool, hidden: str, lang: Lang) -> str:
    """What is published of an exact count."""
    children = publish(count, sensitive).children
    return hidden if children is None else form.number(children, lang)


def _classes(indicators: Sequence[Indicator], lang: Lang) -> list[Component]:
    columns = [
        Column("indicator", word("methods.classes.indicator", lang)),
        Column("bounds", word("methods.classes.bounds", lang)),
    ]
    rows = [Row((one.label.in_(lang), class_bounds(one, lang))) for one in indicators if one.classes]
    caption = word("methods.classes.caption", lang)
    return [html.P(word("methods.classes.text", lang)), scrolling(table(caption, columns, rows, lang), caption)]


def _targets(targets: Sequence[Target], lang: Lang) -> list[Component]:
    keys = ("label", "baseline", "value", "due", "source")
    columns = [Column(key, word(f"methods.targets.{key}", lang)) for key in keys]
    rows = [Row((_target(one, lang), *_terms_of(one, lang), source_link(one.source, one.url, lang))) for one in targets]
    caption = word("methods.targets.caption", lang)
    told = [
        html.P(word("methods.targets.text", lang)),
        html.P(word("methods.targets.status", lang, near=form.percent((NEAR - 1) * 100, lang, 0))),
    ]
    return [*told, scrolling(table(caption, columns, rows, lang), caption)]


def _target(target: Target, lang: Lang) -> Component:
    note = [html.Br(), html.Small(word("methods.targets.drives", lang))] if target.drives else []
    return html.Span([target.label.in_(lang), *note])


def _terms_of(target: Target, lang: Lang) -> tuple[str, str, str]:
    """Baseline, target value and date in words."""
    unknown = word("methods.targets.unknown", lang)
    baseline = "–" if target.baseline_value is None else _amount(target.baseline_value, target, lang)
    if target.baseline_on:
        baseline = (
            f"{baseline} ({form.day(target.baseline_on, lang)})"
            if target.baseline_value is not None
            else form.day(target.baseline_on, lang)
        )
    value = (
        unknown
        if target.value is None
        else form.signed(_amount(target.value, target, lang), target.value if target.relative else 0)
    )
    return baseline, value, form.day(target.on, lang) if target.on else "–"


def _amount(value: float, target: Target, lang: Lang) -> str:
    number = form.number(value, lang, 0 if value == int(value) else 1)
    return (
        number + word("format.percent", lang)
        if target.relative or target.unit.startswith(str(Unit.PERCENT))
        else number
    )


def _milestones(milestones: Sequence[Milestone], lang: Lang) -> list[Component]:
    columns = [Column(key, word(f"methods.milestones.{key}", lang)) for key in ("on", "label", "kind", "source")]
    rows = [
        Row(
            (
                form.day(one.on, lang),
                one.label.in_(lang),
                word(f"methods.milestone.{one.kind}", lang),
                source_link(one.source, one.url, lang),
            )
        )
        for one in milestones
    ]
    caption = word("methods.milestones.caption", lang)
    return [scrolling(table(caption, columns, rows, lang, hidden_caption=True), caption)]


def _boundaries(country: Country, lang: Lang) -> list[Component]:
    told = [html.P(word("methods.boundaries.text", lang)), html.P(country.borders_note.in_(lang))]
    drawn = [level for level in country.places.levels if level.shaped]
    credited = [country.attribution, *(level.attribution for level in drawn)]
    credit = word("methods.boundaries.attribution", lang, attribution="; ".join(one.in_(lang) for one in credited))
    if any(level.approximate for level in drawn):
        told.append(html.P(word("places.approximate", lang)))
    return [*told, html.P(word("methods.boundaries.licence", lang)), html.P(credit)]
