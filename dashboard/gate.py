"""The door before Dash: who asks, from where, and whether it is theirs to ask. What is not listed is refused.

`routes.toml` gives every route a class: `public`; `same` (public and the same for everybody: nobody is identified);
`closed` (there for nobody); `session` (signed in, the second factor perhaps still to pass); or a permission's name.
Strangers are asked to sign in; to those who are signed in, not-allowed looks like not-found.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from dash import Dash
from flask import Flask, Request, Response, g, has_request_context, redirect, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound as Missing
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as Answer

from dashboard import limits, traces
from dashboard.cookies import session_token
from dashboard.errors import wants_page
from dashboard.pages import find
from dashboard.web import CALLBACK
from data.access import VISITOR, Permission, Scope
from data.errors import NotFound
from data.people.sessions import Session
from data.people.sign_in import Caller, session_of
from data.records.store import Store
from geo.countries import Country

ROUTES = Path(__file__).parent / "routes.toml"
PUBLIC, SAME, CLOSED, SESSION = "public", "same", "closed", "session"
SHELL = "/<path:path>"
SIGN_IN, REPORT = "/sign-in", "/report"
ASKED_BY_ITSELF = frozenset({"/incidents/changes"})


class Undeclared(RuntimeError):
    """A callback that does not say who may call it."""


def route_classes(file: Path | None = None) -> Mapping[str, str]:
    """Route → class, as the file says."""
    told: dict[str, dict[str, str]] = tomllib.loads((file or ROUTES).read_text(encoding="utf-8"))
    return told["routes"]


def request_scope() -> Scope:
    """What the request being answered may see and do; a visitor's outside of one."""
    scope: Scope = g.get("scope", VISITOR) if has_request_context() else VISITOR
    return scope


def check_declared(app: Dash, permissions: Mapping[str, Permission]) -> None:
    """Raises Undeclared unless every callback that runs on the server says who may call it."""
    from dash._callback import GLOBAL_CALLBACK_MAP  # where `dash.callback` puts what it is given

    served = [output for output, known in app.callback_map.items() if "callback" in known]
    silent = [output for output in (*served, *GLOBAL_CALLBACK_MAP) if output not in permissions]
    if silent:
        raise Undeclared(", ".join(silent))


def stand_guard(
    server: Flask, store: Store, permissions: Mapping[str, Permission], country: Country, counter: limits.Counter
) -> None:
    """Identify and admit, or refuse, every request. `permissions`: what each callback needs, by its output."""
    classes = route_classes()

    @server.before_request
    def identify() -> None:
        g.caller = Caller(limits.network(), request.headers.get("User-Agent", "")[:200])
        g.session, g.scope, g.needed = None, VISITOR, _class(classes)
        token = session_token(request) if g.needed != SAME and not carried(request) else None
        found = _session(store, token) if token else None
        if found:
            g.session, g.scope = found

    @server.before_request
    def admit() -> Answer | None:
        if request.url_rule is None:
            return None
        if g.needed == PUBLIC:
            g.needed = _inside(permissions, country)
        if g.needed in {PUBLIC, SAME} or (g.needed == SESSION and g.session) or _granted(g.needed):
            return None
        return _refused(store, counter)

    @server.after_request
    def unkept(answer: Response) -> Response:
        if g.get("needed") != SAME:
            vary = answer.headers.get("Vary", "")  # a werkzeug HeaderSet takes ten times as long
            if "Cookie" not in vary:
                answer.headers["Vary"] = f"{vary}, Cookie" if vary else "Cookie"
        if g.get("session"):
            answer.headers["Cache-Control"] = "no-store"
        return answer


def limit(server: Flask, counter: limits.Counter) -> None:
    """Count what was admitted and must be worked for; called after what is kept has been answered."""

    @server.before_request
    def counted() -> None:
        if g.needed != SAME or request.method == "POST":
            limits.count(counter)


def carried(asked: Request) -> bool:
    """Whether another site's page sent this request along with the reader's cookies: it is answered as a stranger's."""
    from_elsewhere = asked.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
    return from_elsewhere and asked.headers.get("Sec-Fetch-Mode") != "navigate"


def _used() -> bool:
    """Whether a person is behind the request: a page that asks by itself says so only after somebody touched it."""
    return request.path not in ASKED_BY_ITSELF or request.args.get("used") == "1"


def _session(store: Store, token: str) -> tuple[Session, Scope] | None:
    """Whose token it is. While the records are closed nobody is known, and who reports is a stranger too."""
    try:
        return session_of(store, token, used=_used())
    except SQLAlchemyError:
        if not request.path.startswith(REPORT):
            raise
        return None


def _class(classes: Mapping[str, str]) -> str:
    return classes.get(request.url_rule.rule, CLOSED) if request.url_rule else PUBLIC


def _inside(permissions: Mapping[str, Permission], country: Country) -> str:
    """What a public route needs when it leads on to a callback or a page that is not for everybody."""
    rule = request.url_rule.rule if request.url_rule else ""
    if rule == CALLBACK:
        needed = permissions.get(str(g.callback["output"])) if "callback" in g else None
        return PUBLIC if needed is Permission.NUMBERS_VIEW else str(needed or CLOSED)
    if rule == SHELL:
        try:
            page = find(request.path, country).page
        except NotFound:
            return PUBLIC
        g.page, needed = page.path, page.permission
        return PUBLIC if needed is Permission.NUMBERS_VIEW else str(needed)
    return PUBLIC


def _granted(needed: str) -> bool:
    return needed in set(Permission) and g.scope.can(Permission(needed))


def _refused(store: Store, counter: limits.Counter) -> Answer:
    """Send a stranger to sign in, tell anybody else that there is nothing; refusals are audited."""
    if g.needed == CLOSED and g.session is None:
        raise Missing
    if g.session is None:
        traces.refused_stranger(store, counter, _asked_for(), g.needed)
        if wants_page() and request.method != "POST":
            return redirect(f"{SIGN_IN}?next={quote(request.path)}", 303)
        raise Unauthorized
    limits.count(counter)
    traces.refused_person(store, _asked_for(), g.needed)
    raise Missing


def _asked_for() -> str:
    """What was refused, as it is declared: no ids and no tokens."""
    rule = request.url_rule.rule if request.url_rule else "-"
    if rule == CALLBACK:
        return f"callback:{g.callback['output'].strip('.').split('...')[0]}"
    return f"page:{g.page}" if rule == SHELL else f"route:{rule}"
