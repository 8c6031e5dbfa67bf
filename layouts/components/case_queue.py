"""The queue of cases: a row a case, the legal clock first; ticks to assign several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.incidents.model import Case, State, Step
from layouts.case_words import CaseWords, short_name
from layouts.components.card import icon
from layouts.deadlines import AT_ONCE, ICONS, Urgency, deadline_words
from layouts.ids import Incidents
from layouts.markup import Input
from layouts.words import word

POLICE, SERVICE = "NOTIFIED_POLICE", "NOTIFIED_SSD"
COLUMNS = ("due", "number", "received", "place", "what", "police", "service", "who")


@dataclass(frozen=True)
class QueueView:
    """`selected`: the id of the case beside the queue; `link`: the address of a row, the id in place of {id}."""

    cases: Sequence[Case]
    told: CaseWords
    state: State
    selected: str = ""
    link: str = ""
    may_assign: bool = False


def queue(view: QueueView) -> Component:
    """The table; what to say where there is nothing."""
    lang = view.told.lang
    if not view.cases:
        return html.P(word(f"queue.empty.{view.state}", lang), className="nothing")
    ticks = [
        html.Th(html.Span(word("queue.tick", lang), className="visually-hidden"), scope="col", className="tick-box")
    ]
    heads = [html.Th(word(f"queue.column.{key}", lang), scope="col", className=f"q-{key}") for key in COLUMNS]
    caption = html.Caption(word(f"queue.caption.{view.state}", lang), className="visually-hidden")
    head = html.Thead(html.Tr([*(ticks if view.may_assign else []), *heads]))
    return html.Table([caption, head, html.Tbody([_row(case, view) for case in view.cases])], className="reading queue")


def due_pill(case: Case, told: CaseWords) -> Component:
    """The deadline: icon, words, and what a script needs to go on counting."""
    found = told.deadline(case)
    counted = {"data-due": found.due_at.isoformat()} if found.due_at else {}
    counted |= {"data-at-once": "1"} if found.at_once else {}
    counted |= {"data-today": "1"} if found.today else {}
    words = html.Span(deadline_words(found, case, told.lang))
    return html.Span([icon(ICONS[found.urgency]), words], className=f"due-pill {found.urgency}", **counted)


def marks(case: Case, told: CaseWords) -> list[Component]:
    """What must not be overlooked: a child in danger, a report from a flood, an invented one."""
    shown = (
        (case.danger, "danger", "exclamation-triangle-fill", "bad"),
        (case.quarantined, "quarantined", "funnel", "warn"),
        (case.demonstration, "demonstration", "database", "demo"),
    )
    return [
        html.Span([icon(mark), word(f"case.mark.{key}", told.lang)], className=f"pill small {look}")
        for on, key, mark, look in shown
        if on
    ]


def _row(case: Case, view: QueueView) -> Component:
    told, current = view.told, case.id == view.selected
    address = view.link.replace("{id}", case.id)
    number = html.A(case.number, href=address, id=f"row-{case.id}", **({"aria-current": "true"} if current else {}))
    institution = html.Span(told.institution(case), className="remark-line")
    cells: list[Any] = [
        due_pill(case, told),
        number,
        told.moment(case.received_at),
        [html.Strong(told.area(case)), institution],
        [html.Span(told.kind(case)), html.Span(told.alleged(case), className="remark-line"), *marks(case, told)],
        _step(case, POLICE, told),
        _step(case, SERVICE, told),
        _who(case, told),
    ]
    shown = [_cell(key, cell, told) for key, cell in zip(COLUMNS, cells, strict=True)]
    tick = [html.Td(_tick(case, told), className="tick-box")] if view.may_assign else []
    late = told.deadline(case).urgency is Urgency.OVERDUE
    looks = " ".join(name for name, on in (("late", late), ("selected", current)) if on)
    return html.Tr([*tick, *shown], className=looks or None,
                   **{"data-case": case.id, "data-seen": str(case.changed), "data-number": case.number})  # fmt: skip


def _cell(key: str, content: Any, told: CaseWords) -> Component:
    """The number heads the row; the column's name goes with each cell, for phones where there are no columns."""
    named = {"data-label": word(f"queue.column.{key}", told.lang)}
    if key == "number":
        return html.Th(content, scope="row", className="q-number", **named)
    return html.Td(content, className=f"q-{key}", **named)


def _tick(case: Case, told: CaseWords) -> Input:
    label = word("queue.tick.one", told.lang, number=case.number)
    return Input(type="checkbox", name="case", value=case.id, form=Incidents.BULK, id=f"tick-{case.id}",
                 **{"aria-label": label})  # fmt: skip


def _step(case: Case, code: str, told: CaseWords) -> Component:
    step = next((one for one in case.steps if one.code == code), None)
    if step is None:
        return html.Span(word("case.step.not_needed", told.lang), className="step-mark none")
    look, mark, words, spoken = _told(step, case, told)
    hidden = html.Span(word(f"case.step.{spoken}", told.lang), className="visually-hidden")
    return html.Span([icon(mark), hidden, html.Span(words)], className=f"step-mark {look}")


def _told(step: Step, case: Case, told: CaseWords) -> tuple[str, str, str, str]:
    """How a step stands: look, icon, words, and what a screen reader hears before them."""
    if step.done_at:
        return "done", "check-circle-fill", told.clock(step.done_at), "done"
    if step.due_at is None:
        return "waiting", "circle", word("case.step.no_term", told.lang), "waiting"
    if step.due_at - case.received_at < AT_ONCE and told.deadline(case).urgency is not Urgency.OVERDUE:
        return "waiting", "circle", word("case.step.at_once", told.lang), "waiting"
    if step.due_at <= told.now:
        return "late", "x-octagon-fill", word("case.step.none", told.lang), "late"
    return "waiting", "circle", word("case.step.until", told.lang, time=told.clock(step.due_at)), "waiting"


def _who(case: Case, told: CaseWords) -> Component:
    if case.assigned_to is None:
        return html.Strong(word("case.unassigned", told.lang), className="nobody")
    return html.Span(short_name(told.person(case.assigned_to)))
