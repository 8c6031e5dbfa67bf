"""The session's cookie: out of reach of scripts, of other sites and, behind TLS, of other hosts."""

from flask import Request, current_app
from werkzeug.wrappers import Response

BEHIND_TLS, PLAIN = "__Host-sid", "sid"
LONGEST = 12 * 3600


def cookie_name() -> str:
    """The cookie's name: browsers take the `__Host-` prefix only over TLS."""
    return BEHIND_TLS if current_app.config["BEHIND_TLS"] else PLAIN


def session_token(asked: Request) -> str | None:
    """The token the browser sent."""
    return asked.cookies.get(cookie_name())


def keep_session(answer: Response, token: str) -> Response:
    """Give the browser its token."""
    secure = bool(current_app.config["BEHIND_TLS"])
    answer.set_cookie(cookie_name(), token, max_age=LONGEST, secure=secure, httponly=True, samesite="Lax", path="/")
    return answer


def forget_session(answer: Response) -> Response:
    """Take the token away, and with it all the browser kept of this site."""
    secure = bool(current_app.config["BEHIND_TLS"])
    answer.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax", path="/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
