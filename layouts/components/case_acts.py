"""What may be done with a case, as forms: each act in a fold of its own, its fields named `<act>-<field>`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.incidents.model import OPEN, Case, Outcome
from data.incidents.workflow import Act
from layouts.case_words import CaseWords
from layouts.components import form
from layouts.components.card import icon
from layouts.words import word

CONTACT = "contact"
AT_ONCE = (Act.ACKNOWLEDGE, Act.MONITOR, Act.RESUME, Act.CONFIRM_CLOSE, Act.WITHDRAW_CLOSE)
FOLDED = (
    Act.STEP, Act.ANSWER, Act.REQUEST, Act.NOTE, Act.ASSIGN, Act.REFER, CONTACT, Act.EXCLUDE, Act.MERGE, Act.ASK_CLOSE,
    Act.REOPEN,
)  # fmt: skip
ICONS: Mapping[str, str] = {
    Act.ACKNOWLEDGE: "eye", Act.MONITOR: "binoculars", Act.RESUME: "arrow-counterclockwise", Act.STEP: "telephone-plus",
    Act.ANSWER: "reply", Act.REQUEST: "question-circle", Act.NOTE: "pencil", Act.ASSIGN: "person-check",
    Act.REFER: "send", CONTACT: "person-lock", Act.EXCLUDE: "person-slash", Act.MERGE: "sign-merge-right",
    Act.ASK_CLOSE: "archive", Act.REOPEN: "arrow-repeat", Act.CONFIRM_CLOSE: "check2-all",
    Act.WITHDRAW_CLOSE: "arrow-counterclockwise",
}  # fmt: skip


@dataclass(frozen=True)
class Returned:
    """A form that came back: which act, why, what had been typed (by field), and the field that is wrong."""

    act: str = ""
    trouble: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""


@dataclass(frozen=True, eq=False)
class ActsView:
    """`acts`: what the case's state and the reader's rights allow; `people`: (id, name) who may be assigned.

    `back`: where an answered form returns to: the tab of the queue, or "page".
    """

    case: Case
    told: CaseWords
    acts: frozenset[str]
    reader: str
    people: Sequence[tuple[str, str]] = ()
    back: str = "page"
    returned: Returned = Returned()

    @property
    def undone(self) -> tuple[str, ...]:
        """Statutory steps still to take: those with a term by their deadline, then the others in the law's order."""
        order = {code: duty.order for code, duty in self.told.steps.items()}
        waiting = sorted(self.case.steps, key=lambda one: order.get(one.code, len(order)))
        due = sorted(
            (one for one in waiting if one.due_at and not one.done), key=lambda one: one.due_at or self.told.now
        )
        rest = [one for one in waiting if not one.done and not one.due_at]
        unconfirmed = [one for one in waiting if one.done and one.basis == "told"]
        return tuple(one.code for one in (*due, *rest, *unconfirmed))


def next_act(view: ActsView) -> tuple[str, str] | None:
    """The one act that is called for, and the step it is about; None where the reader can only wait."""
    case, acts = view.case, view.acts
    if case.closing_by and case.state in OPEN:
        second = case.closing_by != view.reader and Act.CONFIRM_CLOSE in acts
        return (Act.CONFIRM_CLOSE, "") if second else None
    if Act.STEP in acts and view.undone:
        return Act.STEP, view.undone[0]
    return next(((act, "") for act in (Act.ACKNOWLEDGE, Act.ASK_CLOSE, Act.REOPEN) if act in acts), None)


def main_acts(view: ActsView) -> list[Component]:
    """The filled button of the next act, and taking the case over."""
    wanted, shown = next_act(view), []
    if wanted:
        act, step = wanted
        shown.append(at_once(view, act, "primary") if act in AT_ONCE else fold(view, act, step, main=True))
    if Act.ASSIGN in view.acts and view.case.assigned_to != view.reader and view.reader in dict(view.people):
        mine = form.hidden(f"{Act.ASSIGN}-person", view.reader)
        button = html.Button(
            word("case.act.assign_me", view.told.lang), type="submit", className="button", id="assign-me"
        )
        shown.append(_form(view, Act.ASSIGN, mine, button))
    return shown


def other_acts(view: ActsView) -> list[Component]:
    """Everything else, folded."""
    wanted = next_act(view)
    done = wanted[0] if wanted else ""
    quick = [at_once(view, act) for act in AT_ONCE if act in view.acts and act != done and not _own(view, act)]
    folds = [fold(view, act) for act in FOLDED if act in view.acts and (act != done or act == Act.STEP)]
    return [*quick, *folds]


def at_once(view: ActsView, act: str, look: str = "") -> Component:
    """An act that needs nothing typed."""
    words = html.Span(word(f"case.act.{act}", view.told.lang))
    button = html.Button([icon(ICONS[act]), words], type="submit", className=f"button {look}".strip())
    return _form(view, act, button)


