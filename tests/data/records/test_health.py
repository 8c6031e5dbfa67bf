"""The records tell how well they are kept."""

from datetime import timedelta

from sqlalchemy import event, text

from data.records import audit, health
from data.records.health import Health
from data.records.keys import Keys
from data.records.store import Store, utc_now


def test_all_is_well(store):
    store.clock = utc_now
    audit.record(store, "session.start", "person:1", by=None)
    found = health.look(store)
    assert found.durable is store.on_sqlite, "the tests' PostgreSQL does not wait for the disk, and that is noticed"
    assert (found.own_key, found.ahead) == (True, timedelta())
    assert found.drift < timedelta(seconds=10)
    assert timedelta() <= found.unanchored < timedelta(seconds=10)


def test_a_store_that_may_lose_a_commit_is_noticed(store):
    if store.on_sqlite:
        event.listen(store.engine, "connect", lambda connection, _: connection.execute("pragma synchronous=NORMAL"))
        store.close()
        assert not health.look(store).durable
    else:
        hasty = Store(str(store.engine.url) + "?options=-csynchronous_commit%3Doff", store.keys)
        with hasty.read() as connection:
            assert connection.execute(text("show synchronous_commit")).scalar() == "off"
        assert not health.look(hasty).durable
        hasty.close()


def test_rows_from_the_future_and_a_server_with_another_time_are_noticed(store, clock):
    audit.record(store, "session.start", "person:1", by=None)
    clock.move(minutes=-2)
    assert health.look(store).ahead == timedelta(minutes=2)
    store.clock = lambda: utc_now() + timedelta(minutes=5)
    drift = health.look(store).drift
    assert drift == timedelta() if store.on_sqlite else timedelta(minutes=4) < drift < timedelta(minutes=6)


def test_another_key_and_a_missing_anchor_are_noticed(store, clock):
    audit.record(store, "session.start", "person:1", by=None)
    clock.move(hours=30)
    store.keys = Keys(b"another secret, thirty-two bytes")
    found = health.look(store)
    assert not found.own_key
    assert found.unanchored == timedelta(hours=30)


def test_records_without_tables_have_nothing_to_tell(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'empty.sqlite'}", Keys(b"another secret, thirty-two bytes"))
    assert health.look(store) == Health()
    store.close()
