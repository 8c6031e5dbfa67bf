"""Every alert arrives: the mail server down, busy, gone after it took the message, the dispatcher killed. REL-07."""

import random
import statistics
import time

import pytest

from data.access import Holding, Role
from data.incidents import outbox
from data.records.store import Store, sqlite_url
from tests import postgres
from tests.dashboard.delivering import CONTEXT, KEYS, deliver_until_killed
from tests.data.incidents import cast
from tests.mailserver import Faults, MailServer
from tests.proof import LONG

ALERTS, KILLS, DOWN = (200, 38, 4.0) if LONG else (30, 3, 0.3)


@pytest.fixture(params=["sqlite", "postgresql"] if LONG else ["sqlite"])
def url(request, tmp_path):
    """Records on each engine, empty."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    with postgres.own_server() as started:
        yield started.url


@pytest.fixture
def store(url):
    opened = Store(url, KEYS)
    opened.migrate()
    yield opened
    opened.close()


def put(store, number):
    officer = cast.person(store, "officer", Holding(Role.OFFICER))
    for mark in range(number):
        with store.write() as connection:
            told = {"people": [officer.person_id], "mark": str(mark), "incident_id": None}
            outbox.enqueue(connection, store, "incident.new", **told)


def started(url, port, number=0):
    process = CONTEXT.Process(target=deliver_until_killed, args=(url, port, f"w{number}"), daemon=True)
    process.start()
    return process


def arrived(server, number, seconds):
    """Wait until so many different messages are there; whether they came."""
    until = time.monotonic() + seconds
    while len(server.copies) < number:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def settled(store, seconds):
    until = time.monotonic() + seconds
    while outbox.standing(store).waiting and time.monotonic() < until:
        time.sleep(0.05)
    return outbox.standing(store)


def test_no_alert_is_missing_whatever_happens(store, url, record_property):
    put(store, ALERTS)
    rng = random.Random(11)
    faults = Faults(busy=0.30, dropped=0.15)
    server = MailServer(faults)
    server.start()
    server.stop()  # its port is known, and it is down when the first alert is due
    dispatcher = started(url, server.port)
    time.sleep(DOWN)
    server.start()
    back = time.monotonic()
    for number in range(KILLS):
        arrived(server, (number + 1) * ALERTS // (KILLS + 2), 30)
        time.sleep(rng.uniform(0.0, 0.02))
        dispatcher.kill()
        dispatcher.join()
        dispatcher = started(url, server.port, number + 1)
    everything = arrived(server, ALERTS, 60)
    took = time.monotonic() - back
    standing = settled(store, 30)
    dispatcher.kill()
    dispatcher.join()
    server.stop()
    copies = list(server.copies.values())
    record_property("alerts, kills", f"{ALERTS}, {KILLS}")
    record_property("missing", ALERTS - len(copies))
    record_property("copies, mean and most", f"{statistics.mean(copies):.2f}, {max(copies)}")
    record_property("all delivered after the server was back", f"{took:.1f} s")
    assert everything
    assert len(copies) == ALERTS
    assert statistics.mean(copies) <= 1.5
    assert standing == outbox.Standing(0, standing.oldest, 0)
