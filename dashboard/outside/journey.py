"""What a browser carries on its way to the provider and back: sealed, for ten minutes, out of reach of scripts.

It binds the answer to the browser that asked (state), the id token to the question (nonce) and the code to this portal
(verifier, RFC 7636). Another browser's answer finds no journey here, and is refused.
"""

import base64
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from flask import Request, current_app
from werkzeug.wrappers import Response

from data.records.keys import Keys

LASTS = timedelta(minutes=10)
SIGN_IN, LINK = "sign-in", "link"
PURPOSE, ABOUT = "journey", "cookie|journey"


@dataclass(frozen=True)
class Journey:
    """One way there and back. `act`: sign-in or link; `session_id`: whose account is linked; `onward`: a path here."""

    act: str
    state: str
    nonce: str
    verifier: str
    onward: str
    session_id: str
    until: str

    @property
    def ends(self) -> datetime:
        """When it is too late to come back."""
        return datetime.fromisoformat(self.until)

    def fits(self, state: str | None) -> bool:
        """Whether `state` is what this browser was sent away with."""
        return hmac.compare_digest(self.state.encode(), (state or "").encode())


def begin(act: str, now: datetime, *, onward: str = "/", session_id: str = "") -> Journey:
    """A new journey: three values of 256 bits that nobody can guess."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Journey(act, state, nonce, verifier, own_path(onward), session_id, (now + LASTS).isoformat())


def own_path(path: str | None) -> str:
    """`path` if it can only lead to a page of this portal, else the first page: no redirect leads anywhere else."""
    path = path or "/"
    plain = path.isascii() and path.isprintable() and not set(path) & set("\\ ")
    return path if plain and path.startswith("/") and not path.startswith("//") and len(path) <= 500 else "/"


def keep(answer: Response, keys: Keys, journey: Journey) -> Response:
    """Give the browser its journey."""
    sealed = keys.seal(PURPOSE, json.dumps(asdict(journey)).encode(), ABOUT)
    secure, age = bool(current_app.config["BEHIND_TLS"]), int(LASTS.total_seconds())
    text = base64.urlsafe_b64encode(sealed).decode()
    answer.set_cookie(_name(), text, max_age=age, secure=secure, httponly=True, samesite="Lax", path="/")
    return answer


def forget(answer: Response) -> Response:
    """Take it away again."""
    secure = bool(current_app.config["BEHIND_TLS"])
    answer.delete_cookie(_name(), secure=secure, httponly=True, samesite="Lax", path="/")
    return answer


def carried(asked: Request, keys: Keys, now: datetime) -> Journey | None:
    """The journey that this browser is on; None if there is none, if it was tampered with, or if it is over."""
    try:
        sealed = base64.urlsafe_b64decode(asked.cookies.get(_name(), "").encode())
        journey = Journey(**json.loads(keys.unseal(PURPOSE, sealed, ABOUT)))
    except (ValueError, InvalidTag):
        return None
    return journey if now < journey.ends else None


def _name() -> str:
    return "__Host-journey" if current_app.config["BEHIND_TLS"] else "journey"
