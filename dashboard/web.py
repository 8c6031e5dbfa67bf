"""What holds for every answer of the web server: headers, size limits, well-formed requests, compression."""

import gzip
import json
from collections.abc import Mapping
from functools import cached_property

import brotli
from dash import Dash
from flask import Flask, Response, abort, request
from werkzeug.exceptions import BadRequest

LARGEST_BODY = 256 * 1024
CALLBACK = "/_dash-update-component"
INTERNAL = ("/_dash-layout", "/_dash-dependencies", CALLBACK)
SUITES = "/_dash-component-suites/"
CLOSED = ("/_mcp", "/_reload-hash", "/_favicon.ico")
WORTH_COMPRESSING = 700
COMPRESSED_KINDS = frozenset({"text/html", "application/json", "text/csv", "text/javascript", "application/javascript"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "X-Frame-Options": "DENY",
}
TLS_HEADER = "max-age=63072000; includeSubDomains"


class Policy:
    """The Content-Security-Policy, worked out once every callback is registered: inline scripts by their hashes."""

    def __init__(self, app: Dash) -> None:
        self.app = app

    @cached_property
    def text(self) -> str:
        """The header's value."""
        scripts = " ".join(["'self'", *self.app.csp_hashes()])
        return (
            "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; "
            f"script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
            "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'"
        )


def guard(server: Flask, app: Dash, behind_tls: bool) -> None:
    """Refuse what is closed, too large, foreign or malformed before Dash sees it; add headers to every answer."""
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    server.config["BEHIND_TLS"] = behind_tls
    policy = Policy(app)

    @server.before_request
    def refuse() -> None:
        if request.path.startswith(CLOSED):
            abort(404)
        if request.method not in {"GET", "HEAD", "OPTIONS"} and from_elsewhere(request.headers):
            abort(403)
        if request.path == CALLBACK and request.method == "POST":
            check_callback(app)

    @server.after_request
    def headers(answer: Response) -> Response:
        answer.headers.update(HEADERS)
        answer.headers["Content-Security-Policy"] = policy.text
        if behind_tls:
            answer.headers["Strict-Transport-Security"] = TLS_HEADER
        answer.headers.setdefault("Cache-Control", "no-cache")
        return answer


def from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Whether a changing request is not from a page of this portal: Sec-Fetch-Site, else Origin against Host, says so.

    One that tells neither is refused as well: every browser in use tells one of them.
    """
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if origin is not None and origin.split("://")[-1] != headers.get("Host"):
        return True
    return site != "same-origin" if site is not None else origin is None


def check_callback(app: Dash) -> None:
    """Raises BadRequest unless the body is what a page of this portal sends: JSON naming a callback and its parts."""
    if not request.is_json:
        raise BadRequest("JSON is needed")
    try:
        body = json.loads(request.get_data(cache=True))
    except (ValueError, RecursionError):
        raise BadRequest("not JSON") from None
    if not isinstance(body, dict) or not _names_a_callback(body, app):
        raise BadRequest("no such callback")


def _names_a_callback(body: Mapping[str, object], app: Dash) -> bool:
    output = body.get("output")
    known = app.callback_map.get(output) if isinstance(output, str) else None
    if known is None or not isinstance(body.get("outputs"), (dict, list)):
        return False
    changed = body.get("changedPropIds", [])
    named = isinstance(changed, list) and all(isinstance(part, str) for part in changed)
    return (
        named
        and _same_parts(body.get("inputs"), known["inputs"])
        and _same_parts(body.get("state", []), known["state"])
    )


def _same_parts(given: object, wanted: object) -> bool:
    """Whether the parts sent are the callback's own, in order; a part of a pattern-matching callback is a list."""
    if not isinstance(given, list) or not isinstance(wanted, list) or len(given) != len(wanted):
        return False
    return all(_same_part(one, other) for one, other in zip(given, wanted, strict=True))


def _same_part(given: object, wanted: Mapping[str, object]) -> bool:
    if str(wanted["id"]).startswith("{"):
        return isinstance(given, (list, dict))
    return isinstance(given, dict) and (given.get("id"), given.get("property")) == (wanted["id"], wanted["property"])


def compress(server: Flask) -> None:
    """Compress what is made per request; Dash's own scripts once per process, as they never change."""
    kept: dict[tuple[str, str], bytes] = {}

    @server.after_request
    def compressed(answer: Response) -> Response:
        coding = _coding(answer)
        if coding is None:
            return answer
        key = (request.full_path, coding)
        constant = request.path.startswith(SUITES)
        content = kept.get(key) if constant else None
        if content is None:
            content = _pack(answer.get_data(), coding, hard=constant)
            if constant:
                kept[key] = content
        answer.set_data(content)
        answer.headers["Content-Encoding"] = coding
        answer.headers.add("Vary", "Accept-Encoding")
        return answer


def _coding(answer: Response) -> str | None:
    """br or gzip where the browser takes it and it pays, else None. Never what is streamed, partial or unchanged."""
    if answer.status_code != 200 or answer.direct_passthrough or answer.is_streamed or request.method == "HEAD":
        return None
    if "Content-Encoding" in answer.headers or answer.mimetype not in COMPRESSED_KINDS:
        return None
    if (answer.content_length or 0) < WORTH_COMPRESSING:
        return None
    accepted = set(request.accept_encodings.values())
    return next((coding for coding in ("br", "gzip") if coding in accepted), None)


def _pack(content: bytes, coding: str, hard: bool) -> bytes:
    if coding == "br":
        return brotli.compress(content, quality=9 if hard else 4)
    return gzip.compress(content, 6, mtime=0)
