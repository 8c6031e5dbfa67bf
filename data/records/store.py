"""The operational store: SQLite on one machine, PostgreSQL by URL on several. The only place that opens it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text

from data.records.keys import Keys

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATING = threading.Lock()  # Alembic keeps its place in module variables
LOCK = 727275
PRAGMAS = (
    "busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
    "trusted_schema=OFF", "recursive_triggers=ON", "secure_delete=ON",
)  # fmt: skip


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


class Store:
    """Transactions on the records. `clock` is replaced in tests only."""

    def __init__(self, url: str, keys: Keys, clock: Callable[[], datetime] = utc_now) -> None:
        self.engine, self.keys, self.clock = _engine(url), keys, clock

    @property
    def on_sqlite(self) -> bool:
        """Whether the engine is SQLite (else PostgreSQL)."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that may write: all of it is kept or none. SQLite takes the write lock at once."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot for reading."""
        with self.engine.connect().execution_options(read_only=True) as connection:
            yield connection

    def moment(self, connection: Connection) -> datetime:
        """This moment as the store itself knows it: where several machines share it, their own clocks are not asked."""
        if self.on_sqlite:
            return self.clock()
        there: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
        return there.astimezone(UTC)

    def migrate(self) -> None:
        """Bring the schema to the newest version; safe to call at every start, by many at once."""
        with MIGRATING, self.engine.connect() as connection:
            if not self.on_sqlite:  # one at a time; SQLite's transaction has the write lock already
                connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def sqlite_url(home: Path) -> str:
    """The default store's URL under the portal's home."""
    return f"sqlite:///{home / 'records.sqlite'}"


def _engine(url: str) -> Engine:
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)  # errors never quote values
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = (
        None  # SQLAlchemy's driver would begin late and deferred: 24 times slower (design §12.12)
    )
    for pragma in PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("begin" if reading else "begin immediate")
