"""A flood of guesses while the owner of an account signs in. Short here; 10,000 over the loopback by PORTAL_PROVE=1."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import psutil
import pytest

from data.people import demonstration, invitations
from data.records.keys import write_secret
from data.records.opening import open_store
from data.records.store import utc_now
from geo.countries import country
from tests.dashboard.entrance import COUNTRY, PASSWORD, Entrance, sign_in

ROOT = Path(__file__).parents[2]
PROVE = os.environ.get("PORTAL_PROVE") == "1"
SAME = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
GUESSES = [f"{word}-{number}" for number in range(50) for word in ("Password", "qwerty", "ставок")]


def test_the_owner_signs_in_while_300_guesses_come_from_six_networks(home, tmp_path):
    house = Entrance(home, tmp_path, utc_now)
    email = house.guest()
    guessers = [house.client(f"10.{number}.0.1") for number in range(6)]
    taken, statuses = [], []

    def guess(number: int) -> int:
        return sign_in(guessers[number % 6], email, GUESSES[number % len(GUESSES)]).status_code

    with ThreadPoolExecutor(4) as pool:
        tries = [pool.submit(guess, number) for number in range(300)]
        while not all(one.done() for one in tries) or len(taken) < 10:
            begun = time.monotonic()
            statuses.append(sign_in(house.client("192.0.2.7"), email).status_code)
            taken.append(time.monotonic() - begun)
    found = {one.result() for one in tries}
    house.store.close()
    assert found == {401, 429}
    assert set(statuses) == {303}
    assert quantiles(taken, n=20)[-1] < 2


@pytest.fixture(scope="module")
def served(home, tmp_path_factory):
    """A portal served as for everybody, over a copy of the release; the process, the port and somebody's e-mail."""
    if not PROVE:
        pytest.skip("by make prove")
    own, email = tmp_path_factory.mktemp("served"), "owner@example.org"
    shutil.copytree(home / "releases", own / "releases")
    write_secret(own / "secret")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PORTAL_HOME": str(own), "PORTAL_PORT": str(port)}
    with (own / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            _wait(port, process, own / "log")
            store = open_store(None, own, own / "secret")
            token = invitations.invite(store, email, demonstration.accounts(country())[0].holding, by=COUNTRY)
            invitations.accept(store, token, name="Owner", password=PASSWORD)
            store.close()
            yield process, port, email
        finally:
            process.terminate()
            process.wait(20)


def _wait(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if _asked(port, "127.0.0.1", "GET", "/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the portal did not start:\n{log.read_text()[-2000:]}")


def _asked(port: int, source: str, method: str, path: str, form: dict | None = None) -> tuple[int, float]:
    """Status and seconds of one request from the address `source`."""
    begun = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    try:
        line.request(method, path, urlencode(form or {}), SAME)
        answer = line.getresponse()
        answer.read()
        return answer.status, time.monotonic() - begun
    finally:
        line.close()


def _entry(port: int, source: str, email: str, password: str) -> tuple[int, float]:
    return _asked(port, source, "POST", "/sign-in", {"email": email, "password": password})


def _memory(process: subprocess.Popen) -> int:
    """Bytes that the portal's processes hold."""
    parent = psutil.Process(process.pid)
    return sum(one.memory_info().rss for one in (parent, *parent.children(recursive=True)))


def test_40_sign_ins_at_once_take_little_memory(served):
    process, port, email = served
    for _ in range(8):
        _entry(port, "127.0.0.1", email, PASSWORD)
    before, peak, over = _memory(process), [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.005):
            peak[0] = max(peak[0], _memory(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = time.monotonic()
    with ThreadPoolExecutor(40) as pool:
        found = list(pool.map(lambda n: _entry(port, f"127.1.{n}.1", email, PASSWORD), range(40)))
    drained = time.monotonic() - begun
    over.set()
    watcher.join()
    grown = (peak[0] - before) / 1e6
    sys.stderr.write(f"\n40 at once: +{grown:.0f} MB, drained in {drained:.2f} s\n")
    assert {status for status, _ in found} == {303}
    assert grown <= 200
    assert drained < 5


def test_10_000_guesses_from_50_networks_find_nothing_and_hinder_nobody(served):
    _, port, email = served
    owner = []
    with ThreadPoolExecutor(16) as pool:
        tries = [
            pool.submit(_entry, port, f"127.2.{number % 50}.{1 + number // 50 % 200}", email, GUESSES[number % 150])
            for number in range(10_000)
        ]
        while not all(one.done() for one in tries):
            owner.append(_entry(port, "127.3.0.1", email, PASSWORD))
            time.sleep(1.5)
    statuses = [one.result()[0] for one in tries]
    slowest = quantiles([seconds for _, seconds in owner], n=20)[-1]
    counted = {status: statuses.count(status) for status in set(statuses)}
    sys.stderr.write(f"\n10,000 guesses: {counted}; owner {len(owner)} times, p95 {slowest:.2f} s\n")
    assert set(statuses) == {401, 429}
    assert {status for status, _ in owner} == {303}
    assert slowest < 2
