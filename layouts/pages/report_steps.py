"""The four steps of the report's form: where and who, what happened, in one's own words, how to reach."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dash import html
from dash.development.base_component import Component

from data.incidents.filled import AGE_BANDS, NO, YES
from data.incidents.model import Alleged, Kind, Reporter
from geo.text import Lang
from layouts.components.form import area, choices, field, select
from layouts.markup import Input
from layouts.words import word

if TYPE_CHECKING:
    from layouts.pages.report import Shown

TRIPLE = ((YES, "report.yes"), (NO, "report.no"), ("unsure", "report.unknown"))
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf,text/plain,.heic"


def where_step(shown: "Shown", lang: Lang) -> Component:
    """Where it happened and who reports."""
    who = choices(
        "reporter", word("report.reporter", lang), _named("reporter", Reporter, lang), {shown.filled.reporter}
    )
    return step("where", word("report.where", lang), [*place_parts(shown, lang), who])


def what_step(shown: "Shown", lang: Lang) -> Component:
    """What happened, when, to whom, by whom."""
    filled, kinds = shown.filled, _named("kind", Kind, lang)
    parts = [
        choices("kind", word("report.kind", lang), kinds, {filled.kind}, hint=word("report.kind.hint", lang)),
        choices("danger", word("report.danger", lang), triple(lang), {filled.danger}),
        _when(shown, lang),
        choices("ongoing", word("report.ongoing", lang), triple(lang), {filled.ongoing}),
        *_children(shown, lang),
        *_alleged(shown, lang),
    ]
    return step("what", word("report.what", lang), parts)


def own_step(shown: "Shown", lang: Lang) -> Component:
    """Words, what was done, files."""
    filled = shown.filled
    text = area(
        "text",
        word("report.text", lang),
        filled.text,
        rows=8,
        required=False,
        hint=word("report.text.hint", lang),
        error=shown.error("text", lang),
    )
    label, hint = word("report.done", lang), word("report.done.hint", lang)
    if shown.signed_in is None:
        done = choices("done", label, shown.steps, filled.done, many=True, hint=hint)
    else:
        rows = [_taken(code, words, shown, lang) for code, words in shown.steps]
        done = html.Fieldset(
            [html.Legend(label), html.P(hint, className="form-hint"), *rows], id="field-done", className="form-field"
        )
    return step("own", word("report.own", lang), [text, done, files_part(lang)])


def reach_step(shown: "Shown", lang: Lang) -> Component:
    """How to reach the reporter, if they want to be reached, and who will read this."""
    filled = shown.filled
    parts: list[Any] = []
    if shown.signed_in is not None:
        parts.append(
            tick("unnamed", word("report.unnamed", lang), word("report.unnamed.hint", lang, name=shown.signed_in))
        )
    else:
        box = tick("anonymous", word("report.anonymous", lang), word("report.anonymous.hint", lang))
        parts.append(html.Div(box, hidden=True, **{"data-anonymous": "1"}))
    reach = [
        field(
            "contact",
            word("report.contact", lang),
            value=filled.contact,
            required=False,
            hint=word("report.contact.hint", lang),
            error=shown.error("contact", lang),
        ),
        field(
            "safe_time",
            word("report.safe_time", lang),
            value=filled.safe_time,
            required=False,
            error=shown.error("safe_time", lang),
        ),
    ]
    told = [html.P(word(key, lang)) for key in ("report.who_sees", "report.kept")]
    parts += [html.Div(reach, className="reach", **{"data-reach": "1"}), html.Div(told, className="told-box")]
    return step("reach", word("report.reach", lang), parts)


def step(name: str, title: str, parts: Sequence[Any]) -> Component:
    """One step: a named group that a screen reader announces."""
    legend = html.Legend(html.Span(title, className="step-title", tabIndex=-1))
    return html.Fieldset([legend, *parts], className="step", id=f"step-{name}", **{"data-step": title})


def place_parts(shown: "Shown", lang: Lang) -> list[Any]:
    """Area, institution, or words where it is none of the list."""
    filled = shown.filled
    areas = select(
        "area",
        word("report.area", lang),
        shown.areas,
        filled.area,
        empty=word("report.area.none", lang),
        hint=word("report.institution.hint", lang),
    )
    show = html.Button(
        word("report.show", lang), type="submit", name="show", value="area", className="button", **{"data-show": "1"}
    )
    search = html.Div(
        [
            html.Label(word("report.institution.search", lang), htmlFor="search"),
            Input(type="search", id="search", className="form-line", autoComplete="off"),
        ],
        className="form-field",
        hidden=True,
        **{"data-search": "1"},
    )
    listed = select(
        "institution",
        word("report.institution", lang),
        shown.institutions,
        filled.institution,
        empty=word("report.institution.none", lang),
    )
    place = field(
        "place",
        word("report.place", lang),
        value=filled.place,
        required=False,
        hint=word("report.place.hint", lang),
        error=shown.error("place", lang),
    )
    return [areas, show, search, listed, place]


def files_part(lang: Lang) -> Component:
    """Files to add."""
    return field(
        "files",
        word("report.files", lang),
        "file",
        required=False,
        multiple=True,
        accept=ACCEPTED,
        hint=word("report.files.hint", lang),
    )


def triple(lang: Lang) -> list[tuple[str, str]]:
    """Yes, no, I do not know."""
    return [(value, word(key, lang)) for value, key in TRIPLE]


def tick(name: str, label: str, hint: str) -> Component:
    """One box to tick."""
    box = Input(type="checkbox", id=f"field-{name}", name=name, value=YES, **{"aria-describedby": f"hint-{name}"})
    line = html.Div([box, html.Label(label, htmlFor=f"field-{name}")], className="form-choice")
    return html.Div([line, html.P(hint, id=f"hint-{name}", className="form-hint")], className="form-field")


def _when(shown: "Shown", lang: Lang) -> Component:
    """Day, month and year as three lines: a calendar would speak the browser's language, not the page's."""
    wrong, hint = shown.error("when", lang), "hint-when"
    described = f"{hint} error-when" if wrong else hint
    boxes = [
        html.Div(
            [
                html.Label(word(f"report.{name}", lang), htmlFor=f"field-{name}"),
                Input(
                    type="text",
                    id=f"field-{name}",
                    name=name,
                    value=getattr(shown.filled, name),
                    inputMode="numeric",
                    maxLength=most,
                    autoComplete="off",
                    className="form-line",
                    **{"aria-describedby": described},
                ),
            ],
            className=f"date-part {name}",
        )
        for name, most in (("day", 2), ("month", 2), ("year", 4))
    ]
    told = [html.P(word("report.when.hint", lang), id=hint, className="form-hint")]
    told += [html.P(html.Span(wrong), id="error-when", className="form-error")] if wrong else []
    content = [html.Legend(word("report.when", lang)), *told, html.Div(boxes, className="date-parts")]
    return html.Fieldset(content, id="field-when", className="form-field wrong" if wrong else "form-field")


def _children(shown: "Shown", lang: Lang) -> list[Component]:
    filled, unknown = shown.filled, ("", word("report.unknown", lang))
    number = field(
        "children",
        word("report.children", lang),
        value=filled.children,
        inputMode="numeric",
        maxLength=6,
        required=False,
        hint=word("report.children.hint", lang),
        error=shown.error("children", lang),
    )
    ages = [*((band, word(f"report.age.{band}", lang)) for band in AGE_BANDS), unknown]
    return [number, choices("age_band", word("report.age_band", lang), ages, {filled.age_band})]


def _alleged(shown: "Shown", lang: Lang) -> list[Component]:
    filled, name = shown.filled, "alleged_text"
    who = choices("alleged", word("report.alleged", lang), _named("alleged", Alleged, lang), {filled.alleged})
    hint, error = word("report.alleged_text.hint", lang), shown.error(name, lang)
    label = word("report.alleged_text", lang)
    return [who, area(name, label, filled.alleged_text, required=False, rows=2, hint=hint, error=error)]


def _taken(code: str, words: str, shown: "Shown", lang: Lang) -> Component:
    """A statutory step to tick, and beside it when it was taken."""
    key, wrong = f"time_{code}", shown.error(f"time_{code}", lang)
    box = Input(type="checkbox", id=f"done-{code}", name="done", value=code, checked=code in shown.filled.done)
    chosen = html.Div([box, html.Label(words, htmlFor=f"done-{code}")], className="form-choice")
    named = html.Label(
        [word("report.done.time.short", lang), html.Span(f" ({words})", className="visually-hidden")],
        htmlFor=f"field-{key}",
    )
    described = {"aria-describedby": f"error-{key}", "aria-invalid": "true"} if wrong else {}
    typed = Input(
        type="text",
        id=f"field-{key}",
        name=key,
        value=shown.filled.times.get(code, ""),
        inputMode="numeric",
        maxLength=5,
        placeholder="14:30",
        autoComplete="off",
        className="form-line",
        **described,
    )
    time = html.Div([named, typed], className="step-time")
    told = [html.P(wrong, id=f"error-{key}", className="form-error")] if wrong else []
    return html.Div([*told, html.Div([chosen, time], className="step-row")])


def _named(topic: str, codes: Any, lang: Lang) -> list[tuple[str, str]]:
    return [(str(code), word(f"report.{topic}.{code}", lang)) for code in codes]
