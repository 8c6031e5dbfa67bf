"""What the bell in the bar holds, and marking it as read."""

from flask import Flask, redirect, request
from werkzeug.wrappers import Response as Answer

from callbacks.services import Services
from dashboard.plain import Desk
from data.access import Permission, Scope
from data.incidents import notices
from layouts.components.bell import NoticeLine
from layouts.moments import moment_words
from layouts.pages.incidents import ADDRESS


def add_routes(server: Flask, desk: Desk) -> None:
    """Marking all as read."""

    def read() -> Answer:
        notices.read(desk.services.store, desk.services.scope().person_id or "")
        return redirect(_back(request.form.get("back", "")), 303)

    server.add_url_rule("/notices/read", "notices_read", read, methods=["POST"])


def waiting(services: Services, scope: Scope) -> tuple[NoticeLine, ...] | None:
    """The notices that the person has not read; None for who gets none."""
    if scope.person_id is None or not scope.can(Permission.INCIDENT_FOLLOW):
        return None
    zone, lang = services.country.time_zone, services.lang()
    found = notices.unread(services.store, scope.person_id)
    return tuple(
        NoticeLine(one.event, one.number, f"{ADDRESS}/{one.incident_id}" if one.incident_id else "", moment_words(one.at, zone, lang))
        for one in found
    )


def _back(path: str) -> str:
    """Only to pages of the queue: whatever else is named, the overview."""
    return ADDRESS if path.startswith(ADDRESS) else "/"
