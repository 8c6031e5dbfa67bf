"""What the gate costs a visitor: the same requests in one process with and without its part, taking turns."""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from dashboard import limits
from dashboard.app import portal
from dashboard.settings import Settings
from data.records.keys import write_secret
from data.records.store import sqlite_url

ROUNDS, EACH = 40, 25
HOOKS = {"dashboard.gate", "dashboard.limits", "dashboard.traces", "dashboard.logs"}
SEARCH = "?as_of=2024-12-31&population=24h"


def gate_cost(home: Path) -> dict[str, tuple[float, float]]:
    """What is asked → milliseconds with the gate and without it, medians of ROUNDS turns of EACH requests."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        write_secret(Path(folder) / "secret")
        known = Settings(home=home, secret_file=Path(folder) / "secret", records_url=sqlite_url(Path(folder)))
        app = portal(known)
        client = app.server.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        wire = _overview(app)
        ways = {
            "page": lambda: client.get("/"),
            "kept callback": lambda: _post(client, wire(SEARCH)),
            "callback": lambda: _post(client, wire(f"{SEARCH}&x={time.perf_counter_ns()}")),
        }
        limits.A_MINUTE = dict.fromkeys(limits.A_MINUTE, 10**9)
        return {name: _both(app.server, ask, 1 if name == "callback" else EACH) for name, ask in ways.items()}


def _both(server: Any, ask: Any, each: int) -> tuple[float, float]:
    whole = (server.before_request_funcs[None], server.after_request_funcs[None])
    bare = tuple([one for one in hooks if one.__module__ not in HOOKS] for hooks in whole)
    times: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(2 * ROUNDS):
        guarded = turn % 2 == 0
        server.before_request_funcs[None], server.after_request_funcs[None] = whole if guarded else bare
        started = time.process_time()
        for _ in range(each):
            ask()
        times[guarded].append((time.process_time() - started) / each * 1000)
    server.before_request_funcs[None], server.after_request_funcs[None] = whole
    return statistics.median(times[True]), statistics.median(times[False])


def _post(client: FlaskClient, body: dict[str, Any]) -> None:
    answer = client.post("/_dash-update-component", json=body)
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status}: {answer.text[:200]}")


def _overview(app: Any) -> Any:
    output = next(one for one in app.callback_map if "overview-head" in one)
    ends = [dict(zip(("id", "property"), end.rsplit(".", 1), strict=True)) for end in output.strip(".").split("...")]

    def body(search: str) -> dict[str, Any]:
        parts = {"inputs": [("url", "search", search)], "state": [("url", "pathname", "/")]}
        told = {
            name: [{"id": identity, "property": part, "value": value} for identity, part, value in given]
            for name, given in parts.items()
        }
        return {"output": output, "outputs": ends, "changedPropIds": ["url.search"], **told}

    return body
