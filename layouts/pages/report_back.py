"""Coming back to a report with its number and six words: how it stands, what was answered, adding more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from data.incidents.model import Part
from geo.text import Lang
from layouts.components.form import area, done, errors, hidden, submit
from layouts.components.form import field as line
from layouts.moments import moment
from layouts.pages.report_frame import ADDRESS, BACK
from layouts.pages.report_received import refused_list
from layouts.pages.report_steps import files_part
from layouts.words import word

SPOOLED = "spooled"


@dataclass(frozen=True)
class Opened:
    """A report as its reporter sees it. `state`: a State, or "spooled": nobody has read it."""

    reference: str
    ticket: str
    attempt: str
    state: str
    received_at: datetime | None = None
    parts: Sequence[Part] = ()
    added: bool = False
    trouble: str = ""
    text: str = field(default="", repr=False)
    refused: Sequence[tuple[str, str]] = ()


def ask_page(number: str, trouble: str, lang: Lang) -> list[Component]:
    """Number and words, please."""
    form = html.Form(
        [
            line(
                "number",
                word("back.number", lang),
                value=number,
                hint=word("back.number.hint", lang),
                autocapitalize="characters",
                spellcheck="false",
            ),
            line(
                "words",
                word("back.words", lang),
                hint=word("back.words.hint", lang),
                autocapitalize="none",
                spellcheck="false",
            ),
            submit(word("back.open", lang)),
        ],
        action=BACK,
        method="post",
        noValidate=True,
        className="report-form",
        encType="multipart/form-data",
        autoComplete="off",
    )
    above = [errors(trouble)] if trouble else []
    links = html.P(html.A(word("report.link", lang), href=ADDRESS), className="other-form")
    return [html.H1(word("back.title", lang)), html.P(word("back.lead", lang), className="lead"), *above, form, links]


def opened_page(told: Opened, zone: str, lang: Lang) -> list[Component]:
    """The report: its state, what was written to its reporter, the form to add to it."""
    when = _sent(told, zone, lang)
    state = word(f"back.state.{told.state}", lang)
    about = html.Section(
        [html.H2(word("back.state", lang)), html.P(state, className="state-line"), *when], className="receipt"
    )
    return [
        html.H1(told.reference),
        *_above(told, lang),
        about,
        *_parts(told, zone, lang),
        _add(told, lang),
        html.P(html.A(word("back.leave", lang), href=f"{BACK}?close=1", className="button"), className="tools"),
    ]


def _sent(told: Opened, zone: str, lang: Lang) -> list[Component]:
    if told.received_at is None:
        return []
    return [html.P([f"{word('back.received', lang)} ", moment(told.received_at, zone, lang)], className="form-hint")]


def _above(told: Opened, lang: Lang) -> list[Component]:
    found = [errors(told.trouble)] if told.trouble else []
    found += [done(word("back.added", lang))] if told.added else []
    if told.refused:
        found.append(html.Div(html.Ul(refused_list(told.refused, lang)), className="form-errors"))
    return found


def _parts(told: Opened, zone: str, lang: Lang) -> list[Component]:
    if not told.parts:
        return [html.P(word("back.nothing", lang))] if told.state != SPOOLED else []
    return [
        html.Article(
            [
                html.H2(word(f"back.part.{part.kind}", lang)),
                html.P(moment(part.at, zone, lang), className="form-hint"),
                html.P(part.text, className="written"),
            ],
            className=f"part {part.kind}",
        )
        for part in told.parts
    ]


def _add(told: Opened, lang: Lang) -> Component:
    return html.Form(
        [
            hidden("ticket", told.ticket),
            hidden("attempt", told.attempt),
            area(
                "text",
                word("back.add.text", lang),
                told.text,
                rows=5,
                required=False,
                hint=word("report.text.hint", lang),
            ),
            files_part(lang),
            submit(word("back.add", lang)),
        ],
        action=BACK,
        method="post",
        noValidate=True,
        className="report-form",
        encType="multipart/form-data",
        autoComplete="off",
    )
