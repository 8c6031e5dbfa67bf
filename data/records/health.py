"""What the records themselves tell about how well they are kept; for the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import inspect, text

from data.records import audit
from data.records.store import Store

NONE = timedelta()


@dataclass(frozen=True)
class Health:
    """`durable`: a commit is on the disk when it returns. `ahead`: how far the newest audit row lies in the future.

    `drift`: how far the database server's clock is from ours, either way (nothing on SQLite). `own_key`: the newest
    audit row was written with our key. `unanchored`: age of the oldest audit row that no anchor holds.
    """

    durable: bool = True
    ahead: timedelta = NONE
    drift: timedelta = NONE
    own_key: bool = True
    unanchored: timedelta = NONE


def look(store: Store) -> Health:
    """Examine the records; nothing is changed."""
    durable, drift = _durable(store), _drift(store)
    if not inspect(store.engine).has_table("audit"):
        return Health(durable, drift=drift)
    now, newest, oldest = store.clock(), audit.newest(store), audit.oldest_unanchored(store)
    at, own_key = newest or (now, True)
    return Health(durable, max(at - now, NONE), drift, own_key, max(now - (oldest or now), NONE))


def _durable(store: Store) -> bool:
    with store.read() as connection:
        if store.on_sqlite:
            return int(connection.execute(text("pragma synchronous")).scalar_one()) >= 2  # FULL, EXTRA
        settings = ("synchronous_commit", "fsync", "full_page_writes")
        asked = [connection.execute(text("select current_setting(:name)"), {"name": name}) for name in settings]
        return "off" not in {answer.scalar_one() for answer in asked}


def _drift(store: Store) -> timedelta:
    if store.on_sqlite:
        return NONE
    with store.read() as connection:
        there: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
    return abs(there - store.clock())
