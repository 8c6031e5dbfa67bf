"""What an institution owes, how good its data are, and the institutions like it."""

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from data.profile.profile import Owed, Profile
from data.register import Entry
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.components.border import marked
from layouts.components.card import card, icon
from layouts.components.register_table import capacity_text, children_text
from layouts.components.table import Column, Row, scrolling, table
from layouts.names import Names
from layouts.words import word

QUARTERS = 12
RENAMED = "RENAMED_ONLY"
WORTH_SAYING = 5.0  # percent of children of whom something is not known


def returns_card(found: Profile, lang: Lang) -> Component:
    """The quarters for which a return was due: what came, what did not, what the stays say instead."""
    owed = found.owed or ()
    if not owed:
        body: list[Component] = [html.P(word("institution.returns.nothing", lang), className="sub")]
        return card(word("institution.returns", lang), body)
    missing = [form.day(day, lang) for day in found.missing]
    title = word("institution.returns.title.none", lang)
    if missing:
        title = word("institution.returns.title", lang, missing=len(missing), number=len(owed))
    caption = word("institution.returns.caption", lang)
    columns = [
        Column(key, word(f"institution.returns.{key}", lang), number=key in ("said", "counted", "staff"))
        for key in ("quarter", "state", "said", "counted", "staff")
    ]
    rows = [_return(one, lang) for one in reversed(owed[-QUARTERS:])]
    body = [scrolling(table(caption, columns, rows, lang), caption)]
    if missing:
        told = word("institution.returns.list", lang, days=form.listed(missing, lang))
        body.insert(0, html.P(told, className="sub"))
    return card(title, body)


def _return(one: Owed, lang: Lang) -> Row:
    state = "given" if one.given else "missing"
    mark = icon("check-circle" if one.given else "exclamation-triangle")
    told = html.Span([mark, " ", word(f"institution.returns.{state}", lang)], className=f"return-{state}")
    numbers = ("–" if n is None else form.number(n, lang) for n in (one.children, one.counted, one.staff))
    return Row((form.day(one.on, lang), told, *numbers))


def quality_card(found: Profile, lang: Lang) -> Component:
    """What is to be remarked on the data, or that there is nothing."""
    marks = quality_marks(found, lang)
    if not marks:
        good = html.P([icon("check-circle"), " ", word("institution.quality.good", lang)], className="sub")
        return card(word("institution.quality", lang), [good])
    lines = [html.Li([icon("exclamation-circle"), html.Span(mark)]) for mark in marks]
    return card(word("institution.quality", lang), [html.Ul(lines, className="quality")])


def quality_marks(found: Profile, lang: Lang) -> list[str]:
    """The remarks, those about registry facts first; what rests on exact numbers only for those who see them."""
    entry = found.entry
    checks = (
        ("no_opening", entry.opened_on is None), ("no_capacity", not entry.capacity_band),
        ("no_place", entry.at is None), ("renamed_only", entry.stage == RENAMED),
        ("late", bool(found.owed) and not (found.owed or ())[-1].given),
    )  # fmt: skip
    marks = [word(f"institution.quality.{key}", lang) for key, holds in checks if holds]
    if entry.capacity and entry.children is not None and entry.children > entry.capacity:
        told = {"children": form.number(entry.children, lang), "capacity": form.number(entry.capacity, lang)}
        marks.append(word("institution.quality.crowded", lang, **told))
    return [*marks, *_differs(found.owed or (), lang), *_unknown(found, lang)]


def _differs(owed: Sequence[Owed], lang: Lang) -> list[str]:
    last = next((one for one in reversed(owed) if one.given), None)
    if last is None or last.children == last.counted or last.children is None or last.counted is None:
        return []
    told = {"said": form.number(last.children, lang), "counted": form.number(last.counted, lang)}
    return [word("institution.quality.differs", lang, **told)]


def _unknown(found: Profile, lang: Lang) -> list[str]:
    newest = [part for part in found.parts or () if found.days and part.on == found.days[-1]]
    marks = []
    for dimension in ("legal_status", "disability"):
        total = sum(part.children for part in newest if part.dimension == dimension)
        unknown = sum(p.children for p in newest if p.dimension == dimension and p.code == "UNKNOWN")
        if total and unknown / total * 100 >= WORTH_SAYING:
            share = form.percent(unknown / total * 100, lang, 0)
            marks.append(word(f"institution.quality.{dimension}", lang, share=share))
    return marks


def alike_card(alike: Sequence[Entry], names: Names, lang: Lang, profile: Callable[[str], str]) -> Component:
    """Institutions of the same type; `profile(id)` leads to each."""
    title, caption = word("institution.alike", lang), word("institution.alike.subtitle", lang)
    if not alike:
        return card(title, [html.P(word("institution.alike.none", lang), className="sub")])
    keys = ("name", "area", "capacity", "children")
    columns = [Column(key, word(f"register.column.{key}", lang), number=key in keys[2:]) for key in keys]
    mixed = len({one.exact for one in alike}) > 1
    rows = [
        Row((
            html.A(one.name.in_(lang), href=profile(one.id)), names.area(one.area, lang), capacity_text(one, lang),
            marked(children_text(one, lang), mixed and one.exact and one.state is State.VALUE, lang),
        )) for one in alike
    ]  # fmt: skip
    listing = table(caption, columns, rows, lang, hidden_caption=True)
    return card(title, [scrolling(listing, caption)], subtitle=caption)
