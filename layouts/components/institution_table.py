"""The institutions of an area: those at work first, those that have stopped in a fold below."""

from collections.abc import Callable, Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from data.institutions import Institution
from data.states import State
from geo.text import Lang
from layouts import format as form
from layouts.components.border import marked
from layouts.components.outline import fold
from layouts.components.table import Column, Row, scrolling, table
from layouts.names import Names
from layouts.words import plural, word

Link = Callable[[str], str]
KEYS = ("name", "type", "ministry", "status", "stage", "children")


def institution_table(
    found: Sequence[Institution], area: str, as_of: date, names: Names, lang: Lang, profile: Link
) -> list[Component]:
    """Heading by rule, the tables, and what the numbers of children are. `area` is the area's name; `profile(id)` leads
    to an institution's page.
    """
    if not found:
        title = html.H2(word("region.institutions.title", lang))
        return [title, html.P(word("region.institutions.none", lang))]
    working = [one for one in found if one.operating]
    closed = [one for one in found if not one.operating]
    caption = word("region.institutions.caption", lang, area=area, date=form.long_day(as_of, lang))
    parts = [html.H2(plural("region.operating", len(working), lang)), html.P(caption, className="sub")]
    if working:
        parts.append(_table(working, caption, names, lang, profile))
    counted = next((one for one in working if one.counted_on), None)
    if counted is not None and counted.counted_on is not None:
        key = f"region.institutions.{_note(working)}"
        parts.append(html.P(word(key, lang, date=form.long_day(counted.counted_on, lang)), className="source"))
    if closed:
        title = word("region.institutions.closed", lang, number=len(closed))
        parts.append(fold(html.Span(title), _table(closed, title, names, lang, profile)))
    return parts


def _table(found: Sequence[Institution], caption: str, names: Names, lang: Lang, profile: Link) -> Component:
    columns = [Column(key, word(f"region.institutions.{key}", lang), number=key == "children") for key in KEYS]
    mixed = _note(found) == "note_mixed"
    rows = [Row(_cells(one, mixed, names, lang, profile)) for one in found]
    label = word("region.scroll", lang, title=caption)
    return scrolling(table(caption, columns, rows, lang, hidden_caption=True), label)


def _note(found: Sequence[Institution]) -> str:
    """Which sentence tells what the numbers are: all exact, none, or those marked."""
    exact = {one.exact for one in found if one.counted_on is not None}
    return "note_mixed" if len(exact) > 1 else "note_exact" if True in exact else "note"


def _cells(one: Institution, mixed: bool, names: Names, lang: Lang, profile: Link) -> tuple[object, ...]:
    stage = names.of("transformation_stage", one.stage, lang) if one.stage else "–"
    return (
        html.A(one.name.in_(lang), href=profile(one.id)),
        names.of("type", one.type, lang),
        names.of("ministry", one.ministry, lang),
        _status(one, names, lang),
        stage,
        marked(_children(one, lang), mixed and one.exact and one.state is State.VALUE, lang),
    )


def _status(one: Institution, names: Names, lang: Lang) -> str:
    if one.until is not None and not one.operating:
        key = "region.institutions.moved" if one.moved else "region.institutions.until"
        return form.sentence_case(word(key, lang, date=form.day(one.until, lang)))
    if one.status:
        return names.of("institution_status", one.status, lang)
    return form.sentence_case(word("region.institutions.operating", lang))


def _children(one: Institution, lang: Lang) -> str:
    if one.state is State.VALUE and one.children is not None:
        return form.number(one.children, lang)
    if one.state is State.SUPPRESSED:
        return word("region.institutions.hidden", lang)
    return word(f"state.{one.state}.symbol", lang)
