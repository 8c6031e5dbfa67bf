"""Whether reports are taken in and alerts sent, for machines that ask and for the people who rely on it."""

import time
from functools import lru_cache
from pathlib import Path

from dash.development.base_component import Component
from sqlalchemy.exc import SQLAlchemyError

from callbacks.services import Services
from data.access import Permission
from data.incidents import alarms
from data.incidents.alarms import Alarm, Watch
from data.records.store import Store
from geo.duties import duties
from layouts.components.alarm import bar

KEPT = 5.0
SHOWN_FROM = 60


class Watchman:
    """Looks at most every few seconds, however often it is asked."""

    def __init__(self, store: Store, home: Path) -> None:
        self.store, self.home = store, home
        self.started, self._looked, self._found = time.monotonic(), 0.0, None

    def look(self) -> Watch | None:
        """How the work in the background stands; None while the records cannot tell."""
        if time.monotonic() - self._looked > KEPT or not self._looked:
            try:
                self._found = alarms.look(self.store, self.home)
            except (SQLAlchemyError, OSError):
                self._found = None
            self._looked = time.monotonic()
        return self._found

    def silent(self) -> bool:
        """Whether the worker is known to be silent, and this process has lived long enough to say so."""
        found = self.look()
        lived = time.monotonic() - self.started > alarms.SILENT.total_seconds()
        return lived and found is not None and Alarm.WORKER_SILENT in found.alarms


@lru_cache(maxsize=8)
def watchman(store: Store, home: Path) -> Watchman:
    """The one who watches these records in this process."""
    return Watchman(store, home)


def unheard(services: Services) -> bool:
    """Whether the worker fell silent: what is reported now is kept, but nobody learns of it soon."""
    found = watchman(services.store, services.shelf.home).look()
    return found is not None and found.worker is not None and Alarm.WORKER_SILENT in found.alarms


def told(found: Watch | None) -> dict[str, object]:
    """What `/readyz` says of it. Ages under a minute are 0: nobody outside can see from them when a report comes."""
    if found is None:
        return {"records": False}
    ages = {"worker_seconds": found.worker, "spool_seconds": found.spool.oldest, "mail_seconds": found.mail.oldest}
    seconds = {name: None if age is None else int(age.total_seconds()) for name, age in ages.items()}
    rounded = {name: age if age is None or age >= SHOWN_FROM else 0 for name, age in seconds.items()}
    return {"records": True, **rounded, "alarms": [str(alarm) for alarm in found.alarms]}


def alarm_bar(services: Services) -> Component | None:
    """The red bar for those who work with reports; None for everybody else, and while all is well."""
    scope = services.scope()
    if not scope.can(Permission.INCIDENT_FOLLOW):
        return None
    rules = duties(services.country.code)
    found = alarms.raised(services.store, services.shelf.home, rules, scope)
    return bar(found, services.lang()) if found else None
