"""What a reporter who comes back sees: how the report stands, what was written to them, what they added."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from data.incidents import history, pieces, rows
from data.incidents.model import TO_REPORTER, Part, PartKind, State
from data.incidents.tables import incidents
from data.records.store import Store


@dataclass(frozen=True)
class ReporterView:
    """`state`: of the case in which the report goes on, never MERGED. `parts`: answers, requests, own additions.

    Nothing else of the case: not who works on it, what it was called, nor how it was found to be.
    """

    reference: str
    received_at: datetime
    state: State
    language: str
    parts: tuple[Part, ...]


def reporter_view(store: Store, reference: str, mac: str) -> ReporterView | None:
    """What the reporter with this number and the `words_mac` of six words sees; None if they fit no report."""
    with store.read() as connection:
        own = connection.execute(select(incidents).where(incidents.c.reference == reference)).mappings().first()
        if not hmac.compare_digest(own["words_mac"] if own else "0" * 64, mac) or own is None:
            return None
        last = rows.survivor(connection, own)
        told = [*_own(connection, store, own), *(_since(connection, store, own, last) if last is not own else ())]
    parts = tuple(sorted(told, key=lambda part: (part.at, part.id)))
    return ReporterView(own["reference"], own["received_at"], State(last["state"]), own["language"], parts)


def _own(connection: Connection, store: Store, own: RowMapping) -> list[Part]:
    found = pieces.of_kind(connection, pieces.seal_of(store.keys, own), *sorted(TO_REPORTER))
    return [_shown(part) for part in found if _is_theirs(part, own["id"])]


def _since(connection: Connection, store: Store, own: RowMapping, last: RowMapping) -> list[Part]:
    """Of the case in which theirs goes on: what was written to its reporters since then, and what they added."""
    merged = [line.at for line in history.lines(connection, own["id"]) if line.after == State.MERGED]
    found = pieces.of_kind(connection, pieces.seal_of(store.keys, last), *sorted(TO_REPORTER))
    return [
        _shown(part) for part in found
        if _is_theirs(part, own["id"]) and (part.kind is PartKind.ADDITION or part.at > max(merged))
    ]  # fmt: skip


def _is_theirs(part: Part, own_id: str) -> bool:
    return part.kind is not PartKind.ADDITION or part.fields.get("of") == own_id


def _shown(part: Part) -> Part:
    """The words and when; who wrote them stays inside."""
    return Part(part.id, part.kind, part.at, None, part.text)
