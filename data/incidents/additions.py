"""More of what a reporter says: with the number and words, or by sending a form again with other words in it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, update

from data.incidents import clocks, history, making, outbox, pieces, recipients, rows
from data.incidents.history import Change
from data.incidents.marks import content_mark
from data.incidents.model import Attachment, PartKind, Report
from data.incidents.sealing import Blobs
from data.incidents.tables import incidents
from data.records import audit
from data.records.store import Store
from geo.duties import Duties

ADDITION = "addition"
AGAIN = ("kind", "alleged", "area", "institution_id", "occurred", "children", "age_band", "ongoing", "danger")


def add(
    connection: Connection, store: Store, own: RowMapping, mark: str, text: str, change: Change, received: datetime, *,
    fields: dict[str, str] | None = None, files: tuple[Attachment, ...] = (), blobs: Blobs | None = None,
) -> bool:  # fmt: skip
    """Add to the case in which `own` goes on; False if that was added before. The field `of` says whose it is."""
    if pieces.there(connection, mark):
        return False
    row = rows.survivor(connection, own)
    seal, at = pieces.seal_of(store.keys, row), min(received, change.at)
    told = {**(fields or {}), "of": str(own["id"])}
    pieces.write(connection, seal, PartKind.ADDITION, text, at=at, by=None, fields=told, attempt_hash=mark)
    making.attach_all(connection, store, seal, blobs, files, at=at, of=str(own["id"]))
    connection.execute(update(incidents).where(incidents.c.id == row["id"]).values(changed=change.number))
    history.append(connection, row["id"], ADDITION, change, row["state"], row["state"])
    audit.append(connection, store, "incident.addition", f"incident:{row['id']}", by=None)
    told_to = recipients.followers(connection, row)
    outbox.enqueue(connection, store, "incident.addition", incident_id=row["id"], people=told_to, mark=mark[:16])
    return True


def add_difference(
    connection: Connection, store: Store, duties: Duties, own: RowMapping, report: Report, change: Change,
    blobs: Blobs | None,
) -> None:  # fmt: skip
    """Keep what a form sent again says differently; nothing if it says the same."""
    mark = content_mark(store.keys, report)
    told = {name: str(value) for name in AGAIN if (value := getattr(report, name)) is not None}
    told |= {"place": report.place, "alleged_text": report.alleged_text}
    new = add(
        connection, store, own, mark, report.text, change, report.received_at, fields=told, files=report.attachments,
        blobs=blobs,
    )  # fmt: skip
    if not new:
        return
    row = rows.survivor(connection, own)
    making.write_contact(connection, pieces.seal_of(store.keys, own), replace(report, sender=None))
    if report.danger and not row["danger"]:
        _raise_danger(connection, duties, row, report, change.at)


def _raise_danger(connection: Connection, duties: Duties, row: RowMapping, report: Report, at: datetime) -> None:
    """A child turns out to be in danger now: the case is severe and, if nobody has taken notice, soon goes higher."""
    changed: dict[str, object] = {"danger": True, "severe": clocks.severe(duties, report.kind, report.alleged, True)}
    if row["acknowledged_at"] is None:
        changed["escalate_at"] = clocks.escalate_at(duties, True, row["level"], at)
    changed["severe"] = bool(changed["severe"] or row["severe"])
    connection.execute(update(incidents).where(incidents.c.id == row["id"]).values(changed))
