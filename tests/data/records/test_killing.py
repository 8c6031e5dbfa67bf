"""`kill -9` loses nothing that was acknowledged, tears nothing, forks no chain. Short here; long by `make prove`."""

import statistics
import time

import pytest

from data.records import audit, health
from data.records.store import Store, sqlite_url
from tests import postgres
from tests.data.records.killing import CONTEXT, KEYS, Round, append_many, killed_round
from tests.proof import LONG


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Migrated records on each engine, and a server that waits for the disk."""
    if request.param == "sqlite":
        yield _migrated(sqlite_url(tmp_path))
        return
    with postgres.own_server() as started:
        yield _migrated(started.url)


def _migrated(url: str) -> str:
    store = Store(url, KEYS)
    store.migrate()
    assert health.look(store).durable
    store.close()
    return url


def told(record_property, rounds: list[Round]) -> None:
    """The figures of a test's rounds, none of which may have lost anything."""
    lost = sum(one.lost for one in rounds)
    reopened = [one.reopened * 1000 for one in rounds]
    record_property("rounds", len(rounds))
    record_property("acts there", rounds[-1].there)
    record_property("acts acknowledged", rounds[-1].acknowledged)
    record_property("acknowledged and lost", lost)
    record_property("writable again, median and longest", f"{statistics.median(reopened):.0f}, {max(reopened):.0f} ms")
    assert lost == 0
    assert rounds[-1].acknowledged >= 3 * len(rounds)


def test_killed_writers_lose_nothing_they_were_told(tmp_path, record_property):
    url = _migrated(sqlite_url(tmp_path))
    rounds = [killed_round(url, tmp_path, writers=3) for _ in range(60 if LONG else 8)]
    told(record_property, rounds)


def test_a_killed_server_loses_nothing_either(tmp_path, record_property):
    with postgres.own_server() as server:
        _migrated(server.url)

        def kill() -> None:
            server.kill()
            server.start()

        rounds = [killed_round(server.url, tmp_path, 4)]
        rounds += [killed_round(server.url, tmp_path, 4, kill) for _ in range(10 if LONG else 1)]
        told(record_property, rounds)


def test_writers_at_once_never_fork_the_chain(url, record_property):
    writers, number = (8, 250) if LONG else (4, 40)
    processes = [CONTEXT.Process(target=append_many, args=(url, number)) for _ in range(writers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    store = Store(url, KEYS)
    assert audit.verify(store) == audit.Verdict(writers * number)
    newest, *_, oldest = audit.entries(store, limit=writers * number)
    store.close()
    rate = writers * number / (newest.at - oldest.at).total_seconds()
    record_property("rows appended at once", f"{writers} processes × {number}: {rate:.0f}/s, chain whole")


def test_a_long_chain_is_verified_in_good_time(url, record_property):
    number = 100_000 if LONG else 500
    store = Store(url, KEYS)
    with store.write() as connection:
        for index in range(number):
            audit.append(connection, store, "session.start", f"person:{index}", by=None)
    started = time.monotonic()
    assert audit.verify(store) == audit.Verdict(number)
    record_property("rows verified", f"{number} in {time.monotonic() - started:.2f} s")
    store.close()
