"""One way in: the right keys, private files, the newest schema, and a sentence when it cannot be had."""

import sqlite3
import threading

import pytest
from sqlalchemy import text

from data.errors import BadSecret, RecordsClosed
from data.records import audit
from data.records.keys import write_secret
from data.records.opening import open_store, there


@pytest.fixture
def secret(tmp_path):
    write_secret(tmp_path / "keys" / "secret")
    return tmp_path / "keys" / "secret"


def test_what_is_made_is_its_owners_alone(tmp_path, secret):
    home = tmp_path / "far" / "home"
    assert not there(None, home)
    store = open_store(None, home, secret)
    audit.record(store, "session.start", "person:1", by=None)
    assert home.stat().st_mode & 0o777 == 0o700
    modes = {path.name: path.stat().st_mode & 0o777 for path in home.iterdir()}
    assert modes.keys() >= {"records.sqlite", "records.sqlite-wal"}
    assert set(modes.values()) == {0o600}
    assert there(None, home)
    store.close()


def test_nothing_is_made_without_a_secret(tmp_path):
    with pytest.raises(BadSecret):
        open_store(None, tmp_path / "home", tmp_path / "secret")
    assert not (tmp_path / "home").exists()


def test_opening_again_finds_what_was_there(tmp_path, secret):
    for number in (1, 2):
        store = open_store(None, tmp_path, secret)
        audit.record(store, "session.start", "person:1", by=None)
        assert audit.verify(store) == audit.Verdict(number)
        store.close()


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path, secret):
    (tmp_path / "records.sqlite").write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(RecordsClosed):
        open_store(None, tmp_path, secret)


def test_records_of_a_newer_portal_are_left_alone(tmp_path, secret):
    open_store(None, tmp_path, secret).close()
    with sqlite3.connect(tmp_path / "records.sqlite") as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(RecordsClosed):
        open_store(None, tmp_path, secret)


def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path, secret):
    with pytest.raises(RecordsClosed) as refused:
        open_store("postgresql://portal:hush@127.0.0.1:9/portal", tmp_path, secret)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_of_many_who_open_at_once_all_find_the_newest_schema(tmp_path, secret, request, engine):
    url = None if engine == "sqlite" else request.getfixturevalue("postgres_url")
    if url:
        first = open_store(url, tmp_path, secret)
        with first.write() as connection:
            connection.execute(text("drop schema public cascade"))
            connection.execute(text("create schema public"))
        first.close()
    wrong: list[Exception] = []

    def come() -> None:
        try:
            open_store(url, tmp_path, secret).close()
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