def fold(view: ActsView, act: str, step: str = "", main: bool = False) -> Component:
    """An act that needs something typed: opened by its name, kept open when it came back."""
    lang = view.told.lang
    title = word("case.act.step.one", lang, step=view.told.step(step)) if step else word(f"case.act.{act}", lang)
    came_back = view.returned.act == act and bool(view.returned.typed.get("main")) == main
    summary = html.Summary([icon(ICONS[act]), html.Span(title)], className="button primary" if main else None)
    trouble = [form.errors(view.returned.trouble)] if came_back and view.returned.trouble else []
    fields = FIELDS[act](Fields(view, act, step, main, came_back))
    sent = form.submit(word(f"case.send.{act}", lang), look="primary" if main else "")
    content = _form(view, act, *([form.hidden("main", "1")] if main else []), *trouble, *fields, sent)
    return html.Details([summary, content], className="act main" if main else "act", open=came_back or None,
                        id=f"act-{'main-' if main else ''}{act}")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Fields:
    """One form's fields: `name` tells them apart on the page, `value` is what was typed before."""

    view: ActsView
    act: str
    step: str
    main: bool
    came_back: bool

    def name(self, key: str) -> str:
        """The field's name."""
        return f"{self.act}-{key}" + ("-main" if self.main else "")

    def label(self, key: str) -> str:
        """The field's words."""
        return word(f"case.field.{key}", self.view.told.lang)

    def value(self, key: str) -> str:
        """What was typed."""
        return self.view.returned.typed.get(key, "") if self.came_back else ""

    def text(self, label: str, hint: str = "", required: bool = True) -> Component:
        """Several lines."""
        told = word(hint, self.view.told.lang) if hint else ""
        return form.area(self.name("text"), self.label(label), self.value("text"), hint=told, required=required,
                         error=self.wrong("text"))  # fmt: skip

    def select(self, key: str, options: Sequence[tuple[str, str]]) -> Component:
        """One of a list."""
        empty = word("case.field.choose", self.view.told.lang)
        return form.select(
            self.name(key), self.label(key), options, self.value(key), empty=empty, error=self.wrong(key)
        )

    def wrong(self, key: str) -> str:
        """The sentence at the field that is wrong."""
        mine = self.came_back and self.view.returned.wrong == key
        return self.view.returned.trouble if mine else ""


def _step(one: Fields) -> list[Any]:
    told, view = one.view.told, one.view
    now = f"{told.local(told.now):%d.%m.%Y %H:%M}"
    options = [(code, told.step(code)) for code in view.undone]
    which = [form.hidden(one.name("step"), one.step)] if one.step else [one.select("step", options)]
    at = form.field(one.name("at"), one.label("at"), value=one.value("at") or now, error=one.wrong("at"),
                    hint=word("case.field.at.hint", told.lang), maxLength=20)  # fmt: skip
    hint = word("case.field.basis.hint", told.lang)
    basis = form.field(
        one.name("text"), one.label("basis"), hint=hint, required=False, value=one.value("text"), maxLength=200
    )
    return [*which, at, basis]


def _refer(one: Fields) -> list[Any]:
    lang = one.view.told.lang
    bodies = [(f"body:{code}", word(f"case.body.{code}", lang)) for code in BODIES]
    others = [(f"person:{key}", name) for key, name in one.view.people]
    return [one.select("whom", [*bodies, *others]), one.text("refer_text")]


def _close(one: Fields) -> list[Any]:
    lang = one.view.told.lang
    outcomes = [(str(code), word(f"case.outcome.{code}", lang)) for code in Outcome]
    key = "case.close.severe" if one.view.case.severe else "case.close.about"
    return [html.P(word(key, lang), className="form-hint"), one.select("outcome", outcomes), one.text("close_text")]


def _merge(one: Fields) -> list[Any]:
    hint = word("case.field.into.hint", one.view.told.lang)
    return [
        form.field(one.name("into"), one.label("into"), hint=hint, value=one.value("into"), error=one.wrong("into"))
    ]


BODIES = ("police", "service", "prosecutor", "health", "education")
FIELDS: Mapping[str, Callable[[Fields], list[Any]]] = {
    Act.STEP: _step,
    Act.ANSWER: lambda one: [one.text("answer_text", "case.field.answer.hint")],
    Act.REQUEST: lambda one: [one.text("request_text", "case.field.answer.hint")],
    Act.NOTE: lambda one: [one.text("note_text", "case.field.note.hint")],
    Act.ASSIGN: lambda one: [one.select("person", one.view.people)],
    Act.REFER: _refer,
    CONTACT: lambda one: [one.text("contact_reason", "case.field.contact.hint")],
    Act.EXCLUDE: lambda one: [one.select("excluded", one.view.people)],
    Act.MERGE: _merge,
    Act.ASK_CLOSE: _close,
    Act.REOPEN: lambda one: [one.text("reopen_text")],
}


def _own(view: ActsView, act: str) -> bool:
    """Whether confirming is the reader's own request: the other person's word is needed."""
    return act == Act.CONFIRM_CLOSE and view.case.closing_by == view.reader


def _form(view: ActsView, act: str, *parts: Any) -> Component:
    hidden = [form.hidden("seen", str(view.case.changed)), form.hidden("back", view.back)]
    return form.form(f"/incidents/{view.case.id}/{act}", *hidden, *parts)
