"""What must not stay unseen about the taking in of reports: the worker, the mail, the spool, cases nobody takes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select

from data.access import Scope
from data.incidents import escalation, heartbeat, outbox
from data.incidents.outbox import Standing
from data.incidents.spool import SEALED, UNREADABLE
from data.incidents.tables import incidents
from data.incidents.visibility import known
from data.records.store import Store
from geo.duties import Duties

WORKER = "worker"
SILENT, WAITING = timedelta(minutes=5), timedelta(minutes=5)
NONE = timedelta()
EMPTY = Standing(0, NONE, 0)
SPOOL = "spool"


class Alarm(StrEnum):
    """One thing that somebody must see to."""

    WORKER_SILENT = "worker_silent"
    SPOOL_STUCK = "spool_stuck"
    SPOOL_UNREADABLE = "spool_unreadable"
    MAIL_STUCK = "mail_stuck"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Spooled:
    """What waits in the spool: how many reports, the age of the oldest, and how many cannot be read."""

    waiting: int = 0
    oldest: timedelta = NONE
    unreadable: int = 0


@dataclass(frozen=True)
class Watch:
    """How the work in the background stands. `worker`: age of its last sign of life; None if it never gave one."""

    worker: timedelta | None = NONE
    mail: Standing = EMPTY
    spool: Spooled = Spooled()

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What is wrong, the most pressing first."""
        return tuple(alarm for alarm, wrong in self._tests() if wrong)

    def _tests(self) -> Iterator[tuple[Alarm, bool]]:
        yield Alarm.WORKER_SILENT, self.worker is None or self.worker > SILENT
        yield Alarm.SPOOL_STUCK, self.spool.oldest > WAITING
        yield Alarm.SPOOL_UNREADABLE, self.spool.unreadable > 0
        yield Alarm.MAIL_STUCK, self.mail.stuck


def look(store: Store, home: Path) -> Watch:
    """How the work stands, by the store and the spool under `home`. Nothing is changed."""
    found = heartbeat.newest(store, WORKER)
    return Watch(found.ago if found else None, outbox.standing(store), spooled(home / SPOOL))


def raised(store: Store, home: Path, duties: Duties, by: Scope) -> tuple[Alarm, ...]:
    """The alarms to show to `by`; that nobody takes a case only to those who may know of that case."""
    unanswered = escalation.exhausted(duties), known(by)
    with store.read() as connection:
        query = select(func.count()).select_from(incidents).where(*unanswered)
        waiting = connection.execute(query).scalar_one()
    return (*((Alarm.UNANSWERED,) if waiting else ()), *look(store, home).alarms)


def spooled(folder: Path) -> Spooled:
    """What lies in the spool: whole reports only, not those being written."""
    ages = [age for path in _files(folder) if (age := _age(path)) is not None]
    oldest = timedelta(seconds=max(ages, default=0.0))
    return Spooled(len(ages), oldest, len(list(_files(folder / UNREADABLE))))


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from folder.glob(f"*{SEALED}")


def _age(path: Path) -> float | None:
    try:
        return max(time.time() - path.stat().st_mtime, 0.0)
    except FileNotFoundError:  # taken in at this very moment
        return None
