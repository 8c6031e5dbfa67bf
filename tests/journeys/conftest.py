"""A really served portal and a really running browser that listens for complaints and for requests to elsewhere."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, chromium

ROOT = Path(__file__).parents[2]
READY = 90


def pytest_collection_modifyitems(items) -> None:
    """The journeys of one file run in one worker, in their order; each worker has a portal and a browser of its own."""
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.xdist_group(f"journeys {Path(item.path).stem}"))


@dataclass
class Visit:
    """One tab: what it complained of, and what it asked of other machines."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def open(self, path: str) -> None:
        """Go there and wait until everything is drawn."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the page is filled and no callback is on its way."""
        self.page.wait_for_selector("main h1, main .refusal", timeout=60_000)
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_function("() => !document.querySelector('[data-dash-is-loading=true]')")

    @property
    def query(self) -> str:
        """The query string in the address bar."""
        return self.page.evaluate("location.search")

    def check(self) -> None:
        """Nothing was complained of, nothing left the machine."""
        assert [one for one in self.complaints if not any(re.search(known, one) for known in self.expected)] == []
        assert self.outside == []


@pytest.fixture(scope="session")
def home(home, tmp_path_factory) -> Path:
    """A copy of the small release's home for this worker alone: what one portal writes no other reads."""
    own = tmp_path_factory.mktemp("journeys") / "home"
    leave = shutil.ignore_patterns("demonstration", "records.sqlite*", "spool", "intake", "blobs", "server.log")
    shutil.copytree(home, own, ignore=leave)
    return own


@pytest.fixture(scope="session")
def address(home) -> Iterator[str]:
    """Where the small release is served, by the same command as for everybody."""
    with served(home) as found:
        yield found


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The portal over `home` on a port of its own, as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PORTAL_HOME": str(home), "PORTAL_PORT": str(port), "PORTAL_LANGUAGE": "uk"}
    log = (home / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", server, home / "server.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(15)
        log.close()


def _wait(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the portal did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, installed by `make test` where it was missing."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def visit(browser, address, request) -> Iterator[Visit]:
    """A fresh tab; width and language come from the test's parameters `width` and `lang`, if it has them."""
    given = getattr(getattr(request.node, "callspec", None), "params", {})
    width = given.get("width", 1440)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale={"en": "en-GB"}.get(given.get("lang"), "uk-UA"),
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    tab = Visit(page, address)
    page.on(
        "console", lambda message: tab.complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    page.on("request", lambda asked: tab.outside.append(asked.url) if _elsewhere(asked.url, address) else None)
    yield tab
    context.close()


def _elsewhere(url: str, address: str) -> bool:
    return not url.startswith((address + "/", "data:", "blob:"))
