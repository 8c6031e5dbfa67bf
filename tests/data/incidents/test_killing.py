"""REL-02: whatever is killed and when, an acknowledged report is a case or waits to be one, and is never two."""

import pytest

from data.access import Holding, Role
from data.records.store import Store, sqlite_url
from tests import postgres
from tests.data.incidents import cast
from tests.data.incidents.killing import KEYS, drain, killed_round
from tests.proof import LONG


def migrated(url: str) -> str:
    """Records with two officers to alert."""
    store = Store(url, KEYS)
    store.migrate()
    for name in ("one", "two"):
        cast.person(store, name, Holding(Role.OFFICER))
    store.close()
    return url


def told(record_property, rounds, url, folder) -> None:
    """The figures: nothing lost, nothing twice, nothing waiting once it is taken in."""
    last = drain(url, folder)
    record_property("rounds", len(rounds))
    record_property("reports acknowledged", last.acknowledged)
    record_property("cases there", last.there)
    record_property("acknowledged and lost", sum(one.lost for one in (*rounds, last)))
    record_property("taken in twice", sum(one.twice for one in (*rounds, last)))
    assert [(one.lost, one.twice) for one in (*rounds, last)] == [(0, 0)] * (len(rounds) + 1)
    assert last.there >= last.acknowledged >= 3 * len(rounds)


def test_killed_workers_and_forms_lose_no_report(tmp_path, record_property):
    url = migrated(sqlite_url(tmp_path))
    rounds = [killed_round(url, tmp_path, writers=3) for _ in range(60 if LONG else 3)]
    told(record_property, rounds, url, tmp_path)


@pytest.mark.skipif(postgres.binaries() is None, reason="no PostgreSQL here")
def test_a_killed_server_loses_no_report_either(tmp_path, record_property):
    with postgres.own_server() as server:
        migrated(server.url)

        def kill() -> None:
            server.kill()
            server.start()

        writers = 3 if LONG else 2
        rounds = [killed_round(server.url, tmp_path, writers)] if LONG else []
        rounds += [killed_round(server.url, tmp_path, writers, kill) for _ in range(30 if LONG else 1)]
        told(record_property, rounds, server.url, tmp_path)
