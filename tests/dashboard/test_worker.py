"""The worker: what is in the spool is soon a case, one of many works, and it outlives the records being down."""

import signal
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from dashboard.__main__ import main
from dashboard.mail_settings import Encryption, Mail
from dashboard.settings import Settings
from dashboard.worker import Task, Worker
from data.access import Holding, Role
from data.incidents import alarms, heartbeat, intake_keys
from data.incidents.spool import Spool
from data.incidents.tables import incidents, outbox
from data.records.keys import read_secret, write_secret
from data.records.opening import open_store
from data.records.store import Store, utc_now
from tests import postgres
from tests.architecture.source import ROOT
from tests.data.incidents import cast
from tests.mailserver import MailServer


@pytest.fixture
def known(tmp_path):
    """A home without any release; what an institution is, nobody knows there."""
    write_secret(tmp_path / "secret")
    intake_keys.ensure(tmp_path)
    return Settings(home=tmp_path)


@pytest.fixture
def store(known):
    opened = open_store(known.records_url, known.home, known.secret_file)
    yield opened
    opened.close()


def send(known, number=1):
    """Reports into the spool, as the public side puts them there."""
    spool = Spool(known.home / "spool", intake_keys.read_public(known.home))
    for _ in range(number):
        spool.append(cast.report(_Now(), attempt=uuid.uuid4().hex))


class _Now:
    """What `cast.report` asks of a store."""

    clock = staticmethod(utc_now)


def cases(store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(incidents)).scalar_one()


def soon(wanted, seconds=10.0):
    """Wait until `wanted()`; seconds that took."""
    started = time.monotonic()
    while not wanted():
        assert time.monotonic() - started < seconds
        time.sleep(0.02)
    return time.monotonic() - started


@contextmanager
def working(*workers):
    """These workers, each in a thread."""
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stopping.set()
        for thread in threads:
            thread.join(20)
        assert not [thread for thread in threads if thread.is_alive()]


def test_a_report_is_a_case_within_a_second_and_its_file_is_gone(known, store, record_property):
    with working(Worker(known, store)):
        soon(lambda: not heartbeat.late(store, alarms.WORKER, alarms.SILENT))
        took = []
        for number in range(1, 6):
            send(known)
            took.append(soon(lambda number=number: cases(store) == number))
    record_property("from receipt to queue, longest", f"{max(took):.2f} s")
    assert max(took) < 1.0
    assert alarms.spooled(known.home / "spool") == alarms.Spooled()


def test_once_does_everything_that_is_due(known, store, monkeypatch, capsys):
    officer = cast.person(store, "officer", Holding(Role.OFFICER))
    send(known, 3)
    monkeypatch.setenv("PORTAL_HOME", str(known.home))
    with MailServer() as server:
        monkeypatch.setenv("PORTAL_SMTP_URL", f"smtp://127.0.0.1:{server.port}")
        monkeypatch.setenv("PORTAL_MAIL_FROM", "portal@example.org")
        assert main(["work", "--once"]) == 0
    assert "3" in capsys.readouterr().out
    assert cases(store) == 3
    assert len(server.letters) == 3
    assert officer.person_id
    assert not heartbeat.late(store, alarms.WORKER, alarms.SILENT)


def test_without_a_mail_server_alerts_are_on_the_pages_and_nothing_waits(known, store):
    cast.person(store, "officer", Holding(Role.OFFICER))
    send(known)
    done = Worker(known, store).once()
    assert done == {"taken": 1, "escalated": 0, "mailed": 0}
    with store.read() as connection:
        assert connection.execute(select(outbox.c.last_error)).scalars().all() == ["no_mail"]


def test_a_slow_mail_server_holds_no_report_up(known, store):
    cast.person(store, "officer", Holding(Role.OFFICER))
    with MailServer() as server:
        server._server.shutdown()  # accepts a line and never says a word
        sender = Mail("127.0.0.1", server.port, Encryption.NONE, "portal@example.org", seconds=3)
        with working(Worker(Settings(home=known.home, mail=sender), store)):
            for number in range(1, 4):
                send(known)
                assert soon(lambda number=number: cases(store) == number) < 2.5


def test_of_two_workers_one_works_and_the_other_takes_over(known, store):
    first, second = Worker(known, store), Worker(known, store)
    with working(second):
        with working(first):
            soon(lambda: first.leading or second.leading)
            time.sleep(0.5)
            assert first.leading is not second.leading
            send(known, 5)
            soon(lambda: cases(store) == 5)
        soon(lambda: second.leading)
        send(known)
        soon(lambda: cases(store) == 6)


@pytest.mark.skipif(postgres.binaries() is None, reason="no PostgreSQL on this machine")
def test_records_that_go_down_lose_nothing_and_come_back(known):
    with postgres.own_server() as server:
        store = Store(server.url, read_secret(known.secret_file))
        store.migrate()
        worker = Worker(known, store)
        with working(worker):
            send(known)
            soon(lambda: cases(store) == 1)
            server.kill()
            send(known, 3)
            time.sleep(1)
            assert alarms.spooled(known.home / "spool").waiting == 3
            server.start()
            soon(lambda: not alarms.spooled(known.home / "spool").waiting, 40)
            assert cases(store) == 4
        store.close()


def test_a_task_that_fails_waits_longer_and_ends_no_other(caplog):
    def fail():
        raise RuntimeError("what it choked on")

    task = Task("fails", 0.0, fail)
    for _ in range(3):
        task.next_at = 0
        task.turn()
    assert task.failures == 3
    assert task.next_at > time.monotonic() + 3
    assert "what it choked on" not in caplog.text.split("Traceback")[0]


def command(known, *more, **environment):
    given = {"PORTAL_HOME": str(known.home), "PATH": "/usr/bin:/bin", **environment}
    return subprocess.Popen(
        [sys.executable, "-m", "dashboard", "work", *more], cwd=ROOT, env=given, stdin=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("ends", ["signal", "pipe"])
def test_the_command_works_until_told_to_stop(known, store, ends):
    process = command(known, *(["--minded"] if ends == "pipe" else []))
    send(known)
    soon(lambda: cases(store) == 1, 30)
    if ends == "pipe":
        process.stdin.close()
    else:
        process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    process.stderr.close()
    process.stdin.close()


def test_the_command_waits_for_records_that_are_down_and_says_so(known):
    process = command(known, PORTAL_RECORDS_URL="postgresql://portal@127.0.0.1:9/none")
    line = process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    process.stderr.close()
    process.stdin.close()
    assert "не відкриваються" in line
