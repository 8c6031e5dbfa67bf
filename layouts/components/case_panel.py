"""A case beside the queue and on its own page: its steps with who and when, the next act, the rest, its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.incidents.model import OPEN, Case, LogLine, Step
from layouts.case_words import CaseWords
from layouts.components.card import icon
from layouts.components.case_acts import ActsView, main_acts, other_acts
from layouts.components.case_queue import due_pill, marks
from layouts.deadlines import AT_ONCE, length_words
from layouts.words import has, plural, word

TOLD = "told"


@dataclass(frozen=True, eq=False)
class PanelView:
    """`link`: the way to the whole case, "" on its own page; `back_link`: the way back to the queue, on phones."""

    acts: ActsView
    log: Sequence[LogLine]
    link: str = ""
    back_link: str = ""

    @property
    def case(self) -> Case:
        """The case."""
        return self.acts.case

    @property
    def told(self) -> CaseWords:
        """What its codes are called."""
        return self.acts.told


def panel(view: PanelView) -> list[Component]:
    """Everything but what the reporter wrote, which is on the case's own page: reading that is recorded.

    Beside the queue the steps come first, as the next act follows from them; on the case's own page, where they are
    told with the law, what waits for the reader does.
    """
    told, lang = view.told, view.told.lang
    unseen = html.P(word("case.unseen", lang), className="panel-note")
    if not view.link:
        head = html.H2(word("case.steps", lang), id="panel-title")
        acts = [*waiting(view), *main_acts(view.acts), *_rest(view)]
        return [*acts, unseen, head, steps(view.case, told), history(view)]
    back = [html.A([icon("arrow-left"), word("case.back", lang)], href=view.back_link, className="panel-back")]
    head = html.H2(word("case.title", lang, number=view.case.number), id="panel-title")
    read = html.A([icon("file-earmark-lock"), word("case.read", lang)], href=view.link, className="button")
    known = [*back, head, _about(view), steps(view.case, told, brief=True)]
    return [*known, *waiting(view), *main_acts(view.acts), read, unseen, *_rest(view), history(view)]


def steps(case: Case, told: CaseWords, brief: bool = False) -> Component:
    """The statutory steps, the report's arrival first; if `brief`, the law behind each is a mark that leads to it."""
    came = word(f"case.channel.{case.channel}", told.lang)
    first = _line(
        "done", "check-circle-fill", word("case.received", told.lang), f"{told.moment(case.received_at)} · {came}"
    )
    order = {code: duty.order for code, duty in told.steps.items()}
    known = sorted(case.steps, key=lambda step: order.get(step.code, len(order)))
    later = [step for step in known if brief and not step.done and step.due_at is None]
    shown = [first, *(_step(step, case, told, brief) for step in known if step not in later)]
    return html.Div(
        [html.Ol(shown, className="case-steps"), *_later([_step(one, case, told, brief) for one in later], told)]
    )


def _later(lines: list[Component], told: CaseWords) -> list[Component]:
    """Steps for which no term is known, folded beside the queue."""
    if not lines:
        return []
    summary = html.Summary([icon("circle"), html.Span(plural("case.step.later", len(lines), told.lang))])
    return [html.Details([summary, html.Ol(lines, className="case-steps")], className="act later", id="later-steps")]


def waiting(view: PanelView) -> list[Component]:
    """Closing that waits for the second person."""
    case, told = view.case, view.told
    if not case.closing_by or case.state not in OPEN:
        return []
    outcome = word(f"case.outcome.{case.closing_outcome}", told.lang)
    key = "case.closing.own" if case.closing_by == view.acts.reader else "case.closing.other"
    words = word(key, told.lang, who=told.person(case.closing_by), outcome=outcome)
    return [html.P([icon("people-fill"), html.Span(words)], className="closing", role="note")]


