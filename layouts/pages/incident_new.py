"""The form in which an officer writes down what was told by phone: first where, then what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.incidents.model import Alleged, Kind, Reporter
from geo.text import Lang
from layouts.components import form
from layouts.components.breadcrumb import breadcrumb
from layouts.pages.incidents import ADDRESS
from layouts.words import word

PATH = f"{ADDRESS}/new"
UNKNOWN = "unknown"
AGES = ("0-2", "3-6", "7-17")


@dataclass(frozen=True)
class Told:
    """What the form knows: `attempt` marks it, so that sending twice is one case; `typed` what was filled in, by field.

    `done`: the steps (code, name) that somebody may say were taken already.
    """

    attempt: str
    area: str
    area_name: str
    institutions: Sequence[tuple[str, str]]
    done: Sequence[tuple[str, str]]
    typed: Mapping[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()

    def of(self, name: str) -> str:
        """What was typed."""
        return self.typed.get(name, "")


def choose_area(areas: Sequence[tuple[str, str]], lang: Lang) -> Component:
    """The first step."""
    options = [*areas, (UNKNOWN, word("case.new.area.unknown", lang))]
    asked = form.select("area", word("case.new.area", lang), options, empty=word("case.field.choose", lang))
    content = html.Form(
        [asked, form.submit(word("case.new.area.next", lang))], action=PATH, method="get", className="form"
    )
    return _page(html.Section(content, className="panel"), lang)


def fill_in(told: Told, lang: Lang, wrong: Mapping[str, str] | None = None) -> Component:
    """The form itself; `wrong`: field → sentence."""
    wrong = wrong or {}
    errors = [form.errors(word("case.new.trouble", lang), list(wrong.items()))] if wrong else []
    hidden = [form.hidden("attempt", told.attempt), form.hidden("area", told.area)]
    sent = form.submit(word("case.new.send", lang))
    asked = form.form(
        PATH, *hidden, *_where(told, lang, wrong), *_what(told, lang, wrong), *_words(told, lang, wrong), sent
    )
    return _page([*errors, html.Section(asked, className="panel")], lang, told.area_name)


def _where(told: Told, lang: Lang, wrong: Mapping[str, str]) -> list[Any]:
    empty = word("case.new.institution.unknown", lang)
    chosen, label = told.of("institution"), word("case.new.institution", lang)
    lists = [
        form.select("institution", label, told.institutions, chosen, empty=empty, error=wrong.get("institution", ""))
    ]
    place = form.field("place", word("case.new.place", lang), required=False, value=told.of("place"), maxLength=200)
    return [*(lists if told.institutions else []), place]


def _what(told: Told, lang: Lang, wrong: Mapping[str, str]) -> list[Any]:
    hint = word("case.new.occurred.hint", lang)
    yes_no = [("yes", word("case.yes", lang)), ("no", word("case.no", lang)), ("", word("case.unsaid", lang))]
    return [
        _choice("kind", [(code, word(f"case.kind.{code}", lang)) for code in Kind], told, lang, wrong),
        _choice("alleged", [(code, word(f"case.alleged.{code}", lang)) for code in Alleged], told, lang, wrong),
        _choice("reporter", [(code, word(f"case.reporter.{code}", lang)) for code in Reporter], told, lang, wrong),
        form.choices(
            "danger", word("case.new.danger", lang), yes_no[:2], [told.of("danger")], error=wrong.get("danger", "")
        ),
        form.choices("ongoing", word("case.new.ongoing", lang), yes_no, [told.of("ongoing")]),
        form.field(
            "occurred",
            word("case.new.occurred", lang),
            hint=hint,
            required=False,
            value=told.of("occurred"),
            error=wrong.get("occurred", ""),
        ),
        form.field(
            "children",
            word("case.new.children", lang),
            required=False,
            value=told.of("children"),
            inputMode="numeric",
            error=wrong.get("children", ""),
        ),
        form.select(
            "age",
            word("case.new.age", lang),
            [(age, word(f"case.age.{age}", lang)) for age in AGES],
            told.of("age"),
            empty=word("case.new.age.unknown", lang),
        ),
        form.choices("done", word("case.new.done", lang), told.done, told.ticked, many=True),
    ]


def _words(told: Told, lang: Lang, wrong: Mapping[str, str]) -> list[Any]:
    hint = word("case.field.note.hint", lang)
    text = form.area(
        "text", word("case.new.text", lang), told.of("text"), hint=hint, error=wrong.get("text", ""), rows=8
    )
    contact = form.field(
        "contact", word("case.new.contact", lang), required=False, value=told.of("contact"), maxLength=200
    )
    safe = form.field(
        "safe_time", word("case.new.safe_time", lang), required=False, value=told.of("safe_time"), maxLength=200
    )
    return [text, contact, safe]


def _choice(
    name: str, options: Sequence[tuple[str, str]], told: Told, lang: Lang, wrong: Mapping[str, str]
) -> Component:
    empty = word("case.field.choose", lang)
    given = [(str(code), words) for code, words in options]
    return form.select(
        name, word(f"case.new.{name}", lang), given, told.of(name), empty=empty, error=wrong.get(name, "")
    )


def _page(content: Any, lang: Lang, area: str = "") -> Component:
    steps: list[tuple[str, str | None]] = [
        (word("queue.crumb", lang), ADDRESS),
        (word("case.new", lang), PATH if area else None),
    ]
    crumbs = breadcrumb([*steps, *([(area, None)] if area else [])], lang)
    head = [crumbs, html.H1(word("case.new", lang)), html.P(word("case.new.lead", lang), className="lead")]
    parts = content if isinstance(content, list) else [content]
    return html.Div([*head, *parts], className="page access-page narrow incidents")
