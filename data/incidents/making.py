"""What a report is made into: the rows of a new case, all written in the caller's transaction."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, insert, select

from data.incidents import clocks, history, insiders, pieces, sealing
from data.incidents.counters import next_number
from data.incidents.history import Change
from data.incidents.marks import attempt_mark, content_mark, file_mark
from data.incidents.model import Attachment, PartKind, Report, State
from data.incidents.pieces import Seal
from data.incidents.places import Place, Places
from data.incidents.receipts import receipt, words_mac
from data.incidents.sealing import Blobs
from data.incidents.tables import incident_steps, incidents
from data.records.store import Store
from geo.countries import country
from geo.duties import Duties
from geo.receipt_words import receipt_words
from geo.text import Lang

MOST_CHILDREN = 9999
LONGEST = {"area": 19, "institution_id": 60, "occurred": 10, "age_band": 6, "language": 2}


@dataclass(frozen=True)
class Origin:
    """How a report came to be taken: entered by an officer (`by`), or invented for a demonstration, as if at `at`."""

    by: str | None = None
    demonstration: bool = False
    at: datetime | None = None


def make(
    connection: Connection, store: Store, duties: Duties, places: Places, report: Report, change: Change,
    origin: Origin, blobs: Blobs | None,
) -> RowMapping:  # fmt: skip
    """The new case of a report, its row as written."""
    place = places.place_of(report.institution_id) if report.institution_id else None
    row = _row(connection, store, duties, report, place, change, origin)
    seal = Seal(str(row["id"]), sealing.new_key())
    row["wrapped_key"] = sealing.wrap(store.keys, seal.key, seal.incident_id)
    connection.execute(insert(incidents).values(row))
    written = connection.execute(select(incidents).where(incidents.c.id == seal.incident_id)).mappings().one()
    _write_steps(connection, duties, report, seal.incident_id, written["received_at"])
    insiders.exclude_staff(connection, written, change.at)
    write_report(connection, store, seal, report, origin.by)
    attach_all(connection, store, seal, blobs, report.attachments, at=report.received_at)
    history.append(connection, seal.incident_id, history.TAKE, change, "", State.NEW, report.channel)
    return written


def write_report(connection: Connection, store: Store, seal: Seal, report: Report, by: str | None) -> None:
    """The words of a report as they came, and how to reach the reporter apart from them."""
    told = {"place": report.place, "alleged_text": report.alleged_text}
    mark = content_mark(store.keys, report)
    pieces.write(
        connection, seal, PartKind.REPORT, report.text, at=report.received_at, by=by, fields=told, attempt_hash=mark
    )
    write_contact(connection, seal, report)


def write_contact(connection: Connection, seal: Seal, report: Report) -> None:
    """How to reach the reporter, and who is signed in while reporting; nothing where nothing is told."""
    reach = {"safe_time": report.safe_time, "sender": report.sender or ""}
    if report.contact or any(reach.values()):
        pieces.write(connection, seal, PartKind.CONTACT, report.contact, at=report.received_at, by=None, fields=reach)


def attach_all(
    connection: Connection, store: Store, seal: Seal, blobs: Blobs | None, files: tuple[Attachment, ...], *,
    at: datetime, of: str = "",
) -> None:  # fmt: skip
    """Keep the files that the case does not have yet. Raises ValueError if there is nowhere to put them."""
    for file in files:
        if blobs is None:
            raise ValueError("files need a folder to be kept in")
        mark = file_mark(store.keys, seal.incident_id, file)
        if not pieces.there(connection, mark):
            pieces.attach(connection, seal, blobs, file, at=at, of=of, attempt_hash=mark)


def _row(
    connection: Connection, store: Store, duties: Duties, report: Report, place: Place | None, change: Change,
    origin: Origin,
) -> dict[str, object]:  # fmt: skip
    received = min(report.received_at, change.at)  # a clock that runs ahead gains no time
    kept = receipt(store.keys, report.attempt, receipt_words(country(), _language(report)))
    codes = {name: _code(getattr(report, name), most) for name, most in LONGEST.items()}
    codes |= {"area": place.area if place else codes["area"]}
    plain = ("channel", "reporter", "kind", "alleged", "danger", "ongoing", "quarantined")
    return {
        **codes, **{name: getattr(report, name) for name in plain}, "id": str(uuid.uuid4()),
        "children": None if report.children is None else max(0, min(report.children, MOST_CHILDREN)),
        "number": next_number(connection, received.astimezone(ZoneInfo(duties.zone)).year),
        "reference": kept.reference, "words_mac": words_mac(store.keys, kept.reference, kept.words),
        "attempt_hash": attempt_mark(store.keys, report.attempt),
        "ministry": place.ministry if place else "", "facility_type": place.type if place else "",
        "severe": clocks.severe(duties, report.kind, report.alleged, report.danger),
        "received_at": received, "taken_at": change.at, "state": State.NEW, "level": 0,
        "escalate_at": clocks.escalate_at(duties, report.danger, 0, received),
        "demonstration": origin.demonstration, "changed": change.number,
    }  # fmt: skip


def _write_steps(connection: Connection, duties: Duties, report: Report, incident_id: str, received: datetime) -> None:
    steps = clocks.steps_for(
        duties, received, kind=report.kind, alleged=report.alleged, danger=report.danger, done=report.done
    )
    for step in steps:
        values = {"step": step.code, "due_at": step.due_at, "done_at": step.done_at, "basis": step.basis}
        connection.execute(insert(incident_steps).values(incident_id=incident_id, done_by=step.done_by, **values))


def _code(told: str, most: int) -> str:
    """As much of a code as the records keep: what a form sends must never be a reason not to keep a report."""
    return "".join(letter for letter in told if letter.isprintable())[:most]


def _language(report: Report) -> Lang:
    """The reporter's language; the first where a form says something else."""
    return Lang(report.language) if report.language in set(Lang) else Lang.UK
