"""Signs of life: what works in the background writes when it last did, so that silence is seen; and who may work."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects import postgresql, sqlite

from data.incidents.tables import heartbeats
from data.records.store import Store

LOCK = 727276


@dataclass(frozen=True)
class Beat:
    """The newest sign of life of `name`: how long ago, and a short word on how it went."""

    name: str
    ago: timedelta
    detail: str


def beat(store: Store, name: str, detail: str = "") -> None:
    """Say that `name` is alive. `detail`: codes and numbers only."""
    with store.write() as connection:
        _put(connection, store, name, detail)


def newest(store: Store, name: str) -> Beat | None:
    """The newest sign of life of `name`; None if there never was one."""
    with store.read() as connection:
        row = connection.execute(select(heartbeats).where(heartbeats.c.name == name)).first()
        return Beat(name, store.moment(connection) - row.at, row.detail) if row else None


def late(store: Store, name: str, after: timedelta) -> bool:
    """Whether `name` has given no sign of life for longer than `after`, or never did."""
    found = newest(store, name)
    return found is None or found.ago > after


def hold(store: Store, name: str, owner: str, seconds: float) -> bool:
    """Take, or keep, the right to do the work `name` for so long; False while another owner has it.

    Two processes may be told to work: one does, and the other takes over when the first no longer says that it lives.
    """
    with store.write() as connection:
        if not store.on_sqlite:
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        row = connection.execute(select(heartbeats).where(heartbeats.c.name == name)).first()
        now = store.moment(connection)
        held = json.loads(row.detail) if row and row.detail else {}
        until = datetime.fromisoformat(held["until"]) if held else now
        if held and held["owner"] != owner and now < until <= now + timedelta(seconds=4 * seconds):
            return False
        kept = {"owner": owner, "until": (now + timedelta(seconds=seconds)).isoformat()}
        _put(connection, store, name, json.dumps(kept))
        return True


def release(store: Store, name: str, owner: str) -> None:
    """Give the right back, if `owner` has it, so that another need not wait."""
    with store.write() as connection:
        row = connection.execute(select(heartbeats).where(heartbeats.c.name == name)).first()
        if row and row.detail and json.loads(row.detail)["owner"] == owner:
            _put(connection, store, name, "")


def _put(connection: Connection, store: Store, name: str, detail: str) -> None:
    dialect = sqlite if store.on_sqlite else postgresql
    values = {"at": store.moment(connection), "detail": detail}
    new = dialect.insert(heartbeats).values(name=name, **values)
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=values))
