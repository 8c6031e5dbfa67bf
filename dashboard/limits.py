"""How much one network, or one person who is signed in, may ask in a minute. What costs nothing is not counted.

Counted in this process alone, in windows of a minute: with several workers each allows as much. The `limits` library
starts a thread for almost every request it counts (240 µs measured); this costs about 1 µs.

Room for many behind one address: an opened overview counts three pages, and its figures only if nobody has asked the
same before (`kept`). So a hall of 500 that opens the portal in one minute uses half of `page` and a few of `work`; 600
questions a minute that nobody has asked yet are what 100 people click who change a filter every ten seconds. Who is
signed in counts for himself alone, so only the first step of signing in counts for the network: 120 people a minute.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from flask import g, request

from data.errors import TooManyTries
from data.people.throttle import network_of

WINDOW = 60
A_MINUTE = {"page": 3000, "work": 600, "file": 120, "form": 120, "report": 30}
KEYS_AT_MOST = 200_000
PAGES = frozenset({"/", "/<path:path>", "/_dash-layout", "/_dash-dependencies", "/report", "/report/received"})
NEVER_REFUSED = "/report"
FILES = "/download/"


class Counter:
    """Counts by (kind, who) in the present minute. `clock` gives seconds and is replaced in tests only."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock, self._lock = clock, Lock()
        self._minute, self._counts = 0, dict[tuple[str, str], int]()

    def hit(self, kind: str, who: str, at_most: int) -> float:
        """Count one; 0.0 if it is within `at_most` a minute, else the seconds until the next minute."""
        now = self._clock()
        with self._lock:
            if int(now // WINDOW) != self._minute or len(self._counts) > KEYS_AT_MOST:
                self._minute, self._counts = int(now // WINDOW), {}
            count = self._counts[kind, who] = self._counts.get((kind, who), 0) + 1
        return 0.0 if count <= at_most else WINDOW - now % WINDOW


def who_asks() -> str:
    """Whom a request counts for: the person who is signed in, else the network it comes from."""
    return g.session.person_id if g.get("session") else network()


def network() -> str:
    """The network of the request being answered."""
    return _network(request.remote_addr or "")


_network = lru_cache(maxsize=4096)(network_of)


def kind_of(rule: str, method: str) -> str:
    """What a request counts as."""
    if rule == "/csp":
        return "report"
    if rule in PAGES:
        return "page"
    if rule.startswith(FILES):
        return "file"
    return "form" if method == "POST" and not rule.startswith("/_") else "work"


def count(counter: Counter) -> None:
    """Count the request being answered. Raises TooManyTries with the seconds to wait."""
    rule = request.url_rule.rule if request.url_rule else ""
    if rule == NEVER_REFUSED and request.method == "POST":  # a flood goes to a lane of its own and is kept
        return
    kind = kind_of(rule, request.method)
    wait = counter.hit(kind, who_asks(), A_MINUTE[kind])
    if wait:
        raise TooManyTries(seconds=int(wait) + 1)
