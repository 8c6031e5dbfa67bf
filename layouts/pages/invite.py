"""Inviting somebody: first the role, then whom and where, then the link, shown once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from data.access import Holding, Role
from geo.text import Lang
from layouts import duties
from layouts.components import form
from layouts.components.breadcrumb import breadcrumb
from layouts.components.card import icon
from layouts.components.holding import extent_words, role_words
from layouts.moments import moment_words
from layouts.names import Names
from layouts.words import word

ADDRESS = "/people/invite"
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Draft:
    """What was filled in so far."""

    role: Role
    email: str = ""
    areas: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()
    institution: str = ""
    language: str = "uk"
    purpose: str = ""


@dataclass(frozen=True)
class Offer:
    """What the giver may choose from, code and name. A place the role does not take is None."""

    areas: Options | None = None
    areas_needed: bool = False
    ministries: Options | None = None
    ministries_needed: bool = False
    institutions: Options | None = None
    institutions_of: str = ""


@dataclass(frozen=True)
class Sent:
    """An invitation that was made, with its link."""

    email: str
    holding: Holding
    link: str
    expires_at: datetime
    waiting: bool


def choose_role(roles: Sequence[Role], lang: Lang) -> Component:
    """The roles the reader may give, each with what it is for."""
    lines = [html.Li(_role_link(role, lang)) for role in roles]
    return _page(
        word("invite.role", lang),
        [html.P(word("invite.role.about", lang), className="lead"), html.Ul(lines, className="role-choice")],
        lang,
    )


def choose_area(role: Role, areas: Options, lang: Lang) -> Component:
    """The area whose institutions will be offered."""
    asked = html.Form(
        [
            form.hidden("role", str(role)),
            form.select("area", word("invite.area", lang), areas, empty=word("invite.area.empty", lang)),
            form.submit(word("invite.next", lang)),
        ],
        action=ADDRESS, method="get", className="form",
    )  # fmt: skip
    return _page(_title(role, lang), [html.Section([_given(role, lang), asked], className="panel")], lang)


def fill_in(draft: Draft, offer: Offer, lang: Lang, wrong: Mapping[str, str] | None = None) -> Component:
    """The form itself; `wrong`: field → sentence, "" for what is wrong with the whole."""
    wrong = wrong or {}
    errors = []
    if wrong:
        named = [(name, sentence) for name, sentence in wrong.items() if name]
        errors = [form.errors(wrong.get("") or word("invite.trouble", lang), named)]
    asked = form.form(
        ADDRESS,
        form.hidden("role", str(draft.role)),
        form.field("email", word("invite.email", lang), "email", value=draft.email,
                   hint=word("invite.email.hint", lang), error=wrong.get("email", "")),
        *_places(draft, offer, wrong, lang),
        form.field("purpose", word("invite.purpose", lang), value=draft.purpose, maxLength=200,
                   hint=word("invite.purpose.hint", lang), error=wrong.get("purpose", "")),
        form.choices("language", word("invite.language", lang),
                     [(str(one), word(f"language.{one}", lang)) for one in Lang], {draft.language}),
        form.submit(word("invite.submit", lang)),
    )  # fmt: skip
    panel = html.Section([_given(draft.role, lang), asked], className="panel")
    return _page(_title(draft.role, lang), [*errors, panel], lang)


def sent(made: Sent, names: Names, lang: Lang) -> Component:
    """The link, shown once."""
    until = moment_words(made.expires_at, names.country.time_zone, lang)
    link = html.Div(
        [
            html.Label(word("invite.link", lang), htmlFor="invite-link"),
            html.Output(made.link, id="invite-link", className="link-once"),
            html.Button([icon("copy"), word("invite.copy", lang)], type="button", className="button script-only",
                        **{"data-share": made.link, "data-done": word("action.link_copied", lang)}),
        ],
        className="once",
    )  # fmt: skip
    waits = [html.P([icon("hourglass-split"), html.Span(word("invite.waits", lang))], className="remark", role="note")]
    where = extent_words(made.holding.extent, names, lang)
    content = [
        html.P(word("invite.sent.about", lang, email=made.email, until=until)),
        html.P([html.Strong(role_words(made.holding.role, lang)), html.Span(where, className="remark-line")]),
        link,
        html.P(word("invite.once", lang), className="sub"),
        *(waits if made.waiting else []),
        _ways(lang),
    ]
    return _page(word("invite.sent", lang), [html.Section(content, className="panel")], lang)


def gone(lang: Lang) -> Component:
    """The link was shown already."""
    content = [html.P(word("invite.gone.about", lang)), _ways(lang)]
    return _page(word("invite.gone", lang), [html.Section(content, className="panel")], lang)


def _page(title: str, parts: Sequence[Component], lang: Lang) -> Component:
    crumbs = breadcrumb([(word("page.people", lang), "/people"), (word("people.invite", lang), None)], lang)
    return html.Div([crumbs, html.H1(title), *parts], className="page access-page narrow")


def _ways(lang: Lang) -> Component:
    back = html.A(word("invite.back", lang), href="/people", className="button primary")
    return html.Div([back, html.A(word("invite.another", lang), href=ADDRESS, className="button")], className="acts")


def _title(role: Role, lang: Lang) -> str:
    return word("invite.title", lang, role=role_words(role, lang))


def _role_link(role: Role, lang: Lang) -> Component:
    second = [html.Span([icon("people"), word("roles.second", lang)], className="pill")]
    name = html.A(role_words(role, lang), href=f"{ADDRESS}?role={role}")
    marks = second if duties.needs_second(role) else []
    return html.Div([html.Div([name, *marks], className="role-head"), html.P(word(f"roles.about.{role}", lang))])


def _given(role: Role, lang: Lang) -> Component:
    about = html.P([word(f"roles.about.{role}", lang), " ", html.A(word("invite.roles", lang), href="/roles")])
    second = [html.P([icon("people"), html.Span(word("invite.second", lang))], className="remark", role="note")]
    return html.Div([about, *(second if duties.needs_second(role) else [])])


def _places(draft: Draft, offer: Offer, wrong: Mapping[str, str], lang: Lang) -> list[Component]:
    parts = []
    if offer.institutions is not None:
        parts += [form.hidden("areas", area) for area in draft.areas]
        parts.append(
            form.select(
                "institution",
                word("invite.institution", lang),
                offer.institutions,
                draft.institution,
                hint=offer.institutions_of,
                empty=word("invite.institution.empty", lang),
                error=wrong.get("institution", ""),
            )
        )
    known = (("areas", offer.areas, offer.areas_needed, draft.areas),
             ("ministries", offer.ministries, offer.ministries_needed, draft.ministries))  # fmt: skip
    for name, options, needed, chosen in known:
        if options is not None and offer.institutions is None:
            hint = word(f"invite.{name}.needed" if needed else f"invite.{name}.free", lang)
            parts.append(form.choices(name, word(f"invite.{name}", lang), options, chosen, many=True, hint=hint,
                                      error=wrong.get(name, "")))  # fmt: skip
    return parts
