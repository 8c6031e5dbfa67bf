"""What somebody sees who opens an invitation's link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.people.invitations import Invitation
from geo.text import Lang
from layouts import format as text
from layouts.components.form import errors, field, form, submit
from layouts.components.holding import extent_words, role_words
from layouts.names import Names
from layouts.words import word


@dataclass(frozen=True)
class Link:
    """An invitation's link: its address, what it gives, and whether an account is there that the role joins."""

    address: str
    invitation: Invitation
    joins: bool


def invitation_page(
    link: Link, names: Names, zone: tzinfo, lang: Lang, name: str = "", wrong: Sequence[tuple[str, str]] = ()
) -> list[Component]:
    """What is offered, and the form that takes it."""
    found = dict(wrong)
    fields = [_password(found, lang, link.joins)]
    if not (link.joins or link.invitation.renews):
        given = field("name", word("invitation.name", lang), value=name, error=found.get("name", ""),
                      autoComplete="name", maxLength=200)  # fmt: skip
        fields = [given, *fields]
    kind = "renewal" if link.invitation.renews else "existing" if link.joins else "lead"
    trouble = [errors(word("invitation.trouble", lang), wrong)] if wrong else []
    accept = form(
        link.address, *fields, submit(word("invitation.renew" if link.invitation.renews else "invitation.submit", lang))
    )
    content = [*trouble, _terms(link.invitation, names, zone, lang), html.P(word(f"invitation.{kind}", lang)), accept]
    return _page("invitation.title", content, lang)


def closed_page(sentence: str, lang: Lang) -> list[Component]:
    """Why the link lets nobody in."""
    onward = html.A(word("invitation.sign_in", lang), href="/sign-in", className="button")
    return _page("invitation.refused", [html.P(sentence), html.P(onward)], lang)


def _password(found: dict[str, str], lang: Lang, joins: bool) -> Component:
    key, purpose = ("invitation.password.existing", "current") if joins else ("invitation.password", "new")
    hint = "" if joins else word("password.rules", lang)
    return field(
        "password", word(key, lang), "password", hint=hint, error=found.get("password", ""),
        autoComplete=f"{purpose}-password", **{"data-reveal": word("password.show", lang)},
    )  # fmt: skip


def _terms(invitation: Invitation, names: Names, zone: tzinfo, lang: Lang) -> Component:
    """What the invitation gives, and until when."""
    until = text.moment(invitation.expires_at.astimezone(zone), lang)
    told = (
        ("invitation.role", role_words(invitation.holding.role, lang)),
        ("invitation.where", extent_words(invitation.holding.extent, names, lang)),
        ("invitation.email", invitation.email),
        ("invitation.until", until),
    )
    return html.Dl([html.Div([html.Dt(word(key, lang)), html.Dd(words)]) for key, words in told], className="terms")


def _page(title: str, content: list[Any], lang: Lang) -> list[Component]:
    card = html.Section(content, className="panel")
    return [html.Div([html.H1(word(title, lang)), card], className="page entry narrow")]
