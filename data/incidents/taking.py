"""Reports become cases: one transaction for the case, its pieces, steps, log, audit and alerts, or nothing at all.

The same attempt twice is one case; if it says something else the second time, that is kept as an addition. Whoever
reports for or heads the institution at that moment is excluded from the case for good.
"""

import hmac
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from data.errors import Unreadable
from data.incidents import additions, escalation
from data.incidents.counters import next_change
from data.incidents.history import Change
from data.incidents.making import Origin, make
from data.incidents.marks import addition_mark, attempt_mark
from data.incidents.model import Addition, Report
from data.incidents.places import Places
from data.incidents.sealing import Blobs
from data.incidents.tables import incidents
from data.records import audit
from data.records.store import Store
from geo.duties import Duties

LOG = logging.getLogger("portal")
FROM_FORM = Origin()


class Spooled(Protocol):
    """What hands out spooled messages: intake's SpoolReader."""

    def waiting(self) -> Iterator[Path]:
        """The files that wait, oldest first."""
        ...

    def open(self, path: Path) -> Report | Addition:
        """What is in one. Raises Unreadable."""
        ...

    def remove(self, path: Path) -> None:
        """Take away a file whose message is kept."""
        ...

    def set_aside(self, path: Path) -> None:
        """Keep a file apart that fits no case, for a person to look at."""
        ...


def take_in(
    store: Store, duties: Duties, places: Places, report: Report, *, blobs: Blobs | None = None,
    origin: Origin = FROM_FORM,
) -> str:  # fmt: skip
    """Make a case of a report and return its id; that of the first one if it was taken in before.

    Raises OSError if an attachment cannot be written: then nothing is kept, and the report may be taken in again.
    """
    with store.write() as connection:
        return take_into(connection, store, duties, places, report, blobs=blobs, origin=origin)


def take_into(
    connection: Connection, store: Store, duties: Duties, places: Places, report: Report, *,
    blobs: Blobs | None = None, origin: Origin = FROM_FORM,
) -> str:  # fmt: skip
    """`take_in` inside the caller's transaction."""
    change = Change(next_change(connection), origin.at or store.moment(connection), origin.by)
    same = incidents.c.attempt_hash == attempt_mark(store.keys, report.attempt)
    there = connection.execute(select(incidents).where(same)).mappings().first()
    if there is not None:
        additions.add_difference(connection, store, duties, there, report, change, blobs)
        return str(there["id"])
    row = make(connection, store, duties, places, report, change, origin, blobs)
    detail = {"channel": str(report.channel), "attachments": len(report.attachments)}
    audit.append(connection, store, "incident.take", f"incident:{row['id']}", by=origin.by, detail=detail)
    if not origin.demonstration:
        escalation.alert(connection, store, duties, row)
    return str(row["id"])


def take_addition(store: Store, addition: Addition, *, blobs: Blobs | None = None) -> bool:
    """Add what a reporter who came back says to the case, or to the one it was merged into.

    False if number and words fit no case; what was added before is not added again.
    """
    with store.write() as connection:
        change = Change(next_change(connection), store.moment(connection))
        query = select(incidents).where(incidents.c.reference == addition.reference)
        own = connection.execute(query).mappings().first()
        if own is None or not hmac.compare_digest(own["words_mac"], addition.words_mac):
            audit.append(connection, store, "incident.addition", "incident:unknown", by=None, outcome="refused")
            return False
        mark, files = addition_mark(store.keys, addition.attempt), addition.attachments
        received = addition.received_at
        additions.add(connection, store, own, mark, addition.text, change, received, files=files, blobs=blobs)
    return True


def take_spool(store: Store, duties: Duties, places: Places, reader: Spooled, blobs: Blobs) -> int:
    """Take in everything that waits, oldest first, and return how many; a file goes only after its commit.

    One that cannot be taken stays where it is and holds up no other. Raises OperationalError if the records are down.
    """
    taken = 0
    for path in reader.waiting():
        try:
            if _take_one(store, duties, places, reader.open(path), blobs):
                reader.remove(path)
                taken += 1
            else:
                reader.set_aside(path)
        except Unreadable:
            continue  # the reader has set it aside and says so
        except OperationalError:
            raise
        except Exception as error:  # whatever is wrong with this one must not keep the others from being taken
            LOG.error("a report in the spool could not be taken in: %s", type(error).__name__)
    return taken


def _take_one(store: Store, duties: Duties, places: Places, message: Report | Addition, blobs: Blobs) -> bool:
    if isinstance(message, Addition):
        return take_addition(store, message, blobs=blobs)
    return bool(take_in(store, duties, places, message, blobs=blobs))
