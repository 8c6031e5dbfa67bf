"""What is shown once, after the redirect that follows a form: carried sealed in a cookie for two minutes, then gone."""

import base64
import json
from typing import Any

from cryptography.exceptions import InvalidTag
from flask import Request, current_app
from werkzeug.wrappers import Response

from data.records.keys import Keys

LASTS = 120
PURPOSE = "once"


def carry(answer: Response, keys: Keys, about: str, told: dict[str, Any]) -> Response:
    """Give the browser `told`, which only a request that names the same `about` (for whom) can open."""
    sealed = base64.urlsafe_b64encode(keys.seal(PURPOSE, json.dumps(told).encode(), about)).decode()
    secure = bool(current_app.config["BEHIND_TLS"])
    answer.set_cookie(_name(), sealed, max_age=LASTS, secure=secure, httponly=True, samesite="Strict", path="/")
    return answer


def carried(asked: Request, keys: Keys, about: str) -> dict[str, Any] | None:
    """What the browser carries; None if it carries nothing, or nothing meant for this."""
    try:
        sealed = base64.urlsafe_b64decode(asked.cookies.get(_name(), "").encode())
        told = json.loads(keys.unseal(PURPOSE, sealed, about))
    except (ValueError, InvalidTag):
        return None
    return told if isinstance(told, dict) else None


def forget(answer: Response) -> Response:
    """Take it away."""
    secure = bool(current_app.config["BEHIND_TLS"])
    answer.delete_cookie(_name(), secure=secure, httponly=True, samesite="Strict", path="/")
    return answer


def _name() -> str:
    return "__Host-once" if current_app.config["BEHIND_TLS"] else "once"
