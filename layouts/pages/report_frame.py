"""What is around the light pages for reporters: a small bar, the way out at once, whom to call. Needs no script."""

from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from geo.countries import Country
from geo.text import Lang
from layouts.components.shell import MARK, MenuItem, svg_address
from layouts.ids import Shell
from layouts.words import word

ADDRESS, BACK, RECEIVED = "/report", "/report/back", "/report/received"


@dataclass(frozen=True)
class Around:
    """What the frame tells: the menu, where the way out leads, whether all this is only a demonstration."""

    country: Country
    menu: tuple[MenuItem, ...]
    leave: str
    path: str
    demonstration: bool


def frame(content: Any, around: Around, lang: Lang) -> list[Component]:
    """The whole page around `content`."""
    demo = [html.P(word("report.demo", lang), className="demo-note", role="note")] if around.demonstration else []
    return [
        html.A(word("shell.skip", lang), href=f"#{Shell.MAIN}", className="skip"),
        _bar(around, lang),
        html.Main([*demo, *content], id=Shell.MAIN, tabIndex=-1),
        _foot(around.country, lang),
        html.Div(id=Shell.LIVE, role="status", className="visually-hidden"),
    ]


def danger(country: Country, lang: Lang) -> Component:
    """The numbers to call, first of all things on the page."""
    police, hotline = country.emergency[:2]
    words = [
        html.Strong(word("report.danger.lead", lang)),
        f" {word('report.danger.call', lang)} ",
        call(police.number, police.name.in_(lang)),
        f" {word('report.danger.or', lang)} ",
        call(hotline.number, hotline.name.in_(lang)),
        f". {word('report.danger.rest', lang)}",
    ]
    return html.P(words, className="danger-box")


def call(number: str, name: str) -> Component:
    """A telephone number that a phone dials."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return html.A(number, href=f"tel:{digits}", title=name)


def numbers(country: Country) -> str:
    """The numbers to call, in a sentence."""
    return ", ".join(line.number for line in country.emergency[:2])


def leave(address: str, lang: Lang) -> Component:
    """The way out: in the browser it also takes this page out of the history."""
    attributes = {"data-leave": address, "aria-describedby": "leave-hint"}
    return html.A(word("report.leave", lang), href=address, rel="noreferrer nofollow", className="leave", **attributes)


def _bar(around: Around, lang: Lang) -> Component:
    brand = html.A(
        [html.Img(src=svg_address(MARK), alt="", width=34, height=34), html.Strong(word("app.name", lang))],
        href="/",
        className="brand",
    )
    other = Lang.EN if lang is Lang.UK else Lang.UK
    language = html.A(
        [
            html.Span(word("shell.other.short", lang), **{"aria-hidden": "true"}),
            html.Span(word("shell.other", lang), className="visually-hidden"),
        ],
        href=f"{around.path}?lang={other}",
        className="bar-button",
        lang=str(other),
        hrefLang=str(other),
        **{"data-language": str(other)},
    )
    links = [html.A(word(f"page.{item.key}", lang), href=item.path) for item in around.menu]
    burger = html.Summary(
        [html.Span(className="burger-lines"), html.Span(word("shell.burger", lang), className="visually-hidden")],
        className="bar-button",
    )
    menu = html.Details([burger, html.Nav(links, **{"aria-label": word("shell.menu", lang)})], className="bar-menu")
    return html.Header(
        [brand, leave(around.leave, lang), html.Div([language, menu], className="bar-right")], className="bar"
    )


def _foot(country: Country, lang: Lang) -> Component:
    calls = [html.Li([call(line.number, line.name.in_(lang)), f" {line.name.in_(lang)}"]) for line in country.emergency]
    hint = html.P(word("report.leave.hint", lang), id="leave-hint")
    return html.Footer([html.P(word("shell.danger", lang)), html.Ul(calls), hint, html.P(word("report.device", lang))])
