"""One case on its own page: what the reporter wrote, what passed since, steps and acts. Opening it is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from data.incidents.model import Case, Part, PartKind
from layouts.case_words import CaseWords
from layouts.components.breadcrumb import breadcrumb
from layouts.components.card import card, icon
from layouts.components.case_acts import CONTACT
from layouts.components.case_panel import PanelView, panel
from layouts.components.case_queue import due_pill, marks
from layouts.format import number as grouped
from layouts.ids import Incidents
from layouts.pages.incidents import ADDRESS, told
from layouts.words import word

TOLD = ("text", "alleged_text", "place", "safe_time")
LABELS = {"text": "text", "alleged_text": "alleged", "place": "place", "safe_time": "safe_time"}
THREAD = (PartKind.ADDITION, PartKind.ANSWER, PartKind.REQUEST, PartKind.NOTE, PartKind.STEP)


@dataclass(frozen=True, eq=False)
class CaseView:
    """`parts`: everything written, opened; `contact`: shown after it was asked for with a reason (None: not asked);
    `kept`: what was written in a form that is not there any more.
    """

    panel: PanelView
    parts: Sequence[Part]
    contact: Sequence[Part] | None = None
    officer: bool = False
    said: str = ""
    trouble: str = ""
    kept: str = ""

    @property
    def case(self) -> Case:
        """The case."""
        return self.panel.case

    @property
    def told(self) -> CaseWords:
        """What its codes are called."""
        return self.panel.told


def layout(view: CaseView) -> Component:
    """The whole page."""
    case, words, lang = view.case, view.told, view.told.lang
    title = word("case.title", lang, number=case.number)
    crumbs = breadcrumb(
        [(word("queue.crumb", lang), f"{ADDRESS}?state={case.state}&case={case.id}"), (title, None)], lang
    )
    logged = html.Span([icon("shield-lock"), word("queue.logged", lang)], className="pill demo")
    stamps = html.Div([due_pill(case, words), *marks(case, words), logged], className="stamps start")
    head = [crumbs, html.H1(title), stamps, *told(view.said, view.trouble, lang), *_remarks(view)]
    left = html.Div(
        [*_contact(view), _facts(view), _report(view), *_files(view), _thread(view)], className="case-column"
    )
    right = html.Section(panel(view.panel), className="panel case-panel", id=Incidents.PANEL,
                         **{"aria-labelledby": "panel-title"})  # fmt: skip
    return html.Div(
        [*head, html.Div([left, right], className="case-parts")], className="page access-page incidents one-case"
    )


def _remarks(view: CaseView) -> list[Component]:
    case, lang = view.case, view.told.lang
    found = (
        [card(word("case.kept", lang), [html.P(view.kept, className="told-text")], "case-kept")] if view.kept else []
    )
    if case.merged_into:
        way = html.A(word("case.merged_into.open", lang), href=f"{ADDRESS}/{case.merged_into}")
        found.append(
            html.P(
                [icon("sign-merge-right"), html.Span([word("case.merged_into", lang), " ", way])], className="remark"
            )
        )
    if not view.officer:
        found.append(html.P([icon("info-circle"), html.Span(word("case.team", lang))], className="remark"))
    return found


def _facts(view: CaseView) -> Component:
    case, words = view.case, view.told
    lang = words.lang
    ongoing = word({True: "case.yes", False: "case.no", None: "case.unsaid"}[case.ongoing], lang)
    facts = (
        ("kind", words.kind(case)),
        ("alleged", word(f"case.by.{case.alleged}", lang)),
        ("place", f"{words.area(case)} · {words.institution(case)}"),
        ("reporter", f"{word(f'case.reporter.{case.reporter}', lang)} · {word(f'case.channel.{case.channel}', lang)}"),
        ("received", words.moment(case.received_at)),
        ("occurred", case.occurred or word("case.unsaid", lang)),
        ("ongoing", ongoing),
        ("children", words.children(case) or word("case.unsaid", lang)),
        ("who", words.person(case.assigned_to) if case.assigned_to else word("case.unassigned", lang)),
    )
    lines = [one for key, text in facts for one in (html.Dt(word(f"case.fact.{key}", lang)), html.Dd(text))]
    return html.Section(
        html.Dl(lines, className="facts"),
        className="panel",
        **{"aria-label": word("case.title", lang, number=case.number)},
    )


def _report(view: CaseView) -> Component:
    lang, written = view.told.lang, [part for part in view.parts if part.kind is PartKind.REPORT]
    shown: list[Component] = []
    for part in written:
        texts = {"text": part.text, **part.fields}
        for key in TOLD:
            if texts.get(key, "").strip():
                shown += [html.H3(word(f"case.report.{LABELS[key]}", lang)), html.P(texts[key], className="told-text")]
    return card(
        word("case.report", lang), shown or [html.P(word("case.report.none", lang), className="nothing")], "case-report"
    )


def _thread(view: CaseView) -> Component:
    lang = view.told.lang
    lines = [_piece(part, view) for part in view.parts if part.kind in THREAD]
    content = (
        html.Ol(lines, className="thread") if lines else html.P(word("case.thread.none", lang), className="nothing")
    )
    return card(word("case.thread", lang), [content], "case-thread")


def _piece(part: Part, view: CaseView) -> Component:
    words = view.told
    who = [] if part.by is None else [words.person(part.by)]
    title = " · ".join([word(f"case.part.{part.kind}", words.lang), *who, words.moment(part.at)])
    look = "from-reporter" if part.kind is PartKind.ADDITION else f"is-{part.kind}"
    step = [html.P(words.step(part.fields["step"]), className="remark-line")] if part.fields.get("step") else []
    return html.Li([html.Strong(title), *step, html.P(part.text, className="told-text")], className=look)


def _files(view: CaseView) -> list[Component]:
    lang, files = view.told.lang, [part for part in view.parts if part.kind is PartKind.FILE]
    if not files:
        return []
    lines = [html.Li([_file(part, view), html.Div(_open(part, view), className="acts")]) for part in files]
    return [
        card(
            word("case.files", lang),
            [html.Ul(lines, className="waiting-list")],
            "case-files",
            word("case.files.about", lang),
        )
    ]


def _file(part: Part, view: CaseView) -> Component:
    lang, size = view.told.lang, max(1, int(part.fields.get("size") or 0) // 1024)
    about = f"{part.fields.get('media_type', '')} · {word('case.file.size', lang, size=grouped(size, lang))}"
    return html.Div([html.Strong(part.fields.get("name", "")), html.P(f"{about} · {view.told.moment(part.at)}")])


def _open(part: Part, view: CaseView) -> Component:
    hidden = html.Span(f": {part.fields.get('name', '')}", className="visually-hidden")
    button = html.Button(
        [icon("download"), html.Span(word("case.file.open", view.told.lang)), hidden], type="submit", className="button"
    )
    action = f"{ADDRESS}/{view.case.id}/files/{part.id}"
    return html.Form(button, action=action, method="post", className="one-button")


def _contact(view: CaseView) -> list[Component]:
    if view.contact is None:
        return []
    lang = view.told.lang
    texts = [text for part in view.contact for text in (part.text, *part.fields.values()) if text.strip()]
    shown = [html.P(text, className="told-text contact") for text in texts] or [html.P(word("case.contact.none", lang))]
    return [card(word("case.contact", lang), shown, f"case-{CONTACT}", word("case.contact.about", lang))]
