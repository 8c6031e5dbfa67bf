"""How the portal asks a provider over HTTP: named hosts only, no redirects, little at a time, for a few seconds.

Whatever the provider does, a reader's request waits no longer, and no more than a few of them wait at once: a
provider that hangs takes nothing from those who sign in here.
"""

import threading
import time
from collections.abc import Callable
from io import BytesIO
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from dashboard.outside import Failed
from dashboard.settings import LOOPBACK

LARGEST = 256 * 1024
AT_ONCE = 3
PIECE = 16 * 1024


class Careful(HTTPAdapter):
    """Sends requests of one session to `hosts` (host or host:port), or raises Failed."""

    def __init__(self, hosts: frozenset[str], seconds: float) -> None:
        super().__init__(max_retries=0)
        self.hosts, self.seconds = hosts, seconds
        self.places = threading.BoundedSemaphore(AT_ONCE)

    def send(self, request: PreparedRequest, **rest: Any) -> Response:
        """The whole answer, read. Raises Failed: another host, too late, too large, a redirect."""
        check_address(request.url or "", self.hosts)
        rest |= {"stream": True, "timeout": self.seconds, "proxies": {}}
        send = super().send
        return self._in_time(lambda ends: _whole(send(request, **rest), ends))

    def _in_time(self, work: Callable[[float], Response]) -> Response:
        """Do `work` beside: a provider that answers byte by byte outwits any timeout of a socket."""
        if not self.places.acquire(blocking=False):
            raise Failed("down", "too many are waiting already")
        done: SimpleQueue[Response | Exception] = SimpleQueue()
        ends = time.monotonic() + self.seconds

        def beside() -> None:
            try:
                done.put(work(ends))
            except Exception as error:
                done.put(error)
            finally:
                self.places.release()

        threading.Thread(target=beside, daemon=True).start()
        try:
            found = done.get(timeout=self.seconds)
        except Empty:
            raise Failed("down", "no answer in time") from None
        if isinstance(found, Exception):
            raise found
        return found


def check_address(address: str, hosts: frozenset[str]) -> None:
    """Raise Failed unless `address` is https (http on this machine alone) at one of `hosts`, with nobody's password."""
    parts = urlsplit(address)
    host, secure = parts.netloc.casefold(), parts.scheme == "https"
    if host not in hosts or not (secure or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise Failed("down", f"not a host of the provider: {parts.scheme}://{host}"[:200])


def _whole(answer: Response, ends: float) -> Response:
    """The answer with its body read, if it is not too long and comes before `ends`."""
    with answer:
        if 300 <= answer.status_code < 400:
            raise Failed("down", f"a redirect: {answer.status_code}")
        body = _body(answer, ends)
    answer.raw = BytesIO(body)
    return answer


def _body(answer: Response, ends: float) -> bytes:
    body = b""
    try:
        while piece := answer.raw.read1(PIECE, decode_content=False):
            body += piece
            if len(body) > LARGEST or time.monotonic() > ends:
                raise Failed("down", "too long an answer")
    except HTTPError as error:
        raise Failed("down", type(error).__name__) from error
    return body
