"""The worker: takes reports out of the spool, keeps the clocks, sends alerts, and shows that it lives.

Any number may run; the one that holds the lease works. What fails is tried again: the spool keeps what the records
cannot take, the outbox what the mail server cannot. Waiting is by a clock that nobody can put right.
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from dashboard import mail
from dashboard.intake import Intake
from dashboard.settings import Settings
from data.errors import PortalError
from data.incidents import digest, escalation, heartbeat, outbox
from data.incidents.alarms import WORKER
from data.records.store import Store
from geo.duties import duties

LOG = logging.getLogger("portal.worker")
LEASE = "worker lease"
HELD, RENEWED = 15.0, 4.0
LONGEST_PAUSE, LONGEST_MAIL_PAUSE = 5.0, 30.0
TURN = 0.2


@dataclass
class Task:
    """Something done every so many seconds. After an error it waits, twice as long each time, up to `longest`."""

    name: str
    every: float
    act: Callable[[], object]
    longest: float = LONGEST_PAUSE
    next_at: float = 0.0
    failures: int = field(default=0)

    def turn(self) -> None:
        """Do it, if it is time; no error gets out."""
        if time.monotonic() < self.next_at:
            return
        try:
            self.act()
            self.failures = 0
        except (SQLAlchemyError, OSError, PortalError, mail.Unreachable) as error:
            self._stumbled(error)
        except Exception as error:  # one task must not end the others
            LOG.exception("the worker's task %s failed", self.name)
            self._stumbled(error)
        pause = min(2.0 ** min(self.failures, 16) / 2, self.longest) if self.failures else 0.0
        self.next_at = time.monotonic() + max(self.every, pause)

    def _stumbled(self, error: Exception) -> None:
        self.failures += 1
        if self.failures in {1, 2} or self.failures % 10 == 0:
            LOG.warning("the worker's task %s waits: %s", self.name, type(error).__name__)


class Worker:
    """What one worker process does with the records."""

    def __init__(self, known: Settings, store: Store, stopping: threading.Event | None = None) -> None:
        self.known, self.store, self.rules = known, store, duties(known.country)
        self.owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.intake = Intake(known, store, self.rules)
        self.stopping = stopping or threading.Event()
        self.leading = False

    def run(self) -> None:
        """Work until `stopping` is set. Mail goes out beside it, so that a slow server holds nothing up."""
        sender = threading.Thread(target=self._send, name="mail", daemon=True)
        sender.start()
        lead = Task("lease", RENEWED, self._lead)
        tasks = self._tasks()
        while not self.stopping.is_set():
            lead.turn()
            for task in tasks if self.leading and not lead.failures else ():
                task.turn()
            self.stopping.wait(TURN)
        sender.join(timeout=5)
        self._give_back()

    def once(self) -> dict[str, int]:
        """Everything once, errors let out: reports taken, cases escalated, mails sent."""
        done = {"taken": self.intake.take(), "escalated": self._clocks()}
        self._summarise()
        heartbeat.beat(self.store, WORKER)
        return {**done, "mailed": self._post()}

    def _tasks(self) -> tuple[Task, ...]:
        return (
            Task("places", 30.0, self.intake.places),
            Task("spool", 0.0, self.intake.take),
            Task("clocks", 5.0, self._clocks),
            Task("beat", 20.0, lambda: heartbeat.beat(self.store, WORKER)),
            Task("digest", 60.0, self._summarise),
            Task("reserve", 60.0, self.intake.hold_room),
        )

    def _send(self) -> None:
        task = Task("mail", 1.0, self._post, LONGEST_MAIL_PAUSE)
        while not self.stopping.wait(TURN):
            if self.leading:
                task.turn()

    def _lead(self) -> None:
        self.leading = False  # unless the store says so
        self.leading = heartbeat.hold(self.store, LEASE, self.owner, HELD)

    def _give_back(self) -> None:
        try:
            heartbeat.release(self.store, LEASE, self.owner)
        except SQLAlchemyError:
            LOG.warning("the worker's lease ends by itself")

    def _clocks(self) -> int:
        escalation.warn(self.store, self.rules)
        return escalation.run(self.store, self.rules)

    def _summarise(self) -> int:
        return digest.run(self.store, self.rules)

    def _post(self) -> int:
        if self.known.mail is None:
            outbox.pass_over(self.store)
            return 0
        return mail.dispatch(self.store, self.known.mail, self.owner, self.known.own_address, self.stopping.is_set)
