"""The records as the commands use them: opened, closed, and with the demonstration accounts that go with a release."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.settings import Settings
from data.errors import UnknownRelease
from data.indicators.model import ReleaseInfo
from data.people.demonstration import Account, provide, withdraw
from data.records.opening import open_store
from data.records.store import Store
from data.warehouse.release import releases, served
from geo.countries import country


@contextmanager
def opened(known: Settings) -> Iterator[Store]:
    """The records, for as long as the block lasts. Raises BadSecret and RecordsClosed."""
    store = open_store(known.records_url, known.home, known.secret_file)
    try:
        yield store
    finally:
        store.close()


def settle_accounts(store: Store, known: Settings) -> tuple[Account, ...]:
    """Provide the demonstration accounts if a demonstration is served, else shut them all; returns those open now."""
    release = _served(known)
    if release is not None and release.demonstration:
        return provide(store, country(known.country), release)
    withdraw(store)
    return ()


def demonstration_served(known: Settings) -> bool:
    """Whether the release being served is a demonstration."""
    release = _served(known)
    return release is not None and release.demonstration


def _served(known: Settings) -> ReleaseInfo | None:
    try:
        current = served(known.home)
    except UnknownRelease:
        return None
    return next((info for info in releases(known.home) if info.id == current), None)
