"""The log: what was written stays, and whatever is done to it is seen."""

import multiprocessing
import os
import signal
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.records import audit
from data.records.keys import Keys
from data.records.store import Store, sqlite_url

KEYS = Keys(b"0123456789abcdef0123456789abcdef")


def wrote(store, number=5):
    for index in range(number):
        audit.record(store, "session.start", f"person:{index}", by=str(index))


def tampered(store, *statements):
    """Do what an intruder with the engine's own rights could: take the triggers off first."""
    with store.write() as connection:
        if store.on_sqlite:
            for name in ("audit_no_update", "audit_no_delete", "audit_no_replace"):
                connection.execute(text(f"drop trigger {name}"))
        else:
            connection.execute(text("drop trigger audit_no_change on audit"))
        for statement in statements:
            connection.execute(text(statement))


def test_an_untouched_log_verifies(store):
    wrote(store)
    assert audit.verify(store) == audit.Verdict(5)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set act = 'x' where seq = 2",
        "delete from audit where seq = 2",
        "delete from audit_anchors",
        "insert or replace into audit select seq, month, at, 'x', object, person_id, role, outcome, detail, previous,"
        " mac from audit where seq = 2",
    ],
)
def test_the_engine_itself_refuses_to_change_the_log(store, statement, tmp_path):
    if "replace" in statement and not store.on_sqlite:
        statement = "truncate audit"
    wrote(store)
    audit.anchor(store, tmp_path / "anchors")
    with pytest.raises(DBAPIError), store.write() as connection:
        connection.execute(text(statement))
    assert audit.verify(store).first_bad is None


@pytest.mark.parametrize(
    ("statements", "first_bad", "why"),
    [
        (["update audit set act = 'x' where seq = 3"], 3, "changed"),
        (["delete from audit where seq = 3"], 3, "missing"),
        (["update audit set detail = '{}  ' where seq = 5"], 5, "changed"),
        (["delete from audit where seq > 3"], 5, "cut"),
    ],
)
def test_what_an_intruder_does_is_seen(store, tmp_path, statements, first_bad, why):
    wrote(store)
    audit.anchor(store, tmp_path / "anchors")
    tampered(store, *statements)
    verdict = audit.verify(store, audit.read_anchors(tmp_path / "anchors"))
    assert (verdict.first_bad, verdict.why) == (first_bad, why)


def test_swapped_rows_are_seen(store):
    wrote(store)
    tampered(
        store,
        "update audit set seq = 99 where seq = 2",
        "update audit set seq = 2 where seq = 3",
        "update audit set seq = 3 where seq = 99",
    )
    assert audit.verify(store).first_bad == 2


def test_a_rewrite_with_the_stolen_key_is_seen_by_the_anchor(store, tmp_path):
    wrote(store)
    audit.anchor(store, tmp_path / "anchors")
    tampered(store, "delete from audit")
    for index in range(5):
        audit.record(store, "session.start", f"person:{index + 100}", by="somebody else")
    assert audit.verify(store).first_bad is None
    verdict = audit.verify(store, audit.read_anchors(tmp_path / "anchors"))
    assert (verdict.first_bad, verdict.why) == (5, "anchor")


def test_nothing_is_logged_of_what_was_rolled_back(store):
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        1 / audit.append(connection, store, "person.invite", "invitation:1", by=None) / 0
    assert audit.verify(store) == audit.Verdict(0)


def append_many(url, number):
    store = Store(url, KEYS)
    for index in range(number):
        audit.record(store, "session.start", f"person:{index}", by=None)
    store.close()


def test_writers_at_once_never_fork_the_chain(store, tmp_path, request):
    url = sqlite_url(tmp_path) if store.on_sqlite else request.getfixturevalue("postgres_url")
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=append_many, args=(url, 40)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert audit.verify(store) == audit.Verdict(160)


def append_and_tell(url, told):
    store = Store(url, KEYS)
    while True:
        seq = audit.record(store, "session.start", "person:1", by=None)
        with open(told, "a") as file:  # noqa: PTH123
            file.write(f"{seq}\n")
            file.flush()


@pytest.mark.parametrize("round_", range(6))
def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path, round_):
    url = sqlite_url(tmp_path)
    store = Store(url, KEYS)
    store.migrate()
    told = tmp_path / "told"
    writer = multiprocessing.get_context("spawn").Process(target=append_and_tell, args=(url, told))
    writer.start()
    while not told.exists():
        time.sleep(0.01)
    time.sleep(0.03 * (round_ + 1))
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    acknowledged = max(int(line) for line in told.read_text().split())
    verdict = audit.verify(store)
    assert verdict.first_bad is None
    assert verdict.rows >= acknowledged
    store.close()
