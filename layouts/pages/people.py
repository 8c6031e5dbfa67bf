"""People and access: who may sign in within the reader's own scope, who is invited, what waits for a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dash import html
from dash.development.base_component import Component

from data.people.invitations import Invitation
from data.people.lost_factor import Reset
from data.people.oversight import Overseen
from data.people.people import Held
from geo.text import Lang
from layouts import format as text
from layouts.components import form
from layouts.components.card import card, icon
from layouts.components.holding import extent_words, role_words
from layouts.components.table import Column, Row, scrolling, table
from layouts.markup import Input
from layouts.moments import moment, moment_words
from layouts.names import Names
from layouts.words import plural, word

COLUMNS = ("name", "roles", "state", "seen", "factor")


@dataclass(frozen=True)
class PeopleView:
    """What the page shows. `who`: names of those who invited or asked, by id; `said`, `trouble`: how an act went."""

    people: Sequence[Overseen]
    invitations: Sequence[Invitation]
    confirmable: Sequence[Invitation]
    resets: Sequence[Reset]
    names: Names
    text: str = ""
    said: str = ""
    trouble: str = ""
    who: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        """The country's time zone."""
        return self.names.country.time_zone


def layout(view: PeopleView, lang: Lang) -> Component:
    """The whole page."""
    way = html.A([icon("person-plus"), word("people.invite", lang)], href="/people/invite", className="button primary")
    head = html.Div([html.H1(word("page.people", lang)), way], className="title-row")
    lead = html.P(word("people.lead", lang), className="lead")
    parts = [head, lead, *told(view.said, view.trouble, lang)]
    if view.confirmable or view.resets:
        parts.append(_second(view, lang))
    return html.Div([*parts, _people(view, lang), _invitations(view, lang)], className="page access-page")


def told(said: str, trouble: str, lang: Lang) -> list[Component]:
    """How the last act went: `said` is a key of `people.said.…`, `trouble` a sentence."""
    done = [form.done(word(f"people.said.{said}", lang))] if said else []
    return [*done, *([form.errors(trouble)] if trouble else [])]


def state_pill(found: Overseen, lang: Lang) -> Component:
    """Active, disabled or without a role, by icon, word and colour."""
    state = found.person.state if found.person.state == "disabled" or found.held else "idle"
    look, mark = {
        "active": ("ok", "check-circle-fill"), "disabled": ("bad", "slash-circle"), "idle": ("", "dash-circle"),
    }[state]  # fmt: skip
    return html.Span([icon(mark), word(f"people.state.{state}", lang)], className=f"pill {look}".strip())


def role_line(line: Held, names: Names, lang: Lang) -> Component:
    """One role and where it is held."""
    where = html.Span(extent_words(line.holding.extent, names, lang), className="remark-line")
    return html.Li([html.Span(role_words(line.holding.role, lang)), where])


def act_button(action: str, words: str, about: str, look: str = "") -> Component:
    """A form of one button. `about` is said after the words by screen readers."""
    button = html.Button([words, html.Span(f" {about}", className="visually-hidden")], type="submit",
                         className=f"button {look}".strip())  # fmt: skip
    return html.Form(button, action=action, method="post", className="one-button")


def _people(view: PeopleView, lang: Lang) -> Component:
    columns = [Column(key, word(f"people.column.{key}", lang), wide_only=key in ("seen", "factor")) for key in COLUMNS]
    by_name = sorted(view.people, key=lambda one: text.sort_key(one.person.name, lang))
    rows = [_person(one, view, lang) for one in by_name]
    title = word("people.list", lang)
    shown = table(title, columns, rows, lang, hidden_caption=True)
    count = plural("people.count", len(rows), lang)
    content = (
        scrolling(shown, word("access.table", lang, title=title))
        if rows
        else html.P(word("people.none", lang), className="nothing")
    )
    return card(
        title, [_search(view.text, lang), html.P(count, className="sub", role="status"), content], "people-list"
    )


