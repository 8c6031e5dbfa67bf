"""The door before Dash: who asks, from where, and whether it is theirs to ask. What is not listed is refused.

`routes.toml` gives every route a class: `public`, `session` (signed in, the second factor perhaps still to pass) or the
name of a permission. Strangers are asked to sign in; to those who are signed in, not-allowed looks like not-found.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Request, g, has_request_context, redirect, request
from werkzeug.exceptions import NotFound as Missing
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from dashboard.cookies import session_token
from dashboard.pages import find
from dashboard.web import CALLBACK
from data.access import VISITOR, Permission, Scope
from data.errors import NotFound
from data.people.sign_in import Caller, session_of
from data.people.throttle import network_of
from data.records import audit
from data.records.store import Store
from geo.countries import Country

ROUTES = Path(__file__).parent / "routes.toml"
PUBLIC, SESSION = "public", "session"
SHELL = "/<path:path>"
SIGN_IN = "/sign-in"


def route_classes(file: Path = ROUTES) -> Mapping[str, str]:
    """Route → class, as the file says."""
    told: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return told["routes"]


def request_scope() -> Scope:
    """What the request being answered may see and do; a visitor's outside of one."""
    scope: Scope = g.get("scope", VISITOR) if has_request_context() else VISITOR
    return scope


def stand_guard(server: Flask, store: Store, permissions: Mapping[str, Permission], country: Country) -> None:
    """Identify and admit, or refuse, every request. `permissions`: what each callback needs, by its output."""
    classes = route_classes()

    @server.before_request
    def identify() -> None:
        g.caller = Caller(network_of(request.remote_addr or ""), (request.user_agent.string or "")[:200])
        g.session, g.scope = None, VISITOR
        token = session_token(request)
        found = session_of(store, token) if token and not carried(request) else None
        if found:
            g.session, g.scope = found

    @server.before_request
    def admit() -> Response | None:
        if request.url_rule is None:
            return None
        needed = classes.get(request.url_rule.rule, "")
        if needed == PUBLIC:
            needed = _inside(permissions, country)
        if needed == PUBLIC or (needed == SESSION and g.session) or _granted(needed):
            return None
        return _refused(store, needed)


def carried(asked: Request) -> bool:
    """Whether another site's page sent this request along with the reader's cookies: it is answered as a stranger's."""
    from_elsewhere = asked.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
    return from_elsewhere and asked.headers.get("Sec-Fetch-Mode") != "navigate"


def _inside(permissions: Mapping[str, Permission], country: Country) -> str:
    """What a public route needs when it leads on to a callback or a page that is not for everybody."""
    if request.path == CALLBACK:
        body = request.get_json(silent=True)
        output = body.get("output") if isinstance(body, dict) else None
        needed = permissions.get(str(output))
        return PUBLIC if needed is Permission.NUMBERS_VIEW else str(needed or "")
    if request.url_rule is not None and request.url_rule.rule == SHELL:
        try:
            needed = find(request.path, country).page.permission
        except NotFound:
            return PUBLIC
        return PUBLIC if needed is Permission.NUMBERS_VIEW else str(needed)
    return PUBLIC


def _granted(needed: str) -> bool:
    return needed in set(Permission) and g.scope.can(Permission(needed))


def _refused(store: Store, needed: str) -> Response:
    """Send a stranger to sign in, tell anybody else that there is nothing; refusals of people are audited."""
    if g.session is None:
        if request.method == "GET" and request.accept_mimetypes.accept_html and not request.path.startswith("/_"):
            return redirect(f"{SIGN_IN}?next={request.path}", 303)
        raise Unauthorized
    audit.record(
        store, "access.refuse", f"route:{request.path}"[:120], by=g.session.person_id, outcome="refused",
        detail={"needed": needed},
    )  # fmt: skip
    raise Missing
