"""Questions machines ask: does it live, can it answer, may it be indexed."""

from flask import Flask, Response, jsonify

from callbacks.services import Services
from data.errors import PortalError


def add_routes(server: Flask, services: Services) -> None:
    """`/healthz`, `/readyz`, `/robots.txt`."""

    @server.get("/healthz")
    def healthz() -> Response:
        return Response("OK", mimetype="text/plain")

    @server.get("/readyz")
    def readyz() -> Response:
        return _ready(services)

    @server.get("/robots.txt")
    def robots() -> Response:
        return Response("User-agent: *\nDisallow: /api/\nDisallow: /download/\n", mimetype="text/plain")


def _ready(services: Services) -> Response:
    """200 with the release being served, 503 while there is none that can be read."""
    try:
        info = services.shelf.current().info
    except PortalError as error:
        answer = jsonify({"ready": False, "why": error.key})
        answer.status_code = 503
        return answer
    return jsonify({"ready": True, "release": info.id, "covers_to": info.covers_to.isoformat()})
