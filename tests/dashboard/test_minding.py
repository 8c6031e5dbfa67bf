"""The server keeps its worker running, starts it again, and leaves none behind, however it ends itself."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from dashboard.minding import Minded
from tests.architecture.source import ROOT

PROC = Path("/proc/self/stat").is_file()
SLEEP = (sys.executable, "-c", "import sys; sys.stdin.read()")
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"


def soon(wanted, seconds=20.0):
    until = time.monotonic() + seconds
    while not (found := wanted()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return found


def test_one_that_is_killed_is_started_again():
    minded = Minded(SLEEP)
    minded.tend()
    first = minded.process.pid
    minded.tend()
    assert minded.process.pid == first
    minded.process.kill()
    soon(lambda: (minded.tend(), minded.process is not None and minded.process.pid != first)[1])
    minded.end()
    assert minded.process is None


def test_one_that_ends_at_once_is_started_ever_more_rarely():
    minded, pauses = Minded((sys.executable, "-c", "")), []
    for _ in range(4):
        minded.again_at = 0
        minded.tend()
        minded.process.wait()
        minded.tend()
        pauses.append(minded.pause)
    assert pauses == [1.0, 2.0, 4.0, 8.0]
    assert minded.process is None


def test_one_that_does_not_listen_is_ended_by_force(monkeypatch):
    monkeypatch.setattr("dashboard.minding.PATIENCE", 0.3)
    minded = Minded((sys.executable, "-c", DEAF))
    minded.tend()
    process = minded.process
    time.sleep(0.5)
    minded.end()
    assert process.poll() is not None


def test_who_reaps_first_does_not_matter():
    minded = Minded((sys.executable, "-c", ""))
    minded.tend()
    os.waitpid(minded.process.pid, 0)
    minded.tend()
    assert minded.process is None


@pytest.fixture
def served(home, tmp_path):
    """A portal of its own, and the address of what it says of itself."""
    shutil.copytree(home / "releases", tmp_path / "releases")
    shutil.copy(home / "secret", tmp_path / "secret")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PORTAL_HOME": str(tmp_path), "PORTAL_PORT": str(port), "PORTAL_WORKERS": "1"}
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        yield process, f"http://127.0.0.1:{port}/readyz"
        if process.poll() is None:
            process.terminate()
            process.wait(20)


def workers_of(pid, mark=b"--minded") -> list[int]:
    """The processes with `mark` in their command whose parent is `pid`."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            if parent == pid and mark in (status.parent / "cmdline").read_bytes():
                found.append(int(status.parent.name))
        except OSError:
            continue
    return found


def gone(pid) -> bool:
    return not Path(f"/proc/{pid}").exists()


def told(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return ""


@pytest.mark.skipif(not PROC, reason="reads /proc")
def test_serve_minds_its_worker_and_leaves_none_behind(served):
    server, address = served
    (worker,) = soon(lambda: workers_of(server.pid), 60)
    soon(lambda: '"worker_seconds":0' in told(address), 60)
    os.kill(worker, signal.SIGKILL)
    (again,) = soon(lambda: [pid for pid in workers_of(server.pid) if pid != worker])
    server.send_signal(signal.SIGTERM)
    assert server.wait(20) == 0
    soon(lambda: gone(again), 15)


@pytest.mark.skipif(not PROC, reason="reads /proc")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_however_a_server_ends_its_worker_ends_too(end):
    server = subprocess.Popen([sys.executable, "-m", "tests.dashboard.minding_server"], cwd=ROOT)
    (worker,) = soon(lambda: workers_of(server.pid, b"stdin.read"))
    server.send_signal(end)
    server.wait(20)
    soon(lambda: gone(worker))
