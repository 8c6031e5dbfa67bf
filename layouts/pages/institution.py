"""The profile of one institution: what it is, what happened to it, its children, what it owes, those like it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.indicators.model import ReleaseInfo
from data.profile.profile import Profile
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.address import place_path
from layouts.components.breadcrumb import breadcrumb
from layouts.components.card import card, icon
from layouts.components.institution_children import (
    COMING,
    GOING,
    Told,
    flows_parts,
    history_card,
    moved,
    part_cards,
)
from layouts.components.institution_duties import alike_card, quality_card, returns_card
from layouts.components.institution_facts import facts_card, life_card
from layouts.components.notice import remark
from layouts.components.register_table import capacity_text, children_text, status_text
from layouts.components.shell import stamps
from layouts.components.tile import Tile, tiles
from layouts.ids import Institution
from layouts.markup import still
from layouts.names import Names
from layouts.register_address import PATH, RegisterAddress
from layouts.words import plural, word


@dataclass(frozen=True)
class InstitutionFacts:
    """What the page shows. `stays(query)`: the address of the list of stays; None where the reader may not see rows."""

    found: Profile
    address: RegisterAddress
    names: Names
    release: ReleaseInfo
    stays: Callable[[str], str] | None = None
    notices: Sequence[Any] = ()


def layout(lang: Lang) -> Component:
    """The page without its data."""
    waiting = html.P(word("http.loading", lang), className="sub")
    return html.Div(html.Div(waiting, id=Institution.BODY), id=Institution.PAGE, className="page institution")


def institution_view(facts: InstitutionFacts, lang: Lang) -> list[Component]:
    """The whole page."""
    found, names, told = facts.found, facts.names, _told(facts, lang)
    inside = [remark(word("institution.inside", lang))] if found.entry.exact else []

    def listing(area: str) -> str:
        return facts.address.choosing("area", frozenset({area})).to(PATH)

    top = [
        *_head(facts, lang), *facts.notices, *inside,
        html.Div(_tiles(facts, lang), className="tiles"), _stays(facts, lang),
    ]  # fmt: skip
    about = [facts_card(found.entry, names, lang, listing), life_card(found, names, lang)]
    alike = alike_card(found.alike, names, lang, lambda id: facts.address.to(f"{PATH}/{id}"))
    return [
        still(top), html.Div([html.Div(still(about)), history_card(found, told)], className="institution-grid"),
        *(_inside(facts, told) if found.parts is not None else [still(_outside(lang))]),
        html.Div([still(quality_card(found, lang)), still(alike)], className="institution-grid even"),
    ]  # fmt: skip


def _told(facts: InstitutionFacts, lang: Lang) -> Told:
    link = facts.stays
    if link is None:
        return Told(facts.names, lang, facts.release)
    return Told(
        facts.names, lang, facts.release, lambda day, dimension, code: link(f"on={day.isoformat()}&{dimension}={code}")
    )


def _inside(facts: InstitutionFacts, told: Told) -> list[Component]:
    """What only those see whose scope holds the institution."""
    returns = still(returns_card(facts.found, told.lang))
    parts = html.Div(part_cards(facts.found, told), className="institution-parts")
    return [parts, html.Div([flows_parts(facts.found, told), returns], className="institution-grid even")]


def _outside(lang: Lang) -> Component:
    told = html.P(word("institution.outside", lang))
    return card(word("institution.outside.title", lang), [told])


def _place_link(told: str, names: Names, address: RegisterAddress) -> str:
    """The page of a place; of one the pack does not know the list of all that is said to stand there."""
    if names.country.places.knows(told):
        return address.to(place_path(names.country, told))
    return address.to(PATH, words=told)


def _head(facts: InstitutionFacts, lang: Lang) -> list[Component]:
    entry, names, address = facts.found.entry, facts.names, facts.address
    area = names.country.area(entry.area)
    steps: list[tuple[str, str | None]] = [
        (names.country.name.in_(lang), address.to("/")),
        (area.name.in_(lang), address.to(f"/regions/{area.iso}")),
        *(
            (names.place(told, lang), _place_link(told, names, address))
            for told in (entry.raion, entry.hromada)
            if told
        ),
        (entry.name.in_(lang), None),
    ]
    lead = word(
        "institution.lead", lang, type=names.of("type", entry.type, lang),
        ministry=names.of("ministry", entry.ministry, lang), area=area.name.in_(lang),
    )  # fmt: skip
    back = html.A([icon("arrow-left"), word("institution.back", lang)], href=address.to(PATH), className="button ghost")
    title = html.Div([html.H1(entry.name.in_(lang)), back], className="title-row")
    seen = stamps(facts.release, None, lang)
    return [html.Div([breadcrumb(steps, lang), seen, title, html.P(lead, className="lead")], className="page-head")]


def _tiles(facts: InstitutionFacts, lang: Lang) -> list[Component]:
    found, entry = facts.found, facts.found.entry
    shown = [_children(facts, lang), _capacity(facts, lang)]
    if entry.exact and entry.capacity and entry.children is not None:
        told = {"children": form.number(entry.children, lang), "capacity": form.number(entry.capacity, lang)}
        share = form.percent(entry.children / entry.capacity * 100, lang, 0)
        note = word("institution.tile.occupancy.note", lang, **told)
        shown.append(Tile(word("institution.tile.occupancy", lang), share, note=note))
    if found.moves:
        year = found.as_of.year
        numbers = " · ".join(form.number(moved(found, year, kinds), lang) for kinds in (COMING, GOING))
        note = word("institution.tile.moves.note", lang, year=year)
        shown.append(Tile(word("institution.tile.moves", lang), numbers, note=note))
    if found.owed:
        note = word("institution.tile.owed.note", lang, number=len(found.owed))
        shown.append(Tile(word("institution.tile.owed", lang), form.number(len(found.missing), lang), note=note))
    return tiles(shown, lang)


def _children(facts: InstitutionFacts, lang: Lang) -> Tile:
    entry = facts.found.entry
    label = word("institution.tile.children", lang)
    day = entry.counted_on
    note = word("institution.tile.children.note", lang, date=form.day(day, lang)) if day else ""
    if entry.state is State.VALUE:
        return Tile(label, children_text(entry, lang), note=note)
    if not entry.operating:
        return Tile(label, "", reason=status_text(entry, facts.names, lang))
    hidden = entry.state is State.SUPPRESSED
    reason = word("institution.tile.hidden", lang) if hidden else form.state_words(entry.state, lang)
    return Tile(label, "", reason=reason, note=note)


def _capacity(facts: InstitutionFacts, lang: Lang) -> Tile:
    entry = facts.found.entry
    note = word(f"institution.tile.capacity.{'exact' if entry.capacity is not None else 'band'}", lang)
    return Tile(word("institution.tile.capacity", lang), capacity_text(entry, lang), note=note)


def _stays(facts: InstitutionFacts, lang: Lang) -> Component:
    """The way to the rows behind the number of children; who may not see them reads how many there are, and why."""
    entry = facts.found.entry
    if entry.state is not State.VALUE or entry.children is None:
        return html.P(word("institution.stays.hidden", lang), className="sub") if entry.operating else html.Span()
    number = plural("institution.children", entry.children, lang)
    if facts.stays is None:
        told = html.Span(word("institution.stays.closed", lang, number=number))
        return html.P([icon("lock"), told], className="remark", role="note")
    day = entry.counted_on or facts.found.as_of
    link = html.A(
        [icon("list-ul"), word("institution.stays.open", lang, number=number)],
        href=facts.stays(f"on={day.isoformat()}"), className="button", **{"data-full": "1"},
    )  # fmt: skip
    return html.Div(link, className="stays-link")
