"""A store whose time is a test's own: SQLite asks the portal's clock, PostgreSQL its own, which nobody can move."""

from datetime import timedelta

import pytest

from data.records.keys import Keys
from data.records.store import Store, sqlite_url
from tests.data.records.conftest import Clock

KEYS = Keys(b"0123456789abcdef0123456789abcdef")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    """SQLite, with the clock that a test moves."""
    opened = Store(sqlite_url(tmp_path), KEYS, clock)
    opened.migrate()
    yield opened
    opened.close()


MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
