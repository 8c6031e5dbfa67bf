"""Roles in plain words: what each sees, may do and never sees, where it holds and who gives it."""

from collections.abc import Collection, Sequence

from dash import html
from dash.development.base_component import Component

from data.access import Role
from geo.text import Lang
from layouts import duties
from layouts import format as form
from layouts.components.card import icon
from layouts.words import word


def layout(own: Collection[Role], lang: Lang) -> Component:
    """The whole page; the reader's `own` roles come first."""
    head = [html.H1(word("page.roles", lang)), html.P(word("roles.lead", lang), className="lead")]
    ordered = sorted(Role, key=lambda role: role not in own)
    cards = html.Div([role_card(role, role in own, lang) for role in ordered], className="role-cards")
    return html.Div([*head, _rules(lang), cards], className="page access-page")


def role_card(role: Role, own: bool, lang: Lang) -> Component:
    """One role."""
    marks = [html.Span([icon("person-check"), word("roles.own", lang)], className="pill ok")] if own else []
    if duties.needs_second(role):
        marks.append(html.Span([icon("people"), word("roles.second", lang)], className="pill"))
    title = html.H2(word(f"role.{role}", lang), id=f"role-{role}")
    parts = [
        html.Div([title, html.Div(marks, className="stamps")], className="role-head"),
        html.P(word(f"roles.about.{role}", lang), className="sub"),
        _list("eye", "roles.sees", duties.seen(role, lang), lang),
        _list("check2", "roles.may", duties.done(role, lang), lang),
        _list("eye-slash", "roles.never", duties.withheld(role, lang), lang),
        _facts(role, lang),
    ]
    return html.Section(parts, className="panel role-card", **{"aria-labelledby": f"role-{role}"})


def _rules(lang: Lang) -> Component:
    lines = [html.Li(word(f"roles.rule.{name}", lang)) for name in ("granted", "union", "border", "names", "logged")]
    return html.Section(
        [html.H2(word("roles.rules", lang), id="roles-rules"), html.Ul(lines, className="points")],
        className="panel",
        **{"aria-labelledby": "roles-rules"},
    )


def _list(mark: str, key: str, phrases: Sequence[str], lang: Lang) -> Component:
    if not phrases:
        return html.Div()
    lines = html.Ul([html.Li(phrase) for phrase in phrases])
    return html.Div([html.H3([icon(mark), word(key, lang)]), lines], className="role-list")


def _facts(role: Role, lang: Lang) -> Component:
    givers = duties.role_list(duties.givers(role), lang)
    given = form.listed(givers, lang) if givers else word("roles.given.nobody", lang)
    facts = (("roles.where", duties.where(role, lang)), ("roles.given", given))
    return html.Dl([part for key, text in facts for part in (html.Dt(word(key, lang)), html.Dd(text))])
