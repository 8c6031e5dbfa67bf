"""The page where one signs in, with the demonstration's accounts where there are any."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.people.demonstration import Account
from geo.text import Lang
from layouts.components.card import icon
from layouts.components.form import done, errors, field, form, hidden, submit
from layouts.components.holding import extent_words, role_words
from layouts.names import Names
from layouts.words import word

ADDRESS = "/sign-in"


@dataclass(frozen=True)
class Asked:
    """What the page was asked with: the e-mail typed, where to go on to, and what to say about the last step."""

    email: str = ""
    onward: str = ""
    trouble: str = ""
    wrong: Sequence[tuple[str, str]] = ()
    done: str = ""


def sign_in_page(
    asked: Asked, offers: Sequence[Account], names: Names, lang: Lang, provider: Component | None = None
) -> list[Component]:
    """The form; beside it the demonstration accounts (`offers`); `provider` is a link to sign in elsewhere."""
    wrong = dict(asked.wrong)
    own = form(
        ADDRESS,
        field(
            "email", word("sign_in.email", lang), "email", value=asked.email, autoComplete="username",
            inputMode="email", error=wrong.get("email", ""), autocapitalize="none", spellcheck="false",
        ),
        field(
            "password", word("sign_in.password", lang), "password", autoComplete="current-password",
            error=wrong.get("password", ""),
        ),
        *_onward(asked),
        submit(word("sign_in.submit", lang)),
    )  # fmt: skip
    outside = [html.P(word("sign_in.or", lang), className="form-or"), provider] if provider else []
    told = html.P(word("sign_in.no_account", lang), className="form-note")
    card = html.Section([*_above(asked, lang), own, *outside, told], className="panel")
    beside = [_demonstration(offers, asked, names, lang)] if offers else []
    heading = [html.H1(word("sign_in.title", lang)), html.P(word("sign_in.lead", lang), className="lead")]
    return [html.Div([*heading, html.Div([card, *beside], className="entry-parts")], className="page entry")]


def _above(asked: Asked, lang: Lang) -> list[Component]:
    if asked.trouble:
        return [errors(asked.trouble)]
    if asked.wrong:
        return [errors(word("sign_in.trouble", lang), asked.wrong)]
    return [done(asked.done)] if asked.done else []


def _onward(asked: Asked) -> list[Any]:
    return [hidden("next", asked.onward)] if asked.onward else []


def _demonstration(offers: Sequence[Account], asked: Asked, names: Names, lang: Lang) -> Component:
    label = html.Span([icon("database"), word("sign_in.demo.label", lang)], className="pill demo")
    head = html.Div([html.H2(word("sign_in.demo.title", lang), id="demonstration"), label], className="card-head")
    rows = [html.Li(_offer(offer, asked, names, lang)) for offer in offers]
    about = html.P(word("sign_in.demo.about", lang), className="sub")
    content = [head, about, html.Ul(rows, className="offers")]
    return html.Section(content, className="panel", **{"aria-labelledby": "demonstration"})


def _offer(offer: Account, asked: Asked, names: Names, lang: Lang) -> Component:
    """One account: a button that sends its words."""
    role = offer.holding.role
    words = html.Span(
        [
            html.Strong(role_words(role, lang)),
            html.Span(word(f"sign_in.role.{role}", lang), className="offer-about"),
            html.Span([icon("geo-alt"), extent_words(offer.holding.extent, names, lang)], className="offer-where"),
        ],
        className="offer-words",
    )
    button = html.Button([words, icon("arrow-right")], type="submit", className="offer")
    sent = [hidden("email", offer.email), hidden("password", offer.password), *_onward(asked)]
    return form(ADDRESS, *sent, button, className="offer-form")
