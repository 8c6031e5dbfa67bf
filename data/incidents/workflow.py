"""What may be done with a case, and where that takes it: one table of moves. Pure.

An act that is not in the table for a case's state is illegal there. While closing waits for the second person
(`closing`), only what does not move the case is allowed, besides confirming and taking back.
"""

from collections.abc import Mapping
from enum import StrEnum

from data.access import Permission
from data.errors import NotMovable
from data.incidents.model import OPEN, Outcome, State


class Act(StrEnum):
    """Everything a person does with a case."""

    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    REFER = "refer"
    MONITOR = "monitor"
    RESUME = "resume"
    NOTE = "note"
    ANSWER = "answer"
    REQUEST = "request"
    STEP = "step"
    EXCLUDE = "exclude"
    ASK_CLOSE = "ask_close"
    CLOSE = "close"
    CONFIRM_CLOSE = "confirm_close"
    WITHDRAW_CLOSE = "withdraw_close"
    REOPEN = "reopen"
    MERGE = "merge"


NEW, CHECKING, REFERRED, MONITORING, CLOSED = (
    State.NEW, State.CHECKING, State.REFERRED, State.MONITORING, State.CLOSED
)  # fmt: skip
WORKED = (CHECKING, REFERRED, MONITORING)


def _moves() -> dict[tuple[State, Act], State]:
    moves = {(state, act): state for state in OPEN for act in (Act.NOTE, Act.ANSWER, Act.REQUEST, Act.STEP)}
    moves |= {(state, act): state for state in (*OPEN, CLOSED) for act in (Act.NOTE, Act.ANSWER, Act.EXCLUDE)}
    moves |= {(NEW, Act.ACKNOWLEDGE): CHECKING, (NEW, Act.ASSIGN): CHECKING, (CLOSED, Act.REOPEN): CHECKING}
    moves |= {(state, Act.ASSIGN): state for state in WORKED}
    moves |= {(state, Act.REFER): REFERRED for state in WORKED}
    moves |= {(state, Act.MONITOR): MONITORING for state in (CHECKING, REFERRED)}
    moves |= {(state, Act.RESUME): CHECKING for state in (REFERRED, MONITORING)}
    moves |= {(state, act): state for state in WORKED for act in (Act.ASK_CLOSE, Act.WITHDRAW_CLOSE)}
    moves |= {(state, act): CLOSED for state in WORKED for act in (Act.CLOSE, Act.CONFIRM_CLOSE)}
    moves |= {(state, Act.MERGE): State.MERGED for state in OPEN}
    return moves


MOVES: Mapping[tuple[State, Act], State] = _moves()

PERMISSION: Mapping[Act, Permission] = {
    **dict.fromkeys(Act, Permission.INCIDENT_TRIAGE),
    **dict.fromkeys((Act.NOTE, Act.STEP), Permission.INCIDENT_FOLLOW),
    **dict.fromkeys(
        (Act.ASK_CLOSE, Act.CLOSE, Act.CONFIRM_CLOSE, Act.WITHDRAW_CLOSE, Act.REOPEN), Permission.INCIDENT_CLOSE
    ),
}
"""What an act needs. INCIDENT_FOLLOW is enough on a case whose team one is on; the others must reach the case."""

OF_CLOSING = frozenset({Act.CONFIRM_CLOSE, Act.WITHDRAW_CLOSE})
WHILE_CLOSING = OF_CLOSING | {Act.NOTE, Act.ANSWER, Act.REQUEST, Act.STEP, Act.EXCLUDE, Act.ASSIGN}


def possible(state: State, closing: bool = False) -> tuple[Act, ...]:
    """The acts a case allows in this state, in the order of `Act`."""
    there = (act for act in Act if (state, act) in MOVES)
    return tuple(act for act in there if (act in WHILE_CLOSING if closing else act not in OF_CLOSING))


def move(state: State, act: Act, closing: bool = False) -> State:
    """Where `act` takes a case. Raises NotMovable, with what is possible instead."""
    allowed = possible(state, closing)
    if act not in allowed:
        raise NotMovable(why=str(act), state=str(state), possible=tuple(str(one) for one in allowed))
    return MOVES[state, act]


def needs_second(severe: bool, outcome: Outcome) -> bool:
    """Whether closing so takes two persons: a severe case, or one that is said not to be confirmed."""
    return severe or outcome is Outcome.NOT_CONFIRMED
