"""What a report of abuse is, and what becomes of it: codes, the report as it is sent, the case as it is worked.

A *report* is what somebody sends; the *case* (table `incidents`) is what the Office makes of it. Codes are those of the
vocabulary (`abuse_incident`, `case_workflow`) and of the country pack's `incidents.toml`. Free text, contacts and files
are sealed under the case's own key; only codes, dates and numbers are readable in the records.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What happened: vocabulary `abuse_incident`, and what a reporter cannot name."""

    PHYSICAL = "PHYSICAL"
    PSYCHOLOGICAL = "PSYCHOLOGICAL"
    SEXUAL = "SEXUAL"
    NEGLECT = "NEGLECT"
    ECONOMIC = "ECONOMIC"
    EXPLOIT = "EXPLOIT"
    BULLYING = "BULLYING"
    RESTRAINT = "RESTRAINT"
    SELF_HARM = "SELF_HARM"
    RUNAWAY = "RUNAWAY"
    DEATH = "DEATH"
    UNSURE = "UNSURE"


class Alleged(StrEnum):
    """Who may have done it."""

    HEAD = "head"
    STAFF = "staff"
    CHILD = "child"
    RELATIVE = "relative"
    VISITOR = "visitor"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


class Reporter(StrEnum):
    """Who reports."""

    CHILD = "child"
    RELATIVE = "relative"
    STAFF = "staff"
    OTHER = "other"
    UNSAID = "unsaid"


class Channel(StrEnum):
    """How the report came: the public form, the form of somebody signed in, or told to an officer."""

    FORM = "form"
    STAFF = "staff"
    OFFICER = "officer"


class State(StrEnum):
    """Where a case stands; the tabs of the queue. MERGED is closed for ever and points to another case."""

    NEW = "new"
    CHECKING = "checking"
    REFERRED = "referred"
    MONITORING = "monitoring"
    CLOSED = "closed"
    MERGED = "merged"


OPEN = frozenset({State.NEW, State.CHECKING, State.REFERRED, State.MONITORING})


class Outcome(StrEnum):
    """What a closed case found."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    NO_GROUNDS = "no_grounds"
    OUT_OF_SCOPE = "out_of_scope"


class PartKind(StrEnum):
    """A sealed piece of a case. ANSWER and REQUEST are written to the reporter; NOTE never leaves the Office."""

    REPORT = "report"
    CONTACT = "contact"
    ADDITION = "addition"
    ANSWER = "answer"
    REQUEST = "request"
    NOTE = "note"
    FILE = "file"
    STEP = "step"


TO_REPORTER = frozenset({PartKind.ANSWER, PartKind.REQUEST, PartKind.ADDITION})


@dataclass(frozen=True)
class Attachment:
    """A file as it is kept: its type told by its content, its metadata taken out, its name only for showing."""

    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Report:
    """One report as the form sends it. Everything a person typed is `repr=False`: no log shows it.

    `attempt`: the random mark of the form that was filled in, so that sending twice is one report. `occurred`: YYYY,
    YYYY-MM or YYYY-MM-DD, or "". `institution_id` "" and `area` "" where the reporter does not know. `done`: what has
    been done already, codes of the pack's steps. `quarantined`: came in a flood; kept, in a lane of its own.
    """

    attempt: str
    received_at: datetime
    channel: Channel = Channel.FORM
    reporter: Reporter = Reporter.UNSAID
    kind: Kind = Kind.UNSURE
    alleged: Alleged = Alleged.UNKNOWN
    danger: bool = False
    ongoing: bool | None = None
    area: str = ""
    institution_id: str = ""
    place: str = field(default="", repr=False)
    occurred: str = ""
    children: int | None = None
    age_band: str = ""
    done: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    alleged_text: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    safe_time: str = field(default="", repr=False)
    language: str = "uk"
    sender: str | None = field(default=None, repr=False)
    quarantined: bool = False
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Addition:
    """More from a reporter who came back: `reference` and `words_mac` say to which case. `attempt` as in Report."""

    attempt: str
    received_at: datetime
    reference: str
    words_mac: str
    text: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What a reporter keeps: a number and six words. Worked out from the attempt, so the same twice."""

    reference: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A statutory step of one case: due (None: no legal term is known), and done when and by whom."""

    code: str
    due_at: datetime | None
    done_at: datetime | None = None
    done_by: str | None = None
    basis: str = ""

    @property
    def done(self) -> bool:
        """Whether it was taken. `basis` "told": only on the reporter's word, not confirmed."""
        return self.done_at is not None


@dataclass(frozen=True)
class Case:
    """One case as the queue shows it: codes, dates and numbers, no free text.

    `acknowledged_at`: when the Office first took notice; `level` of escalation until then. `closing_by`: who
    asked to close where a second person must agree. `clock`: the next legal deadline (None: nothing is due).
    """

    id: str
    number: str
    reference: str
    channel: Channel
    reporter: Reporter
    kind: Kind
    alleged: Alleged
    danger: bool
    severe: bool
    ongoing: bool | None
    area: str
    ministry: str
    facility_type: str
    institution_id: str
    occurred: str
    children: int | None
    age_band: str
    received_at: datetime
    state: State
    outcome: Outcome | None
    assigned_to: str | None
    acknowledged_at: datetime | None
    level: int
    closing_by: str | None
    closing_outcome: Outcome | None
    merged_into: str | None
    quarantined: bool
    demonstration: bool
    changed: int
    steps: tuple[Step, ...] = ()

    @property
    def clock(self) -> datetime | None:
        """The earliest legal deadline that has not been met; None if nothing is due."""
        return min((step.due_at for step in self.steps if step.due_at and not step.done), default=None)


@dataclass(frozen=True)
class Part:
    """A sealed piece, opened for somebody who may read it. `by` None: the reporter."""

    id: str
    kind: PartKind
    at: datetime
    by: str | None
    text: str = field(repr=False)
    fields: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class LogLine:
    """One line of a case's history, codes only; append-only."""

    at: datetime
    act: str
    by: str | None
    before: str
    after: str
    detail: str
