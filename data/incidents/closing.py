"""Closing a case. A severe one, or one said not to be confirmed, takes two persons: one asks, another confirms."""

from data.access import Permission, Scope
from data.errors import SecondPersonNeeded, TextNeeded
from data.incidents import recipients, rows
from data.incidents.acting import Acting, acting
from data.incidents.model import Outcome, PartKind
from data.incidents.workflow import Act, needs_second
from data.records.store import Store

ASKED, NOT_CLOSED = "incident.closing", "incident.not_closed"


def ask_close(store: Store, case_id: str, *, by: Scope, seen: int | None, outcome: Outcome, text: str) -> bool:
    """Close the case with what was found, or ask a second person to. Whether it is closed now. Raises TextNeeded."""
    outcome = _outcome(outcome)
    with store.read() as connection:
        row = rows.row_known(connection, case_id, by)
    if needs_second(row["severe"], outcome):
        with acting(store, case_id, Act.ASK_CLOSE, by=by, seen=seen) as one:
            _reason(one, outcome, text)
            one.values |= {"closing_by": by.person_id, "closing_outcome": outcome}
            one.tell(ASKED, _seconds(one))
        return False
    with acting(store, case_id, Act.CLOSE, by=by, seen=seen) as one:
        _check_alone(one, outcome)
        _reason(one, outcome, text)
        _close(one, outcome)
    return True


def confirm_close(store: Store, case_id: str, *, by: Scope, seen: int | None) -> None:
    """The second person's yes. Raises SecondPersonNeeded for whoever asked."""
    with acting(store, case_id, Act.CONFIRM_CLOSE, by=by, seen=seen) as one:
        if one.row["closing_by"] == by.person_id:
            raise SecondPersonNeeded(why="self")
        outcome = Outcome(one.row["closing_outcome"])
        one.what = str(outcome)
        _close(one, outcome)


def withdraw_close(store: Store, case_id: str, *, by: Scope, seen: int | None) -> None:
    """Not to be closed after all: whoever asked, or the second person, says so."""
    with acting(store, case_id, Act.WITHDRAW_CLOSE, by=by, seen=seen) as one:
        one.values |= {"closing_by": None, "closing_outcome": None}
        one.tell(NOT_CLOSED, {one.row["closing_by"]})


def _outcome(told: str) -> Outcome:
    """The outcome of this code. Raises TextNeeded for what is none."""
    try:
        return Outcome(told)
    except ValueError:
        raise TextNeeded(why="outcome") from None


def _check_alone(one: Acting, outcome: Outcome) -> None:
    """The case may have become severe since it was looked at."""
    if needs_second(one.row["severe"], outcome):
        raise SecondPersonNeeded(why="severe")


def _reason(one: Acting, outcome: Outcome, text: str) -> None:
    one.what = str(outcome)
    one.write(PartKind.NOTE, text, {"act": Act.CLOSE, "outcome": str(outcome)})


def _close(one: Acting, outcome: Outcome) -> None:
    one.values |= {"outcome": outcome, "closed_at": one.at, "closed_by": one.by.person_id, "escalate_at": None}


def _seconds(one: Acting) -> frozenset[str]:
    """Who may confirm: everybody whose right to close reaches the case."""
    known = recipients.may_know(one.connection, one.row)
    return frozenset(person for person, scope in known.items() if scope.can(Permission.INCIDENT_CLOSE))
