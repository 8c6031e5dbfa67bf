"""What machines are told of the worker, and the red bar of those who rely on it."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import delete, update

from dashboard import probes, watch
from dashboard.settings import Settings
from dashboard.watch import Watchman
from data.incidents import heartbeat
from data.incidents.alarms import WORKER, Alarm, Spooled, Watch
from data.incidents.outbox import Standing
from data.incidents.tables import heartbeats
from data.records.keys import Keys
from data.records.store import Store, sqlite_url, utc_now
from geo.text import Lang
from layouts.words import word
from tests.asking import browser
from tests.dashboard.cases import office

__all__ = ["office"]
OLD = timedelta(minutes=6)


@pytest.fixture
def store(tmp_path):
    opened = Store(sqlite_url(tmp_path), Keys(b"0123456789abcdef0123456789abcdef"))
    opened.migrate()
    yield opened
    opened.close()


def health(store, home, *, worker, lived=400.0, monkeypatch):
    """What `/healthz` answers in a process that has lived for so many seconds."""
    server = Flask("probe")
    services = SimpleNamespace(store=store)
    began = time.monotonic() - lived
    watch.watchman.cache_clear()
    monkeypatch.setattr(Watchman, "__init__", lambda self, *given: _born(self, *given, began))
    probes.add_routes(server, services, Settings(home=home, worker=worker))
    return server.test_client().get("/healthz").status_code


def _born(self, store, home, began):
    self.store, self.home, self.started, self._looked, self._found = store, home, began, 0.0, None


def silence(store):
    heartbeat.beat(store, WORKER)
    with store.write() as connection:
        connection.execute(update(heartbeats).values(at=utc_now() - OLD))


def test_a_server_whose_own_worker_is_silent_is_not_healthy(store, tmp_path, monkeypatch):
    ask = lambda **more: health(store, tmp_path, monkeypatch=monkeypatch, **more)  # noqa: E731
    assert ask(worker=True) == 503
    assert ask(worker=True, lived=10) == 200, "it may only just have been started"
    assert ask(worker=False) == 200, "the worker is somewhere else: starting this one anew mends nothing"
    heartbeat.beat(store, WORKER)
    assert ask(worker=True) == 200
    silence(store)
    assert ask(worker=True) == 503


def test_records_that_are_down_leave_the_public_pages_up(store, tmp_path, monkeypatch):
    broken = Store("sqlite:////nowhere/at/all.sqlite", store.keys)
    assert health(broken, tmp_path, worker=True, monkeypatch=monkeypatch) == 200
    assert watch.told(Watchman(broken, tmp_path).look()) == {"records": False}


def test_what_is_told_outside_says_nothing_of_single_reports():
    fresh = Watch(timedelta(seconds=12), Standing(3, timedelta(seconds=50), 0), Spooled(2, timedelta(seconds=59)))
    quiet = Watch(timedelta(seconds=2), Standing(0, timedelta(), 0), Spooled())
    assert watch.told(fresh) == watch.told(quiet)
    stuck = Watch(OLD, Standing(3, timedelta(minutes=20), 0), Spooled(2, OLD, 1))
    assert watch.told(stuck) == {
        "records": True, "worker_seconds": 360, "spool_seconds": 360, "mail_seconds": 1200,
        "alarms": ["worker_silent", "spool_stuck", "spool_unreadable", "mail_stuck"],
    }  # fmt: skip
    assert watch.told(Watch(None))["worker_seconds"] is None


def test_looking_is_done_at_most_every_few_seconds(store, tmp_path):
    watchman = Watchman(store, tmp_path)
    assert watchman.look().worker is None
    heartbeat.beat(store, WORKER)
    assert watchman.look().worker is None
    watchman._looked -= watch.KEPT + 1
    assert watchman.look().worker is not None


def test_readyz_tells_of_the_worker(stranger):
    told = stranger.get("/readyz").get_json()
    assert told["worker_seconds"] is None
    assert told["alarms"] == ["worker_silent"]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("alarm", Alarm)
def test_every_alarm_has_words(alarm, lang):
    assert len(word(f"alarm.{alarm}", lang)) > 30


@pytest.mark.parametrize("path", ["/incidents", "/account", "/_dash-layout"])
def test_the_red_bar_is_on_every_page_of_those_who_work_with_reports(office, path):
    with office.store.write() as connection:
        connection.execute(delete(heartbeats))

    def bar(who):
        return "alarm-bar" in office.browser[who].get(path).get_data(as_text=True)

    assert bar("officer")
    if path != "/incidents":
        assert not bar("head")
    heartbeat.beat(office.store, WORKER)
    assert not bar("officer")
    with office.store.write() as connection:
        connection.execute(update(heartbeats).values(at=office.store.clock() - OLD))
    assert bar("officer")


def test_who_is_about_to_report_is_told_when_nobody_would_learn_of_it_soon(office, portal_app):
    visitor = browser(portal_app.server)
    said = word("report.stuck", Lang.UK)[:40]
    for ago, late in ((timedelta(), False), (OLD, True), (timedelta(minutes=4), False)):
        heartbeat.beat(office.store, WORKER)
        with office.store.write() as connection:
            connection.execute(update(heartbeats).values(at=office.store.clock() - ago))
        watch.watchman.cache_clear()
        answer = visitor.get("/report")
        assert (said in answer.text) is late
        assert answer.status_code == 200


def test_a_visitor_sees_no_bar(stranger):
    assert "alarm-bar" not in stranger.get("/_dash-layout").get_data(as_text=True)
