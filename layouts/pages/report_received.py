"""The receipt: the number, six words, and what happens next by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.pages.report_frame import ADDRESS, BACK
from layouts.words import plural, word


@dataclass(frozen=True)
class Received:
    """What a receipt says. `read_by`: local time until when an officer must have read it; `steps`: (words, hours)."""

    reference: str
    words: Sequence[str]
    read_by: str
    steps: Sequence[tuple[str, float]]
    refused: Sequence[tuple[str, str]] = ()


def received_page(told: Received, lang: Lang) -> list[Component]:
    """The receipt itself."""
    card = html.Section(
        [
            html.H2(word("received.number", lang)),
            html.Dl(
                [
                    *_line("number", html.Strong(told.reference, className="receipt-number"), lang),
                    *_line("words", html.Ol([html.Li(one) for one in told.words], className="receipt-words"), lang),
                ]
            ),
            html.P(word("received.why", lang), className="form-hint"),
        ],
        className="receipt",
    )
    return [
        html.H1(word("received.title", lang)),
        html.P(word("received.lead", lang), className="lead", role="status"),
        card,
        *_refused(told.refused, lang),
        _next(told, lang),
        html.P(html.A(word("received.back", lang), href=BACK, className="button"), className="tools"),
    ]


def gone_page(lang: Lang) -> list[Component]:
    """What is there once the number may no longer be seen."""
    links = [
        html.A(word("received.back", lang), href=BACK, className="button"),
        html.A(word("received.another", lang), href=ADDRESS),
    ]
    return [
        html.H1(word("received.gone.title", lang)),
        html.P(word("received.gone", lang)),
        html.P(links, className="tools"),
    ]


def refused_list(refused: Sequence[tuple[str, str]], lang: Lang) -> list[Component]:
    """Why each file was not taken, and what to do."""
    return [html.Li(word(f"report.file.{why}", lang, name=name)) for name, why in refused]


def _line(key: str, content: Component, lang: Lang) -> list[Component]:
    return [html.Dt(word(f"received.{key}.label", lang)), html.Dd(content)]


def _refused(refused: Sequence[tuple[str, str]], lang: Lang) -> list[Component]:
    if not refused:
        return []
    return [
        html.Div([html.P(word("received.files", lang)), html.Ul(refused_list(refused, lang))], className="form-errors")
    ]


def _next(told: Received, lang: Lang) -> Component:
    steps = [
        html.Li(word("received.next.step", lang, step=step, term=_term(hours, lang))) for step, hours in told.steps
    ]
    lines = [
        html.Li(word("received.next.now", lang)),
        html.Li(word("received.next.read", lang, time=told.read_by)),
        html.Li([word("received.next.law", lang), html.Ul(steps)]),
        html.Li(word("received.next.back", lang)),
    ]
    return html.Section([html.H2(word("received.next", lang)), html.Ul(lines)])


def _term(hours: float, lang: Lang) -> str:
    return plural("received.next.hours", round(hours), lang) if hours else word("received.next.at_once", lang)
