"""What is known of one institution, and what happened to it, by day."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.profile.profile import Event, Profile
from data.register import Entry
from geo.text import Lang
from layouts import format as form
from layouts.components.card import card
from layouts.components.register_table import capacity_text, status_text
from layouts.ids import Institution
from layouts.names import Names
from layouts.register_names import code_name
from layouts.words import word

RENAMED = "RENAMED_ONLY"
Link = Callable[[str], str]


def facts_card(entry: Entry, names: Names, lang: Lang, listing: Link) -> Component:
    """The registry's facts; `listing(area)` leads to the list of the area's institutions."""
    unknown = word("institution.fact.unknown", lang)
    area = html.A(word("institution.in_area", lang), href=listing(entry.area))
    told: list[tuple[str, Any]] = [
        ("id", entry.id),
        ("type", names.of("type", entry.type, lang)),
        ("ministry", names.of("ministry", entry.ministry, lang)),
        ("ownership", code_name("ownership", entry.ownership, names, lang) if entry.ownership else unknown),
        ("area", [names.area(entry.area, lang, full=True), " · ", area]),
        *([("raion", names.place(entry.raion, lang))] if entry.raion else []),
        *([("hromada", names.place(entry.hromada, lang))] if entry.hromada else []),
        ("status", status_text(entry, names, lang)),
        ("stage", names.of("transformation_stage", entry.stage, lang) if entry.stage else unknown),
        ("opened", form.long_day(entry.opened_on, lang) if entry.opened_on else unknown),
        ("capacity", capacity_text(entry, lang)),
    ]
    lines = [part for key, value in told for part in (html.Dt(word(f"institution.fact.{key}", lang)), html.Dd(value))]
    return card(word("institution.facts", lang), [html.Dl(lines, className="facts-list")])


def life_card(found: Profile, names: Names, lang: Lang) -> Component:
    """The timeline: openings, stages, renamings, moves; a renaming alone is marked as no change."""
    steps = [_step(event, names, lang) for event in found.events]
    if not steps:
        body: Sequence[Component] = [html.P(word("institution.life.none", lang), className="sub")]
    else:
        body = [html.Ol([*steps, _now(found, names, lang)], className="life")]
    return card(word("institution.life", lang), body, id=Institution.LIFE)


def _step(event: Event, names: Names, lang: Lang) -> Component:
    renamed = event.kind == "stage" and event.value == RENAMED
    said: list[Any] = [html.Strong(event_words(event, names, lang))]
    if renamed:
        said.append(html.P(word("institution.life.renamed_only", lang)))
    day = html.Time(form.long_day(event.on, lang), dateTime=event.on.isoformat())
    return html.Li([day, html.Div(said)], className=f"life-{event.kind}" + (" life-renamed-only" if renamed else ""))


def _now(found: Profile, names: Names, lang: Lang) -> Component:
    status = html.Strong(status_text(found.entry, names, lang))
    when = html.Time(word("institution.life.now", lang), dateTime=found.as_of.isoformat())
    return html.Li([when, html.Div(status)], className="life-now")


def event_words(event: Event, names: Names, lang: Lang) -> str:
    """What happened, its value by name."""
    if event.kind == "stage":
        return word("institution.life.stage", lang, value=names.of("transformation_stage", event.value, lang))
    if event.kind == "ministry":
        return word("institution.life.ministry", lang, value=names.of("ministry", event.value, lang))
    if event.kind == "relocated":
        known = names.country.resolve(event.value)
        return word("institution.life.relocated", lang, value=names.area(known, lang, True) if known else event.value)
    if event.kind == "renamed":
        key = "institution.life.renamed" if event.value else "institution.life.renamed_plain"
        return word(key, lang, value=event.value)
    return word(f"institution.life.{event.kind}", lang)
