"""The form for reports of abuse: one form, four short steps, one sending; the short one for a child."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.incidents.filled import CHILD, Filled
from geo.countries import Country
from geo.text import Lang
from layouts.components.form import errors, hidden
from layouts.pages.report_child import child_parts
from layouts.pages.report_frame import ADDRESS, BACK, danger
from layouts.pages.report_steps import own_step, reach_step, what_step, where_step
from layouts.words import has, word

STEPS = 4


@dataclass(frozen=True)
class Shown:
    """What the form is shown with. `areas`, `institutions` (of the chosen area) and `steps` are (code, words).

    `wrong`: (field, code) of what must be mended; `trouble`: why it was not kept; `files_lost`: files were sent with
    it. `stuck`: nobody takes reports in just now.
    `signed_in`: the name of the person of an institution who reports; None for everybody else.
    """

    filled: Filled
    areas: Sequence[tuple[str, str]] = ()
    institutions: Sequence[tuple[str, str]] = ()
    steps: Sequence[tuple[str, str]] = ()
    wrong: Sequence[tuple[str, str]] = ()
    trouble: str = ""
    files_lost: bool = False
    signed_in: str | None = None
    surname: str = ""
    again: bool = False
    stuck: bool = False

    def error(self, name: str, lang: Lang) -> str:
        """The sentence beside the field `name`; "" if nothing is wrong with it."""
        why = dict(self.wrong).get(name)
        return sentence(why, self.filled.short, lang) if why else ""


def sentence(why: str, short: str, lang: Lang) -> str:
    """What is wrong with a field, and how to mend it."""
    key = f"report.wrong.{why}.{'short' if short else 'long'}"
    return word(key if has(key, lang) else f"report.wrong.{why}", lang)


def report_page(shown: Shown, country: Country, lang: Lang) -> list[Component]:
    """The page: whom to call, then the form."""
    short = shown.filled.short == CHILD
    title = html.H1(word("report.title.short" if short else "report.title", lang))
    steps = child_parts(shown, lang) if short else _steps(shown, lang)
    progress = [] if short else [_progress(lang)]
    told = {
        "data-report": "short" if short else "long",
        "data-sending": word("report.sending", lang),
        "data-again": "1" if shown.again else None,
        "data-surname": shown.surname,
        "data-surname-words": word("report.surname", lang),
        "data-large": word("report.files.large", lang),
        "data-many": word("report.files.many", lang),
    }
    form = html.Form(
        [_first(lang), *_carried(shown.filled, lang), *steps, _bar(lang)],
        action=ADDRESS,
        method="post",
        noValidate=True,
        encType="multipart/form-data",
        className="report-form",
        autoComplete="off",
        id="report",
        **told,
    )
    return [title, *progress, danger(country, lang), *_above(shown, lang), _other_form(short, lang), form, _back(lang)]


def _above(shown: Shown, lang: Lang) -> list[Component]:
    stuck = [html.P(word("report.stuck", lang), className="demo-note", role="note")] if shown.stuck else []
    return [*stuck, *_mend(shown, lang)]


def _mend(shown: Shown, lang: Lang) -> list[Component]:
    again = [html.P(word("report.files_again", lang), className="form-hint")] if shown.files_lost else []
    if shown.trouble:
        return [errors(shown.trouble), *again]
    if not shown.wrong:
        return []
    found = [(name, shown.error(name, lang)) for name, _ in shown.wrong]
    return [errors(word("report.trouble", lang), found), *again]


def _steps(shown: Shown, lang: Lang) -> list[Component]:
    made = (where_step, what_step, own_step, reach_step)
    return [step(shown, lang) for step in made]


def _progress(lang: Lang) -> Component:
    bars = html.Span([html.I() for _ in range(STEPS)], className="progress-bars", **{"aria-hidden": "true"})
    words = html.P(id="report-step", **{"data-words": word("report.step", lang, n="{n}", m=STEPS)})
    return html.Div([bars, words], className="report-progress", hidden=True)


def _first(lang: Lang) -> Component:
    """What the Enter key presses, because it comes first: sending, and not the button that shows institutions."""
    unseen = {"aria-hidden": "true"}
    return html.Button(word("report.send", lang), type="submit", className="visually-hidden", tabIndex=-1, **unseen)


def _bar(lang: Lang) -> Component:
    buttons: list[Any] = [
        html.Button(word("report.back", lang), type="button", className="button", hidden=True, **{"data-back": "1"}),
        html.Button(
            word("report.next", lang), type="button", className="button primary", hidden=True, **{"data-next": "1"}
        ),
        html.Button(word("report.send", lang), type="submit", className="button primary", **{"data-send": "1"}),
    ]
    return html.Div(buttons, className="report-bar")


def _carried(filled: Filled, lang: Lang) -> list[Any]:
    short = [hidden("short", CHILD)] if filled.short else []
    return [hidden("attempt", filled.attempt), hidden("words", filled.words or str(lang)), hidden("proof", ""), *short]


def _other_form(short: bool, lang: Lang) -> Component:
    if short:
        return html.P(html.A(word("report.adult.link", lang), href=ADDRESS), className="other-form")
    link = html.A(word("report.child.link", lang), href=f"{ADDRESS}?for={CHILD}", **{"data-child": "1"})
    return html.P([link, html.Span(word("report.child.about", lang))], className="other-form card")


def _back(lang: Lang) -> Component:
    return html.P(html.A(word("back.link", lang), href=BACK), className="other-form")
