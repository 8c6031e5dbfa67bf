"""Questions machines ask: does it live, can it answer, may it be indexed; and what browsers complain of."""

import json
import re

from flask import Flask, Response, jsonify, request

from callbacks.services import Services
from dashboard import logs, watch
from dashboard.settings import Settings
from dashboard.watch import Watchman
from dashboard.web import REPORTS
from data.errors import PortalError

LARGEST_REPORT = 8192


def add_routes(server: Flask, services: Services, known: Settings) -> None:
    """`/healthz`, `/readyz`, `/robots.txt`, `/csp`."""
    watchman = watch.watchman(services.store, known.home)

    @server.get("/healthz")
    def healthz() -> Response:
        return _healthy(watchman, known.worker)

    @server.get("/readyz")
    def readyz() -> Response:
        return _ready(services, watchman)

    @server.get("/robots.txt")
    def robots() -> Response:
        return Response("User-agent: *\nDisallow: /api/\nDisallow: /download/\n", mimetype="text/plain")

    @server.post(REPORTS)
    def complaint() -> Response:
        logs.security("content_policy", **complained(request.get_data()[:LARGEST_REPORT]))
        return Response(status=204)


def complained(body: bytes) -> dict[str, str]:
    """What a browser's report says was blocked: the directive and the kind of address; no page, path or query."""
    try:
        told = json.loads(body)["csp-report"]
        directive = str(told.get("effective-directive") or told.get("violated-directive") or "")
        blocked = str(told.get("blocked-uri", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {"directive": "-", "blocked": "-"}
    known = re.fullmatch(r"[a-z-]{1,40}", directive.partition(" ")[0])
    place = re.match(r"(?:inline|eval|data|blob)\b|[a-z]{2,5}://[A-Za-z0-9.-]{1,80}", blocked)
    return {"directive": known[0] if known else "-", "blocked": place[0] if place else "-"}


def _healthy(watchman: Watchman, minds_worker: bool) -> Response:
    """503 where this server minds a worker that has been silent for 5 minutes: starting both anew may mend it. Where
    the worker runs elsewhere, or the records are down, the public pages go on: `/readyz` and the red bar tell."""
    if minds_worker and watchman.silent():
        return Response("the worker is silent", mimetype="text/plain", status=503)
    return Response("OK", mimetype="text/plain")


def _ready(services: Services, watchman: Watchman) -> Response:
    """200 with the release being served, 503 while there is none that can be read; and how the worker does."""
    behind = watch.told(watchman.look())
    try:
        info = services.shelf.current().info
    except PortalError as error:
        answer = jsonify({"ready": False, "why": error.key, **behind})
        answer.status_code = 503
        return answer
    return jsonify({"ready": True, "release": info.id, "covers_to": info.covers_to.isoformat(), **behind})
