"""The second step of signing in: a code, setting the authenticator up, and the recovery codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts.components.card import icon
from layouts.components.form import errors, field, form, hidden, submit
from layouts.words import word

ADDRESS, CHANGE, CODES = "/second-factor", "/account/factor", "/recovery-codes"
DIGITS = {"autoComplete": "one-time-code", "inputMode": "numeric", "pattern": "[0-9 ]*", "spellcheck": "false"}
ANY_CODE = {"autoComplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"}


@dataclass(frozen=True)
class Offered:
    """An authenticator being set up: the address in the QR code, the key as text, and both sealed for the way back."""

    address: str
    key: str
    sealed: str


def code_page(lang: Lang, onward: str = "", trouble: str = "") -> list[Component]:
    """Asks for a code of the authenticator."""
    asked = form(
        ADDRESS,
        field("code", word("factor.code", lang), hint=word("factor.code.hint", lang), **_wrong(trouble), **ANY_CODE),
        *([hidden("next", onward)] if onward else []),
        submit(word("factor.submit", lang)),
    )
    lost = html.P(word("factor.lost", lang), className="form-note")
    return _page("factor.title", "factor.lead", [*_above(trouble, lang), asked, lost, _leave(lang)], lang)


def enrol_page(offered: Offered, lang: Lang, onward: str = "", trouble: str = "") -> list[Component]:
    """Sets the authenticator up for the first time."""
    proof = form(
        ADDRESS,
        _new_code(trouble, lang),
        hidden("offer", offered.sealed),
        *([hidden("next", onward)] if onward else []),
        submit(word("factor.submit", lang)),
    )
    content = [*_above(trouble, lang), _steps(offered, proof, lang), _leave(lang)]
    return _page("factor.enrol.title", "factor.enrol.lead", content, lang)


def change_page(offered: Offered, lang: Lang, trouble: str = "", about_present: bool = False) -> list[Component]:
    """Puts another authenticator in place of the present one, whose code is asked for as well."""
    present = field(
        "present", word("factor.change.present", lang), hint=word("factor.change.present.hint", lang),
        **_wrong(trouble if about_present else ""), **ANY_CODE,
    )  # fmt: skip
    proof = form(
        CHANGE,
        _new_code("" if about_present else trouble, lang),
        present,
        hidden("offer", offered.sealed),
        submit(word("factor.change.submit", lang)),
    )
    content = [*_above(trouble, lang, "present" if about_present else "code"), _steps(offered, proof, lang)]
    return _page("factor.change.title", "factor.change.lead", content, lang)


def codes_page(codes: Sequence[str], lang: Lang, onward: str = "") -> list[Component]:
    """The recovery codes. Copying and printing are offered where there is a script to do it."""
    listed = html.Ol([html.Li(html.Code(code)) for code in codes], id="recovery-codes", className="codes")
    copied = {"data-copy": "recovery-codes", "data-done": word("codes.copied", lang)}
    tools = [
        html.Button([icon("copy"), word("codes.copy", lang)], type="button", className="button", hidden=True, **copied),
        html.Button(
            [icon("printer"), word("codes.print", lang)], type="button", className="button", hidden=True,
            **{"data-print": "1"},
        ),
    ]  # fmt: skip
    saved = form(CODES, *([hidden("next", onward)] if onward else []), submit(word("codes.saved", lang)))
    once = html.P(html.Strong(word("codes.once", lang)))
    return _page("codes.title", "codes.lead", [once, listed, html.Div(tools, className="form-tools"), saved], lang)


def grouped(key: str) -> str:
    """A key in groups of four, as people copy them."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def _page(title: str, lead: str, content: list[Any], lang: Lang) -> list[Component]:
    heading = [html.H1(word(title, lang)), html.P(word(lead, lang), className="lead")]
    return [html.Div([*heading, html.Section(content, className="panel")], className="page entry narrow")]


def _above(trouble: str, lang: Lang, name: str = "code") -> list[Component]:
    return [errors(word("factor.trouble", lang), [(name, trouble)])] if trouble else []


def _wrong(trouble: str) -> dict[str, str]:
    return {"error": trouble} if trouble else {}


def _new_code(trouble: str, lang: Lang) -> Component:
    hint = word("factor.enrol.code.hint", lang)
    return field("code", word("factor.enrol.code", lang), hint=hint, **_wrong(trouble), **DIGITS)


def _steps(offered: Offered, proof: Component, lang: Lang) -> Component:
    picture = segno.make(offered.address, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#fff")
    scan = [
        html.P(word("factor.enrol.scan", lang)),
        html.Img(src=picture, alt=word("factor.enrol.qr", lang), className="qr", width=220, height=220),
        html.P([word("factor.enrol.key", lang), " ", html.Code(grouped(offered.key), className="key")]),
    ]
    steps = [html.P(word("factor.enrol.app", lang)), scan, [html.P(word("factor.enrol.prove", lang)), proof]]
    return html.Ol([html.Li(step) for step in steps], className="steps")


def _leave(lang: Lang) -> Component:
    return form("/sign-out", submit(word("shell.sign_out", lang), look=""), className="form-leave")
