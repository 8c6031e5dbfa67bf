"""What many tests share: a small demonstration release, made once a run, and the app that serves it."""

import os
import time
from pathlib import Path

import pytest

from data.records.keys import write_secret
from tests.asking import browser

SCALE = 0.02
WAIT = 300


@pytest.fixture(scope="session")
def home(tmp_path_factory, worker_id) -> Path:
    """A PORTAL_HOME with one small demonstration release; parallel workers share it.

    PORTAL_TEST_HOME names one that is there already, to try journeys without building.
    """
    if ready := os.environ.get("PORTAL_TEST_HOME"):
        return Path(ready)
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "portal-home"
    if _first(shared):
        _release(shared)
        write_secret(shared / "secret")
        (shared / "ready").touch()
    return _waited(shared)


@pytest.fixture(autouse=True, scope="session")
def unhurried():
    """Tests ask more in a minute than people do; what is said about too much is tested on counters of its own."""
    from dashboard import limits

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "A_MINUTE", dict.fromkeys(limits.A_MINUTE, 10**9))
        yield


@pytest.fixture(scope="session")
def worker_id(request) -> str:
    """The xdist worker's name, "master" without xdist."""
    return os.environ.get("PYTEST_XDIST_WORKER", "master")


def _first(folder: Path) -> bool:
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    return True


def _waited(folder: Path) -> Path:
    deadline = time.monotonic() + WAIT
    while not (folder / "ready").exists():
        assert time.monotonic() < deadline, "another worker did not finish the demonstration release"
        time.sleep(0.2)
    return folder


def _release(folder: Path) -> None:
    from data.demonstration.register import write
    from data.warehouse.build import build

    write(folder / "demonstration", scale=SCALE)
    build(folder / "demonstration", folder)


@pytest.fixture(scope="session")
def portal_app(home, tmp_path_factory):
    """The app as it is served, over the small release; its records are its own."""
    from dashboard.app import portal
    from dashboard.settings import Settings
    from data.records.store import sqlite_url

    own = tmp_path_factory.mktemp("records")
    write_secret(own / "secret")
    made = portal(Settings(home=home, secret_file=own / "secret", records_url=sqlite_url(own)))
    made.records = own
    return made


@pytest.fixture
def client(portal_app):
    """A browser without scripts, to ask the portal things."""
    return browser(portal_app.server)
