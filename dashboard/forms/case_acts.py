"""The acts on a case as forms send them: each reads its own fields and does one thing in `data.incidents`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from data.access import Scope
from data.errors import NotFound, TextNeeded
from data.incidents import actions, closing, queries
from data.incidents.model import Outcome
from data.incidents.workflow import Act
from data.records.store import Store
from layouts.deadlines import STATES

FIELDS = ("text", "at", "step", "person", "excluded", "whom", "into", "outcome")
LONGEST_TEXT, LONGEST_BASIS, LONGEST_CODE = 8000, 200, 80
PAGE = "page"
WRITTEN = "%d.%m.%Y %H:%M"
WRONG = {"to": "whom", **{key: key for key in FIELDS}}
SENTENCES = {
    "at": "case.field.at.wrong", "into": "case.field.into.wrong", "gone": "case.field.step.gone",
    **dict.fromkeys(("text", "to", "person", "excluded", "whom", "step", "outcome"), "case.field.needed"),
}  # fmt: skip


class Sent:
    """A form as it was sent: the act, its fields without the act's name, where to go back to, what had been seen."""

    def __init__(self, act: str, given: Mapping[str, str]) -> None:
        self.act, main = act, "-main" if given.get("main") else ""
        typed = {key: given.get(f"{act}-{key}{main}", "").strip() for key in FIELDS}
        self.typed = {key: value[: LONGEST_TEXT if key == "text" else LONGEST_CODE] for key, value in typed.items()}
        self.main = {"main": "1"} if main else {}
        back, seen = given.get("back", PAGE), given.get("seen", "")
        self.back = back if back in STATES else PAGE
        self.seen = int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= 10 else -1

    def __getitem__(self, key: str) -> str:
        return self.typed[key]

    def needed(self, key: str) -> str:
        """What was chosen or typed. Raises TextNeeded for nothing."""
        if not self[key]:
            raise TextNeeded(why=key)
        return self[key]


@dataclass(frozen=True)
class Doing:
    """One act about to be done: on what, by whom, with which form; `zone`: whose clock people wrote by."""

    store: Store
    by: Scope
    zone: ZoneInfo
    case_id: str
    sent: Sent

    def call(self, act: Callable[..., object], **fields: object) -> str:
        """Do it; returns what to say if that is not the act's own sentence."""
        act(self.store, self.case_id, by=self.by, seen=self.sent.seen, **fields)
        return ""


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """A day and a time of the country's clocks, in UTC. Raises TextNeeded for what is neither."""
    try:
        local = datetime.strptime(" ".join(text.replace(",", " ").split()), WRITTEN)
        return local.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise TextNeeded(why="at") from None


def _step(one: Doing) -> str:
    at = moment_of(one.sent["at"], one.zone)
    code, basis = one.sent.needed("step"), one.sent["text"][:LONGEST_BASIS]
    return one.call(actions.complete_step, code=code, at=at, reference_text=basis)


def _merge(one: Doing) -> str:
    try:
        into = queries.numbered(one.store, one.by, one.sent.needed("into")).id
    except NotFound:
        raise NotFound(what="case", why="into") from None
    return one.call(actions.merge, into=into)


def _ask_close(one: Doing) -> str:
    if one.sent["outcome"] not in set(Outcome):
        raise TextNeeded(why="outcome")
    about = {"by": one.by, "seen": one.sent.seen, "text": one.sent["text"]}
    closed = closing.ask_close(one.store, one.case_id, outcome=Outcome(one.sent["outcome"]), **about)  # type: ignore[arg-type]
    return "" if closed else "closing"


def _refer(one: Doing) -> str:
    return one.call(actions.refer, to=one.sent.needed("whom").partition(":")[2], text=one.sent["text"])


def _written(act: Callable[..., object]) -> Callable[[Doing], str]:
    return lambda one: one.call(act, text=one.sent["text"])


def _plain(act: Callable[..., object]) -> Callable[[Doing], str]:
    return lambda one: one.call(act)


ACTS: Mapping[str, Callable[[Doing], str]] = {
    Act.ACKNOWLEDGE: _plain(actions.acknowledge),
    Act.MONITOR: _plain(actions.monitor),
    Act.RESUME: _plain(actions.resume),
    Act.CONFIRM_CLOSE: _plain(closing.confirm_close),
    Act.WITHDRAW_CLOSE: _plain(closing.withdraw_close),
    Act.NOTE: _written(actions.note),
    Act.ANSWER: _written(actions.answer),
    Act.REQUEST: _written(actions.request_detail),
    Act.REOPEN: _written(actions.reopen),
    Act.ASSIGN: lambda one: one.call(actions.assign, person_id=one.sent.needed("person")),
    Act.EXCLUDE: lambda one: one.call(actions.exclude, person_id=one.sent.needed("excluded")),
    Act.REFER: _refer,
    Act.STEP: _step,
    Act.MERGE: _merge,
    Act.ASK_CLOSE: _ask_close,
}
