"""The records as the commands use them: opened, closed, with the accounts and cases that go with a demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.settings import Settings
from data.errors import UnknownRelease
from data.incidents import demonstration as cases
from data.incidents.places import places_of
from data.indicators.model import ReleaseInfo
from data.people.demonstration import Account, provide, withdraw
from data.records.opening import open_store
from data.records.store import Store
from data.warehouse.release import open_release, releases, served
from geo.countries import country
from geo.duties import duties


@contextmanager
def opened(known: Settings) -> Iterator[Store]:
    """The records, for as long as the block lasts. Raises BadSecret and RecordsClosed."""
    store = open_store(known.records_url, known.home, known.secret_file)
    try:
        yield store
    finally:
        store.close()


def settle_accounts(store: Store, known: Settings) -> tuple[Account, ...]:
    """Provide demonstration accounts and cases if a demonstration is served, else shut and hide them all.

    Returns the accounts open now.
    """
    release = _served(known)
    if release is None or not release.demonstration:
        withdraw(store)
        cases.withdraw(store)
        return ()
    accounts = provide(store, country(known.country), release)
    places = places_of(open_release(known.home, release.id))
    cases.provide(store, country(known.country), duties(known.country), places, release)
    return accounts


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
