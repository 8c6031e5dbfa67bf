"""Data: releases, files, the programming interface, published figures, rollout and completeness."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.coverage import Stage
from data.indicators.facts import Stretch
from data.indicators.model import Indicator
from data.states import Flag, State
from geo.text import Lang
from layouts import format as form
from layouts.components.api_guide import api_guide, file_list
from layouts.components.outline import outline
from layouts.components.published_table import PublishedView, published_table
from layouts.components.release_list import Releases, release_list
from layouts.components.table import Column, Row, scrolling, table
from layouts.ids import DataPage
from layouts.markup import still
from layouts.names import Names
from layouts.words import word

SECTIONS = tuple(
    (section, f"data.{section}")
    for section in (
        DataPage.RELEASES,
        DataPage.DOWNLOADS,
        DataPage.API,
        DataPage.PUBLISHED,
        DataPage.ROLLOUT,
        DataPage.COMPLETENESS,
    )
)
StateOn = Callable[[str, date], Stretch]


@dataclass(frozen=True)
class DataFacts:
    """What the page tells of. `state_on(area, day)` is the state of an area's data on a day."""

    names: Names
    indicators: Sequence[Indicator]
    releases: Releases
    published: PublishedView
    stages: Sequence[Stage]
    quarters: Sequence[date]
    state_on: StateOn


@dataclass(frozen=True)
class DataView:
    """The children of every section, in the order of SECTIONS."""

    releases: Sequence[Any]
    downloads: Sequence[Any]
    api: Sequence[Any]
    published: Sequence[Any]
    rollout: Sequence[Any]
    completeness: Sequence[Any]

    def parts(self) -> tuple[Component, ...]:
        """What each section shows, packed, in the order of SECTIONS."""
        return tuple(still(getattr(self, field.name)) for field in fields(self))


def layout(lang: Lang) -> Component:
    """The page without its data: heading, contents, empty sections."""
    head = [html.H1(word("data.heading", lang)), html.P(word("data.lead", lang), className="lead")]
    contents = outline(SECTIONS, lang, word("data.contents", lang))
    return html.Div([html.Div(head, className="page-head"), contents], className="page data-page")


def data_view(facts: DataFacts, lang: Lang) -> DataView:
    """All sections."""
    return DataView(
        releases=[html.P(word("data.releases.lead", lang)), *release_list(facts.releases, lang)],
        downloads=file_list(facts.indicators, facts.releases.asked, lang),
        api=api_guide(facts.names.country.iso, lang),
        published=published_table(facts.published, facts.names, lang),
        rollout=_rollout(facts, lang),
        completeness=_completeness(facts, lang),
    )


def _rollout(facts: DataFacts, lang: Lang) -> list[Component]:
    keys = ("area", "stage", "since", "history")
    columns = [Column(key, word(f"data.rollout.{key}", lang)) for key in keys]
    stages = {stage.area: stage for stage in facts.stages}
    rows = [Row((_area(code, facts, lang), *_stage(stages.get(code), facts, lang))) for code in _sorted(facts, lang)]
    caption = word("data.rollout.caption", lang)
    return [
        html.P(word("data.rollout.lead", lang)),
        scrolling(table(caption, columns, rows, lang, hidden_caption=True), caption),
    ]


def _stage(stage: Stage | None, facts: DataFacts, lang: Lang) -> tuple[str, str, str]:
    if stage is None:
        return word("data.rollout.none", lang), "–", "–"
    since, history = (form.day(day, lang) if day else "–" for day in (stage.since, stage.history_from))
    return facts.names.of("rollout_stage", stage.stage, lang), since, history


def _completeness(facts: DataFacts, lang: Lang) -> list[Component]:
    quarters = [Column(str(day), _quarter(day, lang)) for day in facts.quarters]
    columns = [Column("area", word("data.completeness.area", lang)), *quarters]
    states = {code: [facts.state_on(code, day) for day in facts.quarters] for code in _sorted(facts, lang)}
    rows = [Row((_area(code, facts, lang), *(_mark(state, lang) for state in found))) for code, found in states.items()]
    sums = [sum(found[n].state is State.VALUE for found in states.values()) for n in range(len(facts.quarters))]
    rows.append(Row((word("data.completeness.total", lang), *(str(number) for number in sums)), strong=True))
    caption = word("data.completeness.caption", lang)
    box = scrolling(table(caption, columns, rows, lang, hidden_caption=True), word("data.completeness.scroll", lang))
    return [html.P(word("data.completeness.lead", lang)), _key(states.values(), lang), box]


def _mark(stretch: Stretch, lang: Lang) -> Component:
    symbol, words, look = mark_of(stretch, lang)
    seen = html.Span(symbol, className=f"mark-{look}", title=words, **{"aria-hidden": "true"})
    return html.Span([seen, html.Span(words, className="visually-hidden")])


def mark_of(stretch: Stretch, lang: Lang) -> tuple[str, str, str]:
    """Symbol, words and look of a state."""
    if stretch.state is not State.VALUE:
        return word(f"state.{stretch.state}.symbol", lang), form.state_words(stretch.state, lang), str(stretch.state)
    provisional, partial = Flag.PROVISIONAL in stretch.flags, Flag.PARTIAL in stretch.flags
    name = "provisional" if provisional else "partial" if partial else "complete"
    symbol = word(f"data.completeness.{name}.symbol", lang) + ("*" if provisional and partial else "")
    words = form.flag_words(stretch.flags, lang) or word("data.completeness.complete", lang)
    return symbol, form.sentence_case(words), name


def _key(rows: Any, lang: Lang) -> Component:
    """The marks that occur, with their meaning."""
    found = dict.fromkeys(mark_of(state, lang) for states in rows for state in states)
    items = [html.Li([html.Span(symbol, className=f"mark-{look}"), f" {words}"]) for symbol, words, look in found]
    return html.Ul(items, className="mark-key", **{"aria-label": word("data.completeness.key", lang)})


def _quarter(day: date, lang: Lang) -> str:
    return word("data.quarter", lang, quarter=(day.month - 1) // 3 + 1, year=day.year)


def _area(code: str, facts: DataFacts, lang: Lang) -> Component:
    english = "" if lang is Lang.UK else f"?lang={lang}"
    return html.A(facts.names.area(code, lang), href=f"/regions/{facts.names.country.area(code).iso}{english}")


def _sorted(facts: DataFacts, lang: Lang) -> list[str]:
    codes = [area.code for area in facts.names.country.areas]
    return sorted(codes, key=lambda code: form.sort_key(facts.names.area(code, lang), lang))
