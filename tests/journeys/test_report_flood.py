"""A flood of reports from one network: none is lost, and who reports in earnest is answered at once all the while."""

import re
import threading
import time
from itertools import count

import pytest
import requests
from sqlalchemy import func, select

from data.incidents.flood import proven
from data.incidents.receipts import new_attempt
from data.incidents.tables import incidents
from data.records.keys import write_secret
from data.records.opening import open_store
from tests.journeys.conftest import served
from tests.proof import LONG

A_MINUTE = 2000
SECONDS = 300 if LONG else 6
THREADS = 8
ACKNOWLEDGED = 2.0
OWN = {"Sec-Fetch-Site": "same-origin"}


def send(address: str, text: str, proof: bool = False) -> tuple[str, requests.Response, float]:
    """One report; its mark, the answer, and the seconds it took."""
    attempt = new_attempt()
    work = next(str(number) for number in count() if proven(attempt, str(number))) if proof else ""
    data = {"attempt": attempt, "text": text, "proof": work}
    started = time.monotonic()
    answer = requests.post(f"{address}/report", data=data, headers=OWN, allow_redirects=False, timeout=30)
    return attempt, answer, time.monotonic() - started


def flood(address: str, until: float, told: list[int]) -> None:
    """Post at this thread's share of the rate until it is time."""
    pause = 60 * THREADS / A_MINUTE
    while (started := time.monotonic()) < until:
        told.append(send(address, "flood " * 100)[1].status_code)
        time.sleep(max(0.0, pause - (time.monotonic() - started)))


@pytest.fixture
def own_home(home, tmp_path):
    """A home of its own with the small release: the flood shall reach nobody else's queue."""
    (tmp_path / "releases").symlink_to(home / "releases")
    write_secret(tmp_path / "secret")
    return tmp_path


def test_a_flood_drops_nothing_and_delays_nobody(own_home, record_property):
    with served(own_home) as address:
        _flood_and_see(address, own_home, record_property)


def _flood_and_see(address, home, record_property) -> None:
    store = open_store(None, home, home / "secret")
    before = _cases(store)
    told: list[int] = []
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=flood, args=(address, until, told)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    genuine = []
    while time.monotonic() < until - 1:
        genuine.append(send(address, "in earnest", proof=True))
        time.sleep(0.2)
    for thread in threads:
        thread.join()
    took = sorted(seconds for _, _, seconds in genuine)
    p95 = took[int(len(took) * 0.95)]
    record_property("posts a minute", round(len(told) / SECONDS * 60))
    record_property("genuine: p50, p95, most (s)", f"{took[len(took) // 2]:.3f}, {p95:.3f}, {took[-1]:.3f}")
    assert set(told) == {303}
    assert {answer.status_code for _, answer, _ in genuine} == {303}
    assert p95 < ACKNOWLEDGED
    _wait(store, before[0] + len(told) + len(genuine))
    every, apart = _cases(store)
    record_property("acknowledged and lost", before[0] + len(told) + len(genuine) - every)
    assert every - before[0] == len(told) + len(genuine)
    assert len(told) - 30 <= apart - before[1] <= len(told)
    page = requests.get(f"{address}/report/received", cookies=genuine[-1][1].cookies, timeout=30).text
    assert re.search(r'receipt-number">', page)
    store.close()


def _cases(store) -> tuple[int, int]:
    """How many cases there are, and how many of them are kept apart."""
    with store.read() as connection:
        every = connection.execute(select(func.count()).select_from(incidents)).scalar()
        apart = connection.execute(select(func.count()).where(incidents.c.quarantined)).scalar()
    return every, apart


def _wait(store, wanted: int) -> None:
    deadline = time.monotonic() + 60 + SECONDS
    while _cases(store)[0] < wanted and time.monotonic() < deadline:
        time.sleep(0.2)
