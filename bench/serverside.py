"""What the server spends: one filter change asked again and again, over HTTP, by a few readers at once."""

import http.client
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from subprocess import Popen
from urllib.parse import urlencode, urlsplit

from bench.measuring import cpu_seconds, p50_p95

READERS = 8
POST = "/_dash-update-component"
WIDEST = {"indicator": "children_in_institutions", "by": "area,ministry,type", "every": "year"}


def searches(ministries: list[str], types: list[str]) -> list[str]:
    """Different choices a reader may make, so that answers are not kept ones: dates, ministries, people counted."""
    dates = [f"{year}-12-31" for year in range(2013, 2025)]
    found = []
    for day in dates:
        for population in ("all", "24h", "status"):
            found += [_search(as_of=day, population=population, ministry=one) for one in ministries]
            found += [_search(as_of=day, population=population, type=one) for one in types[:4]]
    return found


def _search(**chosen: str) -> str:
    return "?" + urlencode(chosen)


class Callback:
    """One callback of the served app, asked as a page would."""

    def __init__(self, address: str, marker: str) -> None:
        self.place = urlsplit(address).netloc
        specs = json.loads(self._get("/_dash-dependencies"))
        self.spec = next(one for one in specs if marker in one["output"])

    def _get(self, path: str) -> bytes:
        connection = http.client.HTTPConnection(self.place)
        connection.request("GET", path)
        return connection.getresponse().read()

    def body(self, search: str) -> bytes:
        """The request for this query string."""
        outputs = [
            dict(zip(("id", "property"), one.rsplit(".", 1), strict=True))
            for one in self.spec["output"].strip(".").split("...")
        ]
        value = {"search": search, "pathname": "/"}
        ends = {
            name: [{**one, "value": value.get(one["property"])} for one in self.spec[name]]
            for name in ("inputs", "state")
        }
        told = {"output": self.spec["output"], "outputs": outputs, "changedPropIds": ["url.search"], **ends}
        return json.dumps(told).encode()


def widest(address: str, server: Popen, times: int = 9) -> dict[str, float]:
    """The explorer's widest table from the API: p50 and p95 in ms, CPU ms, rows. Each question is a new one.

    All areas × years × owners × types; a kept answer would only tell how fast rows are written.
    """
    before, seconds, rows = cpu_seconds(server.pid), [], 0
    for number in range(times):
        asked = {**WIDEST, "from": f"2012-01-{number + 1:02}"}
        connection = http.client.HTTPConnection(urlsplit(address).netloc)
        started = time.perf_counter()
        connection.request("GET", f"/api/v1/observations.csv?{urlencode(asked, safe=',')}")
        answer = connection.getresponse()
        rows = answer.read().count(b"\n") - 1
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for the widest table")
        seconds.append(time.perf_counter() - started)
    middle, high = p50_p95([one * 1000 for one in seconds])
    return {"p50": middle, "p95": high, "cpu": (cpu_seconds(server.pid) - before) * 1000 / times, "rows": rows}


def ask(callback: Callback, wanted: list[str], server: Popen, readers: int = 1) -> dict[str, float]:
    """Ask for all of `wanted`; gives p50 and p95 in ms, CPU ms a request, requests a second, bytes compressed."""
    parts = [wanted[number::readers] for number in range(readers)]
    before, started = cpu_seconds(server.pid), time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        answered = [one for part in pool.map(lambda part: list(_asked(callback, part)), parts) for one in part]
    wall, cpu = time.perf_counter() - started, cpu_seconds(server.pid) - before
    middle, high = p50_p95([seconds * 1000 for seconds, _ in answered])
    size = sum(length for _, length in answered) / len(answered)
    return {"p50": middle, "p95": high, "cpu": cpu * 1000 / len(answered), "rate": len(answered) / wall, "bytes": size}


def _asked(callback: Callback, wanted: list[str]) -> Iterator[tuple[float, int]]:
    connection = http.client.HTTPConnection(callback.place)
    headers = {"Content-Type": "application/json", "Accept-Encoding": "br", "Sec-Fetch-Site": "same-origin"}
    for search in wanted:
        started = time.perf_counter()
        connection.request("POST", POST, callback.body(search), headers)
        answer = connection.getresponse()
        length = len(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for {search}")
        yield time.perf_counter() - started, length


def repeated(wanted: list[str], times: int) -> list[str]:
    """The same few questions over and over: all but the first of each are kept answers."""
    return list(islice(cycle(wanted[:12]), times))