def _search(typed: str, lang: Lang) -> Component:
    line = Input(type="search", name="q", id="people-search", value=typed, className="form-line", autoComplete="off")
    label = html.Label(word("people.search", lang), htmlFor="people-search")
    go = html.Button([icon("search"), word("people.search.go", lang)], type="submit", className="button")
    again = [html.A(word("people.search.clear", lang), href="/people", className="button ghost")] if typed else []
    return html.Form([label, html.Div([line, go, *again], className="line")], action="/people", method="get",
                     role="search", className="search-line")  # fmt: skip


def _person(found: Overseen, view: PeopleView, lang: Lang) -> Row:
    person = found.person
    name = html.A(person.name, href=f"/people/{person.id}")
    roles = html.Ul([role_line(line, view.names, lang) for line in found.lines], className="plain-list")
    seen = moment(found.last_seen, view.zone, lang) if found.last_seen else word("people.never_seen", lang)
    factor = word("people.yes" if person.has_factor else "people.no", lang)
    return Row((html.Div([name, html.Span(person.email, className="remark-line")]), roles, state_pill(found, lang),
                seen, factor))  # fmt: skip


def _invitations(view: PeopleView, lang: Lang) -> Component:
    title = word("people.invitations", lang)
    if not view.invitations:
        return card(title, [html.P(word("people.invitations.none", lang), className="nothing")], "invitations")
    columns = [Column(key, word(f"people.invitations.{key}", lang)) for key in ("email", "role", "until", "act")]
    rows = [_invitation(one, view, lang) for one in view.invitations]
    shown = scrolling(table(title, columns, rows, lang, hidden_caption=True), word("access.table", lang, title=title))
    return card(title, [shown], "invitations")


def _invitation(one: Invitation, view: PeopleView, lang: Lang) -> Row:
    waits = [html.Span([icon("hourglass-split"), word("people.waiting", lang)], className="pill warn")]
    role = html.Div([*_role(one, view, lang), *(waits if one.waiting else [])])
    withdraw = act_button(f"/people/invitations/{one.id}/withdraw", word("people.withdraw", lang), one.email)
    until = word("people.until", lang, until=moment_words(one.expires_at, view.zone, lang))
    return Row((one.email, role, until, withdraw))


def _role(one: Invitation, view: PeopleView, lang: Lang) -> list[Component]:
    where = html.Span(extent_words(one.holding.extent, view.names, lang), className="remark-line")
    return [html.Span(role_words(one.holding.role, lang)), where]


def _second(view: PeopleView, lang: Lang) -> Component:
    lines = [_confirm(one, view, lang) for one in view.confirmable] + [_reset(one, view, lang) for one in view.resets]
    about = word("people.second.about", lang)
    return card(word("people.second", lang), [html.Ul(lines, className="waiting-list")], "second", about)


def _confirm(one: Invitation, view: PeopleView, lang: Lang) -> Component:
    by = view.who.get(one.invited_by or "", word("people.command", lang))
    asked = word("people.second.invitation", lang, by=by, on=moment_words(one.created_at, view.zone, lang))
    purpose = [html.P(word("people.purpose.told", lang, purpose=one.holding.purpose))] if one.holding.purpose else []
    told = html.Div([html.Strong(one.email), *_role(one, view, lang), html.P(asked), *purpose])
    yes = act_button(f"/people/invitations/{one.id}/confirm", word("people.confirm", lang), one.email, "primary")
    no = act_button(f"/people/invitations/{one.id}/withdraw", word("people.refuse", lang), one.email)
    return html.Li([told, html.Div([yes, no], className="acts")])


def _reset(one: Reset, view: PeopleView, lang: Lang) -> Component:
    by = view.who.get(one.asked_by, word("people.somebody", lang))
    asked = word("people.second.reset", lang, by=by, on=moment_words(one.asked_at, view.zone, lang))
    told = html.Div([html.Strong(html.A(one.name, href=f"/people/{one.person_id}")), html.P(asked)])
    yes = act_button(f"/people/resets/{one.id}/confirm", word("people.reset.confirm", lang), one.name, "primary")
    no = act_button(f"/people/resets/{one.id}/withdraw", word("people.refuse", lang), one.name)
    return html.Li([told, html.Div([yes, no], className="acts")])
