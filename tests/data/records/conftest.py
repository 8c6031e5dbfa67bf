"""A records store on each engine, empty for every test, with a clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from data.records.keys import Keys
from data.records.store import Store, sqlite_url
from tests import postgres


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session")
def postgres_url():
    with postgres.server() as url:
        yield url


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path, clock):
    if request.param == "sqlite":
        opened = Store(sqlite_url(tmp_path), Keys(b"0123456789abcdef0123456789abcdef"), clock)
    else:
        opened = Store(request.getfixturevalue("postgres_url"), Keys(b"0123456789abcdef0123456789abcdef"), clock)
        with opened.write() as connection:
            connection.execute(text("drop schema public cascade"))
            connection.execute(text("create schema public"))
    opened.migrate()
    yield opened
    opened.close()
