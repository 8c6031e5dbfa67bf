"""The same stores as the records' own tests."""

from tests.data.records.conftest import clock, postgres_url, store

__all__ = ["clock", "postgres_url", "store"]
