"""A browser and a served portal for measuring and for pictures."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, chromium

ROOT = Path(__file__).parents[1]
PATHS = {"overview": "/", "regions": "/regions", "region": "/regions/UA-18", "methods": "/methods", "data": "/data"}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: list[str], home: Path, ready: str = "/readyz") -> Iterator[tuple[str, subprocess.Popen, float]]:
    """Run a server; gives its address, its process and the seconds it took to be ready."""
    port = free_port()
    environment = {**os.environ, "PORTAL_HOME": str(home), "PORTAL_PORT": str(port)}
    started = time.perf_counter()
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address + ready, server)
        yield address, server, time.perf_counter() - started
    finally:
        server.terminate()
        server.wait(20)


def portal(home: Path) -> list[str]:
    """The command that serves the portal."""
    del home
    return [sys.executable, "-m", "dashboard", "serve"]


def _wait(address: str, server: subprocess.Popen, seconds: float = 60) -> None:
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        if server.poll() is not None:
            raise RuntimeError("the server stopped by itself")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server did not become ready")


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield running
        running.close()
