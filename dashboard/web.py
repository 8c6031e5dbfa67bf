"""What holds for every answer of the web server: headers, size limits, well-formed requests, compression."""

import gzip
from collections.abc import Mapping
from functools import cached_property

import brotli
from dash import Dash
from flask import Flask, Response, abort, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.bodies import check_callback, check_form
from dashboard.uploads import LARGEST_BODY, PortalRequest, largest_body

CALLBACK = "/_dash-update-component"
REPORTS = "/csp"
SUITES = "/_dash-component-suites/"
CLOSED = ("/_mcp", "/_reload-hash", "/_favicon.ico")
WORTH_COMPRESSING = 700
SCRIPTS_KEPT = 100
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
            f"connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; report-uri {REPORTS}"
        )


def guard(server: Flask, app: Dash, behind_tls: bool) -> None:
    """Refuse what is closed, too large, foreign or malformed before Dash sees it; add headers to every answer."""
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    server.request_class = PortalRequest
    server.config["BEHIND_TLS"] = behind_tls
    policy = Policy(app)

    @server.before_request
    def refuse() -> None:
        if request.path.startswith(CLOSED):
            abort(404)
        request.max_content_length = largest_body(request.path)
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            if from_elsewhere(request.headers, behind_tls):
                abort(403)
            check_body(app)

    @server.after_request
    def headers(answer: Response) -> Response:
        answer.headers.update(HEADERS)
        answer.headers["Content-Security-Policy"] = policy.text
        if behind_tls:
            answer.headers["Strict-Transport-Security"] = TLS_HEADER
        answer.headers.setdefault("Cache-Control", "no-cache")
        return answer


def behind_proxies(server: Flask, proxies: int) -> None:
    """Believe so many proxies of our own about who asks and whether over TLS; with none, nobody is believed."""
    if proxies:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]


def check_body(app: Dash) -> None:
    """Raises an HTTP error unless the body of a changing request is of the kind that its address takes."""
    if (request.content_length or 0) > largest_body(request.path):
        raise RequestEntityTooLarge
    if request.path == CALLBACK:
        check_callback(app)
    elif request.path != REPORTS:
        check_form()


def from_elsewhere(headers: Mapping[str, str], behind_tls: bool = False) -> bool:
    """Whether a changing request is not from a page of this portal: Sec-Fetch-Site, else Origin against Host, says so.

    One that tells neither is refused as well: every browser in use tells one of them. Forms of our own pages come with
    the Origin "null", because Referrer-Policy is no-referrer; that alone tells nothing.
    """
    site, origin, host = headers.get("Sec-Fetch-Site"), headers.get("Origin"), headers.get("Host")
    own = {f"https://{host}"} if behind_tls else {f"http://{host}", f"https://{host}"}
    if origin not in {None, "null", *own}:
        return True
    return site != "same-origin" if site is not None else origin not in own


def compress(server: Flask) -> None:
    """Compress what is made per request; Dash's own scripts once per process, as they never change.

    Dash serves a script under any fingerprint, so only so many are kept, and what comes after is compressed quickly.
    """
    kept: dict[tuple[str, str], bytes] = {}

    @server.after_request
    def compressed(answer: Response) -> Response:
        """The answer in the coding that the browser takes, if it pays."""
        coding = _coding(answer)
        if coding is None:
            return answer
        key = (request.path, coding)
        constant = request.path.startswith(SUITES) and (key in kept or len(kept) < SCRIPTS_KEPT)
        content = kept.get(key) if constant else None
        if content is None:
            content = _pack(answer.get_data(), coding, hard=constant)
            if constant:
                kept[key] = content
        answer.set_data(content)
        answer.headers["Content-Encoding"] = coding
        vary = answer.headers.get("Vary")
        answer.headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
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
