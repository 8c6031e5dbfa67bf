"""How every act on a case is done: who may, whether it still is as shown, the change, its line, audit and alerts.

All of it in one transaction: nothing is left half done. What is refused is audited too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select, update

from data.access import Permission, Scope
from data.errors import Changed, NotFound, TextNeeded
from data.incidents import history, outbox, pieces, rows
from data.incidents.counters import next_change
from data.incidents.history import Change
from data.incidents.model import OPEN, PartKind, State
from data.incidents.pieces import Seal
from data.incidents.tables import incidents
from data.incidents.visibility import reaches
from data.incidents.workflow import PERMISSION, Act, move
from data.records import audit
from data.records.store import Store
from data.records.tables import people

IDENTITY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOT_IN_THE_WAY = frozenset({Act.NOTE, Act.ANSWER, Act.REQUEST, "contact"})


@dataclass
class Acting:
    """One act under way. `values`: columns it will change; `what`: the code its line tells."""

    connection: Connection
    store: Store
    row: RowMapping
    seal: Seal
    by: Scope
    change: Change
    values: dict[str, object] = field(default_factory=dict)
    what: str = ""

    @property
    def id(self) -> str:
        """The case's id."""
        return str(self.row["id"])

    @property
    def at(self) -> datetime:
        """The moment of the act."""
        return self.change.at

    def write(self, kind: PartKind, text: str, fields: Mapping[str, str] | None = None) -> None:
        """Keep what was written, sealed. Raises TextNeeded for nothing but spaces."""
        if not text.strip():
            raise TextNeeded(why="text")
        told = text.strip()
        pieces.write(self.connection, self.seal, kind, told, at=self.at, by=self.by.person_id, fields=fields)

    def tell(self, event: str, to: Iterable[str]) -> None:
        """Alert these people, but for the one who acts."""
        others = frozenset(to) - {str(self.by.person_id)}
        mark = str(self.change.number)
        outbox.enqueue(self.connection, self.store, event, incident_id=self.id, people=others, mark=mark)


@contextmanager
def acting(store: Store, case_id: str, act: Act, *, by: Scope, seen: int | None) -> Iterator[Acting]:
    """The frame of one act. Raises NotFound, NotMovable, Changed and what the block raises; then nothing has happened.

    `seen`: the number of the case's last change that the person was shown; None where there was nothing to show.
    """
    about = about_of(case_id)
    with audit.refusals(store, f"incident.{act}", about, by=by.person_id), store.write() as connection:
        number = next_change(connection)
        row = rows.row_known(connection, case_id, by)
        check_right(row, act, by)
        check_unchanged(connection, row, seen)
        target = move(State(row["state"]), act, closing=is_closing(row))
        made = Change(number, store.moment(connection), by.person_id)
        one = Acting(connection, store, row, pieces.seal_of(store.keys, row), by, made)
        yield one
        finish(one, act, target)


def finish(one: Acting, act: Act, target: State) -> None:
    """Write the change, its line and its audit row."""
    change(one, act, target)
    detail = {"before": str(one.row["state"]), "after": str(target)} | ({"what": one.what} if one.what else {})
    by = one.by.person_id
    audit.append(one.connection, one.store, f"incident.{act}", f"incident:{one.id}", by=by, detail=detail)


def change(one: Acting, act: Act, target: State) -> None:
    """Write the change and its line."""
    values = {"state": target, "changed": one.change.number, **one.values}
    one.connection.execute(update(incidents).where(incidents.c.id == one.id).values(values))
    history.append(one.connection, one.id, act, one.change, one.row["state"], target, one.what)


def check_right(row: RowMapping, act: Act, by: Scope) -> None:
    """Raise NotFound unless `by` may do this to the case: within reach, or on its team where following is enough."""
    needed = PERMISSION[act]
    if needed is Permission.INCIDENT_FOLLOW:
        return  # whoever knows of a case may add to it
    if not reaches(by, needed, rows.place_of(row)):
        raise NotFound(what="case", why="permission")


def check_unchanged(connection: Connection, row: RowMapping, seen: int | None) -> None:
    """Raise Changed if somebody has done something with the case that the person was not shown.

    Alarms and what reporters add do not stand in anybody's way, nor do notes and answers.
    """
    if seen is None or row["changed"] == seen:
        return
    since = history.lines(connection, row["id"], since=max(seen, 1))
    others = [line for line in since if line.by is not None and line.act not in NOT_IN_THE_WAY]
    if others:
        last = others[-1]
        who = connection.execute(select(people.c.name).where(people.c.id == last.by)).scalar() or ""
        raise Changed(who=who, what=last.act, at=last.at, state=last.after)


def is_closing(row: RowMapping) -> bool:
    """Whether closing the case waits for a second person."""
    return row["closing_by"] is not None and State(row["state"]) in OPEN


def about_of(case_id: str) -> str:
    """The case as the audit names it; whatever is no id is not repeated there."""
    return f"incident:{case_id}" if IDENTITY.fullmatch(case_id) else "incident:unknown"