def history(view: PanelView) -> Component:
    """What was done with the case, newest first. Nothing in it can be changed."""
    told = view.told
    lines = [html.Li(_logged(line, told)) for line in sorted(view.log, key=lambda line: line.at, reverse=True)]
    summary = html.Summary([icon("clock-history"), html.Span(word("case.history", told.lang, number=len(lines)))])
    about = html.P(word("case.history.about", told.lang), className="form-hint")
    return html.Details(
        [summary, about, html.Ol(lines, className="case-log")], className="act history", id="case-history"
    )


def _about(view: PanelView) -> Component:
    case, told = view.case, view.told
    words = " · ".join(one for one in (told.area(case), told.institution(case), told.children(case)) if one)
    mark = html.Div([due_pill(case, told), *marks(case, told)], className="stamps start")
    return html.Div([html.P(words, className="sub"), mark])


def _rest(view: PanelView) -> list[Component]:
    found = other_acts(view.acts)
    if not found:
        return []
    summary = html.Summary([icon("three-dots"), html.Span(word("case.more", view.told.lang))], className="button")
    came_back = bool(view.acts.returned.act) and not view.acts.returned.typed.get("main")
    return [
        html.Details(
            [summary, html.Div(found, className="more-acts")], className="more", open=came_back or None, id="more"
        )
    ]


def _step(step: Step, case: Case, told: CaseWords, brief: bool) -> Component:
    duty, name = told.steps.get(step.code), told.step(step.code)
    law = _law(duty.source.in_(told.lang), duty.url, told, brief) if duty else None
    if step.done_at:
        known = step.basis == TOLD
        who = word("case.step.told", told.lang) if known else told.person(step.done_by)
        look, mark = ("told", "check-circle") if known else ("done", "check-circle-fill")
        return _line(look, mark, name, f"{told.moment(step.done_at)} · {who}", law)
    late = step.due_at is not None and step.due_at <= told.now and case.state in OPEN
    if step.due_at is None:
        return _line("waiting", "circle", name, "" if brief else word("case.step.no_term.long", told.lang), law)
    words = _term(step, case, told, late, brief)
    return _line("late" if late else "waiting", "x-octagon-fill" if late else "circle", name, words, law)


def _term(step: Step, case: Case, told: CaseWords, late: bool, brief: bool) -> str:
    due = step.due_at or told.now
    at_once = due - case.received_at < AT_ONCE
    term = word("case.step.at_once", told.lang) if at_once else word("case.step.by", told.lang, moment=told.moment(due))
    over = word("case.due.over", told.lang, time=length_words(told.now - due, told.lang)).lower()
    if late and brief and not at_once:
        return over
    return f"{term} · {over}" if late else term


def _law(source: str, url: str, told: CaseWords, brief: bool) -> Component:
    text = word("case.law", told.lang, source=source)
    shown = [icon("book"), html.Span(text, className="visually-hidden")] if brief else text
    look = {"className": "law brief" if brief else "law", "title": text if brief else None}
    return html.A(shown, href=url, rel="noreferrer", target="_blank", **look) if url else html.Span(shown, **look)


def _line(look: str, mark: str, name: str, words: str, law: Any = None) -> Component:
    when = [html.Span(words, className="when")] if words else []
    source = [] if law is None else [law]
    return html.Li([icon(mark), html.Div([html.Strong(name), *when]), *source], className=look)


def _logged(line: LogLine, told: CaseWords) -> list[Any]:
    moved = [f"case.state.{state}" for state in (line.before, line.after)]
    states = line.before != line.after and all(has(key, told.lang) for key in moved)
    change = [html.Span(" → ".join(word(key, told.lang) for key in moved), className="remark-line")] if states else []
    step = told.step(line.detail) if line.detail in told.steps else ""
    what = f"{told.act(line)}: {step}" if step else told.act(line)
    return [
        html.Span(what),
        html.Span(f"{told.moment(line.at)} · {told.person(line.by)}", className="remark-line"),
        *change,
    ]
