"""The clocks of a case: which legal steps it needs and until when, and when silence alerts the next level. Pure.

A deadline is worked out once, when the report is taken in, and then kept: nothing here is asked again when clocks are
put right, summer time begins or the pack changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from data.incidents.model import Alleged, Kind, Step
from data.incidents.working_time import add_working
from geo.duties import Applies, Duties, Duty


@dataclass(frozen=True)
class Remaining:
    """How far a deadline is: `left` counts down to zero, `over` counts up after it."""

    left: timedelta
    over: timedelta

    @property
    def late(self) -> bool:
        """Whether the deadline has passed."""
        return self.over > timedelta()


def steps_for(
    duties: Duties, received_at: datetime, *, kind: Kind, alleged: Alleged, danger: bool, done: Iterable[str] = ()
) -> tuple[Step, ...]:
    """The steps a new case needs, in the pack's order. `done`: codes that the reporter says were taken already.

    A step that somebody only tells of has `basis` "told" and is done at `received_at`; unknown codes, and those that
    nobody may tell, are left out.
    """
    told = {duty.code for duty in duties.steps if duty.told}.intersection(done)
    needed = [duty for duty in duties.steps if needed_for(duty, kind=kind, alleged=alleged, danger=danger)]
    return tuple(_step(duty, received_at, duties, duty.code in told) for duty in needed)


def needed_for(duty: Duty, *, kind: Kind, alleged: Alleged, danger: bool) -> bool:  # noqa: ARG001
    """Whether the law asks for this step. Every report here is about a child, so CHILD_INVOLVED always holds."""
    return alleged not in duty.unless and (danger or duty.applies is not Applies.DANGER)


def due(duty: Duty, since: datetime, duties: Duties) -> datetime | None:
    """When the step must be taken by, in UTC; None if no term is known. Never before `since`."""
    if duty.hours is None:
        return None
    if duty.working:
        return add_working(since, duty.hours, duties.days_off, duties.zone)
    return since.astimezone(UTC) + timedelta(hours=duty.hours)


def escalate_at(duties: Duties, danger: bool, level: int, since: datetime) -> datetime | None:
    """When the level after `level` is alerted if nobody takes notice; None after the last: then the alarm is raised."""
    if not 0 <= level < len(duties.acknowledge):
        return None
    return since.astimezone(UTC) + duties.acknowledge[level].wait(danger)


def severe(duties: Duties, kind: Kind, alleged: Alleged, danger: bool) -> bool:
    """Whether closing takes two persons."""
    return danger or kind in duties.severe_kinds or alleged in duties.severe_alleged


def remaining(now: datetime, due_at: datetime) -> Remaining:
    """What a countdown shows."""
    left = due_at - now
    return Remaining(max(left, timedelta()), max(-left, timedelta()))


def _step(duty: Duty, received_at: datetime, duties: Duties, told: bool) -> Step:
    done_at, basis = (received_at, "told") if told else (None, "")
    return Step(duty.code, due(duty, received_at, duties), done_at, None, basis)
