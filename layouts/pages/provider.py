"""Signing in through an outside provider: the button, the way there, what went wrong, and the account's link to it."""

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components import form
from layouts.components.card import icon
from layouts.words import word

START, ACCOUNT = "/provider/start", "/account/identity"


@dataclass(frozen=True)
class Tie:
    """Whether the account is linked, and to whom; `error` and `done` say how the last try went, in words."""

    name: str
    linked_to: str | None
    error: str = ""
    done: str = ""


def start_form(name: str, lang: Lang, onward: str = "/") -> Component:
    """The button "Sign in through …" for the sign-in page; `onward` is where to go afterwards."""
    words = word("provider.start", lang, name=name)
    return form.form(START, form.hidden("next", onward), form.submit(words, look=""), className="form provider")


def leaving(name: str, address: str, lang: Lang) -> Component:
    """What is seen for a moment on the way to the provider, and longer where the browser does not go by itself."""
    said = html.P(word("provider.leaving", lang, name=name))
    way = html.A([icon("box-arrow-up-right"), word("provider.leaving.go", lang, name=name)], href=address,
                 className="button primary")  # fmt: skip
    return html.Div([html.H1(word("provider.leaving.title", lang, name=name)), said, way], className="page problem")


def refused(name: str, why: str, lang: Lang, signed_in: bool = False) -> Component:
    """Nobody was signed in or linked, and why; signing in here works all the same."""
    said = html.P(word(f"provider.refused.{why}", lang, name=name))
    key, address = ("provider.account.back", "/account") if signed_in else ("provider.refused.local", "/sign-in")
    way = html.A([icon("person"), word(key, lang)], href=address, className="button")
    return html.Div([html.H1(word("provider.refused.title", lang, name=name)), said, way], className="page problem")


def tie(found: Tie, lang: Lang) -> Component:
    """The page on which an account is linked or unlinked: either asks for the password and a code again."""
    name = found.linked_to or found.name
    act, look = ("unlink", "danger") if found.linked_to else ("link", "primary")
    state = html.P(word(f"provider.account.{act}", lang, name=name))
    asked = form.form(
        ACCOUNT,
        form.hidden("act", act),
        form.field("password", word("provider.account.password", lang), "password", autoComplete="current-password"),
        form.field(
            "code", word("provider.account.code", lang), autoComplete="one-time-code", inputMode="numeric",
            hint=word("provider.account.code_hint", lang),
        ),
        form.submit(word(f"provider.account.{act}.go", lang, name=name), look=look),
    )  # fmt: skip
    told = ([form.errors(found.error)] if found.error else []) + ([form.done(found.done)] if found.done else [])
    title = html.H1(word("provider.account.title", lang, name=found.name))
    back = html.P(html.A(word("provider.account.back", lang), href="/account"), className="form-note")
    card = html.Section([*told, state, asked, back], className="panel")
    return html.Div([title, card], className="page entry narrow")
