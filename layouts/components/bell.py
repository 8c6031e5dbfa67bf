"""What waits for a person, in the bar: how many notices, the newest of them, and marking them as read."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.card import icon
from layouts.words import has, plural, word

SHOWN = 8


@dataclass(frozen=True)
class NoticeLine:
    """One notice: what happened (a code), with which case (its number and where to read it), when (in words)."""

    event: str
    number: str
    address: str
    when: str


def bell(lines: Sequence[NoticeLine], lang: Lang) -> Component:
    """The bell; it opens without a script."""
    count = len(lines)
    spoken = html.Span(plural("bell.count", count, lang), className="visually-hidden")
    number = (
        [html.B(str(count) if count < 100 else "99+", className="bell-count", **{"aria-hidden": "true"})]
        if count
        else []
    )
    summary = html.Summary([icon("bell-fill" if count else "bell"), *number, spoken], className="bar-button")
    listed = [html.Li(_line(one, lang)) for one in lines[:SHOWN]]
    nothing = html.P(word("bell.none", lang), className="who")
    read = html.Button(word("bell.read", lang), type="submit")
    form = html.Form(read, action="/notices/read", method="post", className="leave")
    content = [html.Ul(listed, className="bell-list"), form] if count else [nothing]
    return html.Details([summary, html.Div(content, className="account-menu")], className="account bell")


def event_words(event: str, number: str, lang: Lang) -> str:
    """What a notice says. An event without words of its own is told as news of the case."""
    key = f"bell.event.{event}"
    return word(key if has(key, lang) else "bell.event.other", lang, number=number)


def _line(one: NoticeLine, lang: Lang) -> Component:
    words = [html.Span(event_words(one.event, one.number, lang)), html.Small(one.when)]
    return (
        html.A(words, href=one.address, **{"data-full": "1"}) if one.address else html.Div(words, className="bell-line")
    )
