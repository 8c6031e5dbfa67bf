"""The same stores as the records' own tests, and people who work on cases."""

import pytest

from data.access import Extent, Holding, Role
from data.incidents.sealing import Blobs
from geo.duties import duties
from tests.data.incidents import cast
from tests.data.records.conftest import clock, postgres_url, store

__all__ = ["clock", "postgres_url", "store"]


@pytest.fixture
def rules():
    """Ukraine's duties."""
    return duties("ua")


@pytest.fixture
def blobs(tmp_path) -> Blobs:
    """A folder for sealed files."""
    return Blobs(tmp_path / "blobs")


@pytest.fixture
def officer(store):
    return cast.person(store, "officer", Holding(Role.OFFICER))


@pytest.fixture
def second(store):
    return cast.person(store, "second", Holding(Role.OMBUDSMAN))


@pytest.fixture
def head(store):
    return cast.person(store, "head", Holding(Role.HEAD, Extent(institutions=frozenset({cast.HOME}))))
