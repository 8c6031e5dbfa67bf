"""A case's history: lines of codes that are only ever added, from which its state can be told again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from data.incidents.model import LogLine, State
from data.incidents.tables import incident_log

TAKE = "take"


@dataclass(frozen=True)
class Change:
    """One change of one case: its number, when, and who made it (None: the system or the reporter)."""

    number: int
    at: datetime
    by: str | None = None


def append(
    connection: Connection, incident_id: str, act: str, change: Change, before: str, after: str, what: str = ""
) -> None:
    """Add a line. `what` is a code: whom, where to, how it ended; never words."""
    row = {
        "incident_id": incident_id, "at": change.at, "act": act, "by": change.by, "before": before, "after": after,
        "detail": json.dumps({"change": change.number, "what": what}),
    }  # fmt: skip
    connection.execute(insert(incident_log).values(row))


def lines(connection: Connection, incident_id: str, since: int = 0) -> tuple[LogLine, ...]:
    """The case's lines, oldest first; with `since` only those of changes after that number."""
    query = select(incident_log).where(incident_log.c.incident_id == incident_id).order_by(incident_log.c.id)
    rows = [(row, _told(row["detail"])) for row in connection.execute(query).mappings()]
    return tuple(_line(row, told[1]) for row, told in rows if told[0] > since or not since)


def retold(log: Iterable[LogLine]) -> State | None:
    """The state that the history alone tells: None before the case was taken in."""
    state: State | None = None
    for line in log:
        state = State(line.after) if line.after else state
    return state


def _told(detail: str) -> tuple[int, str]:
    """The change's number (0 if the line tells none) and the code of a line's detail."""
    try:
        told = json.loads(detail)
    except ValueError:
        return 0, detail
    return (int(told.get("change", 0)), str(told.get("what", ""))) if isinstance(told, dict) else (0, detail)


def _line(row: RowMapping, what: str) -> LogLine:
    return LogLine(row["at"], row["act"], row["by"], row["before"], row["after"], what)
