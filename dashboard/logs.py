"""What the portal writes to its log: one JSON line for each request, for each thing refused, for each error.

Lines are in UTC and hold no personal values: routes as they are declared and never as they were asked (addresses hold
tokens and ids), no query strings, no bodies, no messages of unforeseen errors (they quote what they choked on).
The standard library does it in a page; structlog would add a second way to log beside the one that libraries use.
"""

import json
import logging
import re
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import TextIO

from flask import Flask, Response, g, has_request_context, request

from dashboard.limits import network

ACCESS, SECURITY = logging.getLogger("portal.access"), logging.getLogger("portal.security")
ANONYMOUS, NOBODY = "/report", {"network": "-", "person": None}  # who reports abuse leaves no trace here
ADDRESS = re.compile(r"/[^\s\"']*[?][^\s\"']*")


class JsonLines(logging.Formatter):
    """A record as one line of JSON: whatever control characters it holds are escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": at, "level": record.levelname.lower(), "logger": record.name}
        line |= getattr(record, "told", None) or {"message": ADDRESS.sub("(address)", record.getMessage())}
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "trace": frames(record.exc_info[1])}
        return json.dumps(line, ensure_ascii=True, default=str)


def frames(error: BaseException | None) -> list[str]:
    """Where an error arose, outermost first: file, line, function. No values, no messages."""
    found = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]


def configure(stream: TextIO = sys.stderr) -> None:
    """Send everything that is logged to `stream` as JSON lines: the portal's from INFO, others' from WARNING."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("portal").setLevel(logging.INFO)
    for own in logging.getLogger("gunicorn.error").handlers:
        own.setFormatter(JsonLines())


def watch(server: Flask) -> None:
    """Number every request, and write its line when the answer is ready. Called before all else hooks in."""

    @server.before_request
    def begin() -> None:
        g.request_id, g.started = secrets.token_hex(8), time.perf_counter()

    @server.after_request
    def written(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = g.get("request_id", "")
        if ACCESS.isEnabledFor(logging.INFO):
            ms = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
            ACCESS.info("request", extra={"told": {**about(), "status": answer.status_code, "ms": round(ms, 1)}})
        return answer


def security(what: str, **detail: object) -> None:
    """A line of the security log about the request being answered: something was refused."""
    SECURITY.warning(what, extra={"told": {"what": what, **(about() if has_request_context() else {}), **detail}})


def about() -> dict[str, object]:
    """What may be told of the request being answered."""
    session = g.get("session")
    return {
        "request": g.get("request_id", ""), "route": route(), "method": request.method,
        "network": network(), "person": session.person_id if session else None,
    } | (NOBODY if route().startswith(ANONYMOUS) else {})  # fmt: skip


def route() -> str:
    """The route as it is declared; "-" where there is none."""
    return request.url_rule.rule if request.url_rule else "-"
