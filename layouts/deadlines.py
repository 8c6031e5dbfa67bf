"""How much time a case has left, as a pill says it: look, icon and words. 70-incidents.js goes on counting."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from data.incidents.model import OPEN, Case, State
from geo.text import Lang
from layouts.words import word

AT_ONCE = timedelta(minutes=1)
HOUR, LONG = timedelta(hours=1), timedelta(hours=48)
NEAR = timedelta(hours=6)


class Urgency(StrEnum):
    """How a deadline looks. NONE: nothing is due."""

    OVERDUE = "overdue"
    SOON = "soon"
    CALM = "calm"
    NONE = "none"


ICONS = {
    Urgency.OVERDUE: "alarm-fill", Urgency.SOON: "hourglass-split", Urgency.CALM: "check-circle",
    Urgency.NONE: "check-circle",
}  # fmt: skip


@dataclass(frozen=True)
class Deadline:
    """The next legal deadline of a case, held against the moment `now`."""

    due_at: datetime | None
    now: datetime
    at_once: bool
    today: bool

    @property
    def left(self) -> timedelta | None:
        """What is left; negative once it is over; None when nothing is due."""
        return None if self.due_at is None else self.due_at - self.now

    @property
    def urgency(self) -> Urgency:
        """What the law wants at once is urgent for an hour and overdue from then on."""
        if self.left is None:
            return Urgency.NONE
        if self.at_once:
            return Urgency.SOON if self.left > -HOUR else Urgency.OVERDUE
        if self.left <= timedelta():
            return Urgency.OVERDUE
        return Urgency.SOON if self.today or self.left <= NEAR else Urgency.CALM


def deadline(case: Case, now: datetime, zone: str) -> Deadline:
    """The deadline of `case` at `now` (aware); `zone` (IANA) says what today is. A closed case has none."""
    due = case.clock if case.state in OPEN else None
    place = ZoneInfo(zone)
    today = due is not None and due.astimezone(place).date() == now.astimezone(place).date()
    return Deadline(due, now, due is not None and due - case.received_at < AT_ONCE, today)


def deadline_words(found: Deadline, case: Case, lang: Lang) -> str:
    """What the pill says; where nothing is due, where the case stands."""
    if found.left is None:
        return word(f"case.nothing_due.{case.state}", lang)
    if found.at_once and found.urgency is Urgency.SOON:
        return word("case.due.at_once", lang)
    key = "case.due.over" if found.urgency is Urgency.OVERDUE else "case.due.left"
    return word(key, lang, time=length_words(abs(found.left), lang))


def length_words(length: timedelta, lang: Lang) -> str:
    """Minutes up to an hour, hours up to two days, then days; begun ones are not counted, but the first minute is."""
    if length < HOUR:
        return word("case.minutes", lang, number=max(1, int(length / timedelta(minutes=1))))
    if length < LONG:
        return word("case.hours", lang, number=int(length / HOUR))
    return word("case.days", lang, number=length.days)


def overdue_and_today(found: list[Deadline]) -> tuple[int, int]:
    """How many are overdue, and how many more fall due on this local day."""
    overdue = sum(one.urgency is Urgency.OVERDUE for one in found)
    return overdue, sum(one.today and one.urgency is not Urgency.OVERDUE for one in found)


STATES = (State.NEW, State.CHECKING, State.REFERRED, State.MONITORING, State.CLOSED)
