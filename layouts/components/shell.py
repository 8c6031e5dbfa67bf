"""What is on every page: skip link, bar with the name and the menu, footer, the line that speaks."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.indicators.model import Basis, ReleaseInfo
from geo.countries import Country
from geo.text import Lang
from layouts import format as form
from layouts.components.bell import NoticeLine, bell
from layouts.components.card import icon
from layouts.ids import Shell
from layouts.words import word

MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 30 30">'
    '<rect width="30" height="30" rx="6" fill="#fff"/>'
    '<path d="M5 15.5 15 6l10 9.5" fill="none" stroke="#12375E" stroke-width="2.6" stroke-linecap="round" '
    'stroke-linejoin="round"/><path d="M8.2 14.4V24h13.6v-9.6" fill="none" stroke="#12375E" stroke-width="2.6" '
    'stroke-linejoin="round"/><circle cx="12.2" cy="17.6" r="1.9" fill="#12375E"/><circle cx="17.9" cy="16.9" r="1.5" '
    'fill="#E0A800"/><path d="M9.8 24c0-2.6 1-4 2.4-4s2.4 1.4 2.4 4M15.9 24c0-2.8.8-4.6 2-4.6s2 1.8 2 4.6" '
    'fill="#12375E"/></svg>'
)


@dataclass(frozen=True)
class MenuItem:
    """A page in the menu: its path, the key of its name (`page.<key>`); `full`: made of forms, loaded as a whole."""

    path: str
    key: str
    full: bool = False


@dataclass(frozen=True)
class Account:
    """Who is signed in: their name, their roles' names, the pages that are theirs, their notices (None: no bell)."""

    name: str
    roles: tuple[str, ...]
    pages: tuple[MenuItem, ...]
    notices: tuple[NoticeLine, ...] | None = None


def svg_address(svg: str) -> str:
    """An SVG as an address that an image can carry."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def shell(
    content: Any,
    menu: Sequence[MenuItem],
    country: Country,
    lang: Lang,
    account: Account | None = None,
    alarm: Component | None = None,
) -> list[Component]:
    """The whole page around `content`. 50-shell.js marks the present page in the menu and keeps filters in links."""
    return [
        html.A(word("shell.skip", lang), href=f"#{Shell.MAIN}", className="skip", **{"data-full": "1"}),
        header(menu, lang, account),
        *([alarm] if alarm is not None else []),
        html.Main(content, id=Shell.MAIN, tabIndex=-1),
        footer(country, lang),
        html.Div(id=Shell.LIVE, role="status", className="visually-hidden"),
    ]


def header(menu: Sequence[MenuItem], lang: Lang, account: Account | None = None) -> Component:
    """The bar."""
    name = html.Span([html.Strong(word("app.name", lang)), html.Small(word("app.full", lang))])
    brand = html.A([html.Img(src=svg_address(MARK), alt="", width=34, height=34), name], href="/", className="brand")
    links = [
        html.A(
            word(f"page.{item.key}", lang), href=item.path,
            **{"data-nav": item.path, **({"data-full": "1"} if item.full else {})},
        )
        for item in menu
    ]  # fmt: skip
    links.insert(0, html.A(word("report.link", lang), href="/report", className="report-link", **{"data-full": "1"}))
    nav = html.Nav(links, id=Shell.MENU, **{"aria-label": word("shell.menu", lang)})
    other = Lang.EN if lang is Lang.UK else Lang.UK
    short = html.Span(word("shell.other.short", lang), **{"aria-hidden": "true"})
    language = html.A(
        [short, html.Span(word("shell.other", lang), className="visually-hidden")], href=f"?lang={other}",
        className="bar-button", lang=str(other), hrefLang=str(other), **{"data-language": str(other)},
    )  # fmt: skip
    burger = html.Button(
        icon("list"), type="button", className="bar-button burger",
        **{"aria-label": word("shell.burger", lang), "aria-expanded": "false", "aria-controls": Shell.MENU},
    )  # fmt: skip
    told = [bell(account.notices, lang)] if account and account.notices is not None else []
    return html.Header(
        [brand, nav, html.Div([language, *told, _account(account, lang), burger], className="bar-right")],
        id=Shell.HEADER, className="bar",
    )  # fmt: skip


def _account(account: Account | None, lang: Lang) -> Component:
    """The way to sign in; or who is signed in, and what is theirs, in a list that opens without a script."""
    if account is None:
        return html.A(
            [icon("person"), html.Span(word("shell.sign_in", lang))], href="/sign-in", className="bar-button sign-in",
            **{"data-full": "1"},
        )  # fmt: skip
    pages = [html.A(word(f"page.{item.key}", lang), href=item.path, **{"data-full": "1"}) for item in account.pages]
    leave = html.Form(
        html.Button(word("shell.sign_out", lang), type="submit"), action="/sign-out", method="post", className="leave"
    )
    who = html.P([html.Strong(account.name), html.Span(", ".join(account.roles))], className="who")
    summary = html.Summary(
        [icon("person-check"), html.Span(word("shell.account", lang), className="visually-hidden")],
        className="bar-button",
    )
    return html.Details([summary, html.Div([who, *pages, leave], className="account-menu")], className="account")


def footer(country: Country, lang: Lang) -> Component:
    """Whom to call, whose borders, what this is."""
    calls = [html.Span(word("shell.danger", lang))]
    for line in country.emergency:
        number = "".join(letter for letter in line.number if letter.isdigit())
        calls.append(html.A([html.B(line.number), f" {line.name.in_(lang)}"], href=f"tel:{number}"))
    report = html.A(word("report.link", lang), href="/report", **{"data-full": "1"})
    calls.append(html.Strong(report, className="report-link"))
    about = [html.P(country.borders_note.in_(lang)), html.P(country.attribution.in_(lang))]
    return html.Footer([html.Div(calls, className="calls"), *about], id=Shell.FOOTER, className="page-foot")


def stamps(release: ReleaseInfo, basis: Basis | None, lang: Lang) -> Component:
    """Demonstration, when published, who reports: what a reader must know before believing a number."""
    parts = (
        [html.Span([icon("database"), word("stamp.demonstration", lang)], className="pill demo")]
        if release.demonstration
        else []
    )
    updated = word("stamp.updated", lang, date=form.day(release.published_at.date(), lang))
    parts.append(html.Span([icon("clock-history"), updated], className="pill", title=release.id))
    if basis is not None:
        complete = basis.areas_with_value >= basis.areas
        words = word("stamp.reporting", lang, n=basis.areas_with_value, m=basis.areas)
        if basis.share is not None:
            words += " · " + word("stamp.share", lang, share=form.percent(basis.share * 100, lang, 0))
        mark = icon("check-circle-fill" if complete else "exclamation-triangle-fill")
        parts.append(html.Span([mark, words], className="pill ok" if complete else "pill warn"))
    return html.Div(parts, className="stamps", id=Shell.STAMPS)
