"""One person as their overseer sees them: roles, state, a lost factor; and the step before a role is taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from data.people.lost_factor import Reset
from data.people.oversight import REASONS, Overseen
from data.people.people import Held
from geo.text import Lang
from layouts.components import form
from layouts.components.breadcrumb import breadcrumb
from layouts.components.card import card
from layouts.components.holding import extent_words, holding_words, role_words
from layouts.moments import moment, moment_words
from layouts.names import Names
from layouts.pages.people import act_button, state_pill, told
from layouts.words import word


@dataclass(frozen=True)
class PersonView:
    """What the page shows. `own`: the reader is looking at themselves; `reset`: an open request about the factor."""

    found: Overseen
    names: Names
    own: bool
    reset: Reset | None = None
    asked_by_reader: bool = False
    said: str = ""
    trouble: str = ""


def layout(view: PersonView, lang: Lang) -> Component:
    """The whole page."""
    person = view.found.person
    head = [
        breadcrumb([(word("page.people", lang), "/people"), (person.name, None)], lang),
        html.H1(person.name),
        html.Div(state_pill(view.found, lang), className="stamps start"),
        *told(view.said, view.trouble, lang),
    ]
    parts = [_facts(view, lang), _roles(view, lang)]
    if view.own:
        parts.append(html.P(word("person.own", lang), className="remark"))
    elif not view.found.whole:
        parts.append(html.P(word("person.partly", lang), className="remark"))
    else:
        parts += [_factor(view, lang), _state(view, lang)]
    return html.Div([*head, html.Div(parts, className="person-parts")], className="page access-page narrow")


def revoke(line: Held, name: str, names: Names, lang: Lang, trouble: str = "") -> Component:
    """The step before a role is taken away: what will happen, and why."""
    back = f"/people/{line.person_id}"
    steps = [(word("page.people", lang), "/people"), (name, back), (word("person.revoke", lang), None)]
    asked = form.form(
        f"/people/roles/{line.id}/revoke",
        _reason(trouble, lang),
        html.Div(
            [form.submit(word("person.revoke.go", lang), look="danger"),
             html.A(word("person.back", lang), href=back, className="button")],
            className="acts",
        ),
    )  # fmt: skip
    title = word("person.revoke.title", lang, role=role_words(line.holding.role, lang), name=name)
    content = [
        html.P(html.Strong(holding_words(line.holding, names, lang))),
        html.P(word("person.revoke.about", lang)),
        asked,
    ]
    errors = [form.errors(word("person.trouble", lang), [("reason", trouble)])] if trouble else []
    parts = [breadcrumb(steps, lang), html.H1(title), *errors, html.Section(content, className="panel")]
    return html.Div(parts, className="page access-page narrow")


def _facts(view: PersonView, lang: Lang) -> Component:
    person, zone = view.found.person, view.names.country.time_zone
    seen = moment(view.found.last_seen, zone, lang) if view.found.last_seen else word("people.never_seen", lang)
    facts = (
        ("email", person.email),
        ("language", word(f"language.{person.language}", lang)),
        ("seen", seen),
        ("factor", word("people.yes" if person.has_factor else "people.no", lang)),
        ("since", moment(person.created_at, zone, lang)),
    )
    lines = [part for key, told in facts for part in (html.Dt(word(f"person.{key}", lang)), html.Dd(told))]
    return html.Section(html.Dl(lines, className="facts"), className="panel", **{"aria-label": person.name})


def _roles(view: PersonView, lang: Lang) -> Component:
    title = word("person.roles" if view.found.held else "person.roles.once", lang)
    lines = [_line(line, view, lang) for line in view.found.lines]
    return card(title, [html.Ul(lines, className="waiting-list")], "person-roles", word("person.roles.about", lang))


def _line(line: Held, view: PersonView, lang: Lang) -> Component:
    holding = line.holding
    purpose = [html.P(word("people.purpose.told", lang, purpose=holding.purpose))] if holding.purpose else []
    where = html.Span(extent_words(holding.extent, view.names, lang), className="remark-line")
    told = html.Div([html.Strong(role_words(holding.role, lang)), where, *purpose])
    hidden = html.Span(f": {role_words(holding.role, lang)}", className="visually-hidden")
    way = html.A([word("person.revoke", lang), hidden], href=f"/people/roles/{line.id}/revoke", className="button")
    return html.Li([told, html.Div(way, className="acts")] if view.found.held and not view.own else [told])


def _factor(view: PersonView, lang: Lang) -> Component:
    person, reset = view.found.person, view.reset
    about = html.P(word("person.reset.about", lang))
    if reset is not None:
        until = moment_words(reset.expires_at, view.names.country.time_zone, lang)
        key = "person.reset.waits" if view.asked_by_reader else "person.reset.asked"
        yes = act_button(f"/people/resets/{reset.id}/confirm", word("people.reset.confirm", lang), "", "primary")
        no = act_button(f"/people/resets/{reset.id}/withdraw", word("person.reset.withdraw", lang), "")
        acts: Sequence[Component] = [no] if view.asked_by_reader else [yes, no]
        parts = [html.P(word(key, lang, until=until)), html.Div(acts, className="acts")]
    elif person.has_factor:
        parts = [act_button(f"/people/{person.id}/factor", word("person.reset.ask", lang), "")]
    else:
        parts = [html.P(word("person.reset.none", lang))]
    return card(word("person.reset", lang), [about, *parts], "person-factor")


def _state(view: PersonView, lang: Lang) -> Component:
    person = view.found.person
    if person.state == "disabled" and person.demonstration:
        return card(word("person.enable", lang), [html.P(word("person.demonstration", lang))], "person-state")
    if person.state == "disabled":
        ask = act_button(f"/people/{person.id}/enable", word("person.enable.go", lang), "", "primary")
        return card(word("person.enable", lang), [html.P(word("person.enable.about", lang)), ask], "person-state")
    asked = form.form(
        f"/people/{person.id}/disable", _reason("", lang), form.submit(word("person.disable.go", lang), look="danger")
    )
    return card(word("person.disable", lang), [html.P(word("person.disable.about", lang)), asked], "person-state")


def _reason(error: str, lang: Lang) -> Component:
    options = [(reason, word(f"reason.{reason}", lang)) for reason in REASONS]
    return form.select("reason", word("person.reason", lang), options, empty=word("person.reason.empty", lang),
                       error=error)  # fmt: skip
