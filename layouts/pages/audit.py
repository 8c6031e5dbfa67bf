"""The access log for the auditor: who did what and when, how it ended, and whether the log is whole. Never contents."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data.records.audit import Entry
from data.records.audit_search import Anchor
from geo.text import Lang
from layouts import format as text
from layouts.components import form
from layouts.components.card import card, icon
from layouts.components.table import Column, Row, scrolling, table
from layouts.moments import moment, moment_words
from layouts.words import has, word

ADDRESS = "/audit"
COLUMNS = ("at", "who", "act", "object", "outcome")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODED = frozenset({"reason", "why", "needed"})


@dataclass(frozen=True)
class Chain:
    """The state of the whole log: its length, the last check (when, rows, whether whole), the last anchor."""

    rows: int
    checked_at: datetime | None = None
    checked_rows: int = 0
    whole: bool = True
    first_bad: int | None = None
    why: str = ""
    anchor: Anchor | None = None


@dataclass(frozen=True)
class AuditView:
    """What the page shows. `asked`: the search as it was typed, by field; `acts`: those that can be chosen.

    `people` and `roles`: names, and roles held today, by id.
    """

    entries: Sequence[Entry]
    older: int | None
    asked: Mapping[str, str]
    people: Mapping[str, str]
    roles: Mapping[str, Sequence[str]]
    known_people: Sequence[str]
    acts: Sequence[str]
    chain: Chain
    zone: str
    paged: bool = False
    trouble: Sequence[tuple[str, str]] = ()


def layout(view: AuditView, lang: Lang) -> Component:
    """The whole page."""
    head = [html.H1(word("page.audit", lang)), html.P(word("audit.lead", lang), className="lead")]
    errors = [form.errors(word("audit.trouble", lang), view.trouble)] if view.trouble else []
    return html.Div(
        [*head, _chain(view.chain, view.zone, lang), *errors, _search(view, lang), _log(view, lang)],
        className="page access-page",
    )


def act_words(act: str, lang: Lang) -> str:
    """An act in words; the act itself where nobody has put it into words."""
    return word(f"act.{act}", lang) if has(f"act.{act}", lang) else act


def who_words(entry: Entry, people: Mapping[str, str], lang: Lang) -> str:
    """Who did it: a name, "the portal itself", or the number of somebody unknown."""
    if entry.person_id is None:
        return word("audit.system", lang)
    return people.get(entry.person_id, entry.person_id)


def detail_words(entry: Entry, lang: Lang) -> str:
    """The names of the fields in the detail, and codes that have words; contents are never shown."""
    try:
        told = json.loads(entry.detail)
    except ValueError:
        return ""
    if not isinstance(told, dict):
        return ""
    return "; ".join(_field(str(name), value, lang) for name, value in sorted(told.items()))


def _field(name: str, value: object, lang: Lang) -> str:
    label = word(f"audit.field.{name}", lang) if has(f"audit.field.{name}", lang) else name
    keys = (f"audit.value.{value}", f"permission.{value}") if name in CODED else ()
    told = next((word(key, lang) for key in keys if has(key, lang)), "")
    return f"{label}: {told}" if told else label


def _chain(chain: Chain, zone: str, lang: Lang) -> Component:
    rows = text.number(chain.rows, lang)
    if chain.checked_at is None:
        look, mark, said = "unknown", "question-circle", word("audit.chain.unchecked", lang, rows=rows)
    else:
        told = {"rows": text.number(chain.checked_rows, lang), "at": moment_words(chain.checked_at, zone, lang)}
        if chain.whole:
            look, mark, said = "whole", "check-circle-fill", word("audit.chain.whole", lang, **told)
        else:
            why = word(f"audit.broken.{chain.why}", lang)
            said = word("audit.chain.broken", lang, **told, seq=text.number(chain.first_bad or 0, lang), why=why)
            look, mark = "broken", "x-octagon-fill"
    lines = [html.P(html.Strong(said)), html.P(_since(chain, zone, lang), className="sub")]
    check = html.Form(form.submit(word("audit.check", lang), look=""), action=f"{ADDRESS}/verify", method="post")
    return html.Section([icon(mark), html.Div(lines), check], className=f"panel chain {look}",
                        **{"aria-label": word("audit.chain", lang)})  # fmt: skip


def _since(chain: Chain, zone: str, lang: Lang) -> str:
    since = word("audit.chain.now", lang, rows=text.number(chain.rows, lang))
    if chain.anchor is None:
        return f"{since} {word('audit.anchor.none', lang)}"
    at = moment_words(chain.anchor.at, zone, lang)
    return f"{since} {word('audit.anchor', lang, seq=text.number(chain.anchor.seq, lang), at=at)}"


def _search(view: AuditView, lang: Lang) -> Component:
    asked, wrong = view.asked, dict(view.trouble)
    people = html.Datalist([html.Option(value=one) for one in view.known_people], id="audit-people")
    acts = sorted(((act, act_words(act, lang)) for act in view.acts), key=lambda one: text.sort_key(one[1], lang))
    outcomes = [(one, word(f"audit.outcome.{one}", lang)) for one in ("done", "refused")]
    parts = [
        form.field("person", word("audit.person", lang), value=asked.get("person", ""), required=False,
                   error=wrong.get("person", ""), list="audit-people"),
        people,
        form.select("act", word("audit.act", lang), acts, asked.get("act", ""), empty=word("audit.any", lang)),
        form.field("object", word("audit.object", lang), value=asked.get("object", ""), required=False),
        form.field("from", word("audit.from", lang), "datetime-local", value=asked.get("from", ""), required=False,
                   error=wrong.get("from", "")),
        form.field("to", word("audit.to", lang), "datetime-local", value=asked.get("to", ""), required=False,
                   error=wrong.get("to", "")),
        form.select("outcome", word("audit.outcome", lang), outcomes, asked.get("outcome", ""),
                    empty=word("audit.any", lang)),
        html.Div([form.submit(word("audit.search", lang)),
                  html.A(word("audit.clear", lang), href=ADDRESS, className="button ghost")], className="acts"),
    ]  # fmt: skip
    return html.Form(parts, action=ADDRESS, method="get", className="panel audit-search", role="search")


def _log(view: AuditView, lang: Lang) -> Component:
    title = word("audit.log", lang)
    if not view.entries:
        return card(title, [html.P(word("audit.none", lang), className="nothing")], "audit-log")
    columns = [Column(key, word(f"audit.column.{key}", lang)) for key in COLUMNS]
    rows = [Row(_row(entry, view, lang)) for entry in view.entries]
    shown = scrolling(table(title, columns, rows, lang, hidden_caption=True), word("access.table", lang, title=title))
    first, last = view.entries[0].seq, view.entries[-1].seq
    about = word("audit.shown", lang, first=text.number(first, lang), last=text.number(last, lang))
    return card(title, [shown, _ways(view, lang)], "audit-log", about)


def _row(entry: Entry, view: AuditView, lang: Lang) -> tuple[Component, ...]:
    refused = entry.outcome == "refused"
    mark = icon("slash-circle" if refused else "check-circle-fill")
    ended = [mark, word(f"audit.outcome.{entry.outcome}", lang)]
    number = html.Span(word("audit.number", lang, seq=entry.seq), className="remark-line")
    return (
        html.Span([moment(entry.at, view.zone, lang, seconds=True), number]),
        _who(entry, view, lang),
        _what(entry, lang),
        _about(entry, view),
        html.Span(ended, className=f"pill {'bad' if refused else 'ok'}"),
    )


def _who(entry: Entry, view: AuditView, lang: Lang) -> Component:
    """Their name, and the roles they hold today."""
    roles = [word(f"role.{role}", lang) for role in view.roles.get(entry.person_id or "", ())]
    now = [html.Span(word("audit.now", lang, roles=", ".join(roles)), className="remark-line")] if roles else []
    return html.Div([html.Span(who_words(entry, view.people, lang)), *now])


def _what(entry: Entry, lang: Lang) -> Component:
    """The act, the role it was about, the fields it touched."""
    role = f"role.{entry.role}"
    told = [word("audit.role", lang, role=word(role, lang))] if has(role, lang) else []
    told += [detail] if (detail := detail_words(entry, lang)) else []
    more = [html.Span("; ".join(told), className="remark-line")] if told else []
    return html.Div([html.Span(act_words(entry.act, lang)), *more])


def _about(entry: Entry, view: AuditView) -> Component:
    """What it was about, as a reference that can be followed; a person by name too."""
    kind, _, key = entry.object.partition(":")
    short = f"{kind}:{key[:8]}" if UUID.fullmatch(key) else entry.object
    link = html.A(html.Code(short), href=_link({"object": entry.object}), title=entry.object)
    name = [html.Span(view.people[key], className="remark-line")] if key in view.people else []
    return html.Div([link, *name])


def _ways(view: AuditView, lang: Lang) -> Component:
    asked = {name: value for name, value in view.asked.items() if value}
    newest = [html.A(word("audit.newest", lang), href=_link(asked), className="button")]
    older = [html.A([word("audit.older", lang), icon("chevron-right")], rel="next",
                    href=_link({**asked, "before": str(view.older)}), className="button primary")]  # fmt: skip
    file = html.A(
        [icon("download"), word("audit.export", lang)], href=_link(asked, f"{ADDRESS}.csv"), className="button"
    )
    return html.Div([*(newest if view.paged else []), *(older if view.older else []), file], className="acts")


def _link(asked: Mapping[str, str], path: str = ADDRESS) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path
