"""`/notices/read`: what the bell in the bar holds is marked as read."""

from flask import Flask, redirect
from werkzeug.wrappers import Response as Answer

from dashboard.bell import CASES
from dashboard.plain import Desk
from data.incidents import notices


def add_routes(server: Flask, desk: Desk) -> None:
    """The bell's one button."""

    def read() -> Answer:
        notices.read(desk.services.store, desk.services.scope().person_id or "")
        return redirect(CASES, 303)

    server.add_url_rule("/notices/read", "notices_read", read, methods=["POST"])
