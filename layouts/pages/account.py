"""My account: who I am, what I may, how I sign in, where I am signed in, and what is logged about me."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.access import Scope
from data.people.people import Person
from data.people.sessions import Session
from data.records.audit import Entry
from geo.text import Lang
from layouts import format as text
from layouts.components.card import card, icon
from layouts.components.device import device_words
from layouts.components.form import done, errors, field, form, hidden, select, submit
from layouts.components.holding import holding_words
from layouts.components.table import Column, Row, table
from layouts.names import Names
from layouts.words import has, word

ADDRESS = "/account"
LOGGED = 20


@dataclass(frozen=True)
class Mine:
    """What the page tells of the person. `zone`: the time zone of its clock times."""

    person: Person
    scope: Scope
    this: Session
    sessions: Sequence[Session]
    log: Sequence[Entry]
    names: Names
    zone: tzinfo


@dataclass(frozen=True)
class Outcome:
    """How the last form ended: what was done; or which form (`act`) is wrong, and where."""

    done: str = ""
    act: str = ""
    wrong: Sequence[tuple[str, str]] = ()


def account_page(mine: Mine, outcome: Outcome, lang: Lang, provider: str | None = None) -> list[Component]:
    """The whole page. `provider`: the name of the outside provider, where there is one."""
    above = [done(outcome.done)] if outcome.done else []
    above += [errors(word("account.trouble", lang), outcome.wrong)] if outcome.wrong else []
    wrong = dict(outcome.wrong)
    shared = mine.person.demonstration
    entry = [] if shared else [_password(wrong, lang), _factor(wrong, lang)]
    outside = [_outside(provider, lang)] if provider and not shared else []
    left = html.Div([_who(mine, lang), *entry, *outside], className="account-column")
    right = html.Div([_sessions(mine, lang), _log(mine, lang)], className="account-column")
    parts = html.Div([left, right], className="account-parts")
    return [html.Div([html.H1(word("account.title", lang)), *above, parts], className="page")]


def _who(mine: Mine, lang: Lang) -> Component:
    held = sorted(holding_words(holding, mine.names, lang) for holding in mine.scope.holdings)
    roles: Any = html.Ul([html.Li(words) for words in held]) if held else word("account.roles.none", lang)
    told = (("name", mine.person.name), ("email", mine.person.email), ("roles", roles))
    terms = [html.Div([html.Dt(word(f"account.{key}", lang)), html.Dd(words)]) for key, words in told]
    options = [(str(one), word(f"account.language.{one}", lang)) for one in Lang]
    language = _form(
        "language",
        select("language", word("account.language", lang), options, str(lang)),
        submit(word("account.language.save", lang), look=""),
    )
    about = html.P(html.A(word("account.roles.about", lang), href="/roles"))
    return card(word("account.person", lang), [html.Dl(terms, className="terms"), about, language], id="who")


def _password(wrong: dict[str, str], lang: Lang) -> Component:
    old = field("old", word("account.password.old", lang), "password", autoComplete="current-password",
                error=wrong.get("old", ""))  # fmt: skip
    new = field(
        "new", word("account.password.new", lang), "password", autoComplete="new-password",
        hint=word("password.rules", lang), error=wrong.get("new", ""),
        **{"data-reveal": word("password.show", lang)},
    )  # fmt: skip
    parts = _form("password", old, new, submit(word("account.password.save", lang)))
    return card(word("account.password", lang), [parts], id="password", subtitle=word("account.password.about", lang))


def _factor(wrong: dict[str, str], lang: Lang) -> Component:
    change = html.A(word("account.factor.change", lang), href="/account/factor", className="button")
    codes = _form(
        "codes",
        field("code", word("account.codes.code", lang), autoComplete="one-time-code", inputMode="numeric",
              hint=word("factor.enrol.code.hint", lang), error=wrong.get("code", "")),
        submit(word("account.codes.save", lang), look=""),
    )  # fmt: skip
    told = [html.P(word("account.factor.about", lang)), html.P(change), html.P(word("account.codes.about", lang))]
    return card(word("account.factor", lang), [*told, codes], id="factor")


def _outside(provider: str, lang: Lang) -> Component:
    go = html.A(word("account.identity.go", lang, name=provider), href="/account/identity", className="button")
    return card(word("account.identity", lang), [html.P(go)], id="identity")


def _sessions(mine: Mine, lang: Lang) -> Component:
    shared = mine.person.demonstration
    shown = [one for one in mine.sessions if not shared or one.id == mine.this.id]
    rows = html.Ul([html.Li(_session(one, mine, lang)) for one in shown], className="sessions")
    others = _form("others", submit(word("account.sessions.end_others", lang), look=""))
    about = word("account.sessions.shared" if shared else "account.sessions.about", lang)
    more = [others] if len(shown) > 1 else []
    return card(word("account.sessions", lang), [rows, *more], id="sessions", subtitle=about)


def _session(one: Session, mine: Mine, lang: Lang) -> list[Component]:
    this = one.id == mine.this.id
    first, last = (text.moment(at.astimezone(mine.zone), lang) for at in (one.created_at, one.seen_at))
    device = device_words(one.agent, lang)
    mark = [html.Span([icon("check-circle-fill"), word("account.session.this", lang)], className="pill ok")]
    told = (
        word("account.session.first", lang, moment=first),
        word("account.session.last", lang, moment=last),
        word("account.session.network", lang, network=one.network),
    )
    words = [html.P([html.Strong(device), *(mark if this else [])]), html.P([html.Span(line) for line in told])]
    which = word("account.session.end.which", lang, device=device, moment=first)
    name = [word("account.session.end", lang), html.Span(f" {which}", className="visually-hidden")]
    button = html.Button(name, type="submit", className="button")
    end = [] if this else [_form("session", hidden("session", one.id), button)]
    return [html.Div(words, className="session"), *end]


def _log(mine: Mine, lang: Lang) -> Component:
    title = word("account.log", lang)
    columns = [Column(key, word(f"account.log.{key}", lang)) for key in ("when", "what", "who")]
    rows = [Row(_line(entry, mine, lang)) for entry in mine.log]
    shown = [table(title, columns, rows, lang, hidden_caption=True)] if rows else []
    empty = [] if rows else [html.P(word("account.log.empty", lang))]
    return card(title, [*shown, *empty], id="log", subtitle=word("account.log.about", lang, n=LOGGED))


def _line(entry: Entry, mine: Mine, lang: Lang) -> tuple[str, str, str]:
    who = "me" if entry.person_id == mine.person.id else "somebody" if entry.person_id else "nobody"
    when = text.moment(entry.at.astimezone(mine.zone), lang)
    return when, log_words(entry.act, entry.outcome, lang), word(f"account.log.{who}", lang)


def log_words(act: str, outcome: str, lang: Lang) -> str:
    """An act of the log in words, and that it was refused where it was."""
    refused = f"account.log.{act}.refused"
    if outcome == "refused" and has(refused, lang):
        return word(refused, lang)
    what = word(f"act.{act}", lang) if has(f"act.{act}", lang) else word("account.log.other", lang, act=act)
    return word("account.log.refused", lang, what=what) if outcome == "refused" else what


def _form(act: str, *parts: Any) -> Component:
    return form(ADDRESS, hidden("act", act), *parts, className=f"form form-{act}")
