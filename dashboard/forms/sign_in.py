"""Signing in and out."""

from urllib.parse import urlencode

from flask import Flask, Response, g, redirect, request

from dashboard.cookies import forget_session, keep_session
from dashboard.forms.provider import provider_name
from dashboard.forms.told import demonstrated, keep_language, names_of, sentence, status_of, waiting
from dashboard.outside.journey import own_path
from dashboard.plain import Desk
from data.errors import PortalError, SignInRefused, TooManyTries
from data.people import demonstration, people, sign_in
from data.people.sessions import Session
from layouts.pages import factor as factor_looks
from layouts.pages import provider as provider_looks
from layouts.pages import sign_in as looks
from layouts.words import word

LONGEST = 1000
DONE = frozenset({"invited", "out"})


def add_routes(server: Flask, desk: Desk) -> None:
    """`/sign-in` and `/sign-out`."""

    @server.get(looks.ADDRESS)
    def sign_in_form() -> Response:
        if g.session:
            return onward_of(g.session, own_path(request.args.get("next")))
        told = request.args.get("done", "")
        done = word(f"sign_in.done.{told}", desk.services.lang()) if told in DONE else ""
        return _page(desk, looks.Asked(onward=_next(request.args.get("next")), done=done))

    @server.post(looks.ADDRESS)
    def sign_in_sent() -> Response:
        return _sign_in(desk)

    @server.post("/sign-out")
    def sign_out() -> Response:
        if g.session:
            sign_in.sign_out(desk.services.store, g.session)
        return forget_session(redirect("/", 303))


def onward_of(session: Session, path: str) -> Response:
    """Where somebody who is signed in goes: on, or to the second step first."""
    if session.factor_passed:
        return redirect(path, 303)
    return redirect(f"{factor_looks.ADDRESS}?{urlencode({'next': path})}", 303)


def _sign_in(desk: Desk) -> Response:
    email, password = (request.form.get(name, "")[:LONGEST] for name in ("email", "password"))
    asked = looks.Asked(email=email.strip(), onward=_next(request.form.get("next")))
    lang, store = desk.services.lang(), desk.services.store
    empty = [name for name, value in (("email", email.strip()), ("password", password)) if not value]
    if empty:
        wrong = [(name, word(f"sign_in.empty.{name}", lang)) for name in empty]
        return _page(desk, looks.Asked(asked.email, asked.onward, wrong=wrong), 422)
    if demonstrated(desk.services) is False:
        demonstration.withdraw(store)
    try:
        token = sign_in.sign_in(store, email, password, g.caller)
    except (SignInRefused, TooManyTries) as error:
        return _refused(desk, asked, error)
    if g.session:
        sign_in.sign_out(store, g.session)
    return _entered(desk, token, own_path(asked.onward))


def _entered(desk: Desk, token: str, path: str) -> Response:
    """On with a new token; whatever token the browser had before is worth nothing."""
    store = desk.services.store
    found = sign_in.session_of(store, token)
    person = people.find(store, found[0].person_id) if found else None
    if found is None or person is None:
        return redirect(looks.ADDRESS, 303)
    answer = keep_session(onward_of(found[0], path), token)
    return answer if person.demonstration else keep_language(answer, person.language, desk.known.behind_tls)


def _refused(desk: Desk, asked: looks.Asked, error: PortalError) -> Response:
    told = looks.Asked(asked.email, asked.onward, trouble=sentence(error, desk.services.lang()))
    return waiting(_page(desk, told, status_of(error)), error)


def _page(desk: Desk, asked: looks.Asked, status: int = 200) -> Response:
    services, lang = desk.services, desk.services.lang()
    offers = demonstration.offered(services.store, services.country) if demonstrated(services) else ()
    name = provider_name(desk)
    provider = provider_looks.start_form(name, lang, asked.onward or "/") if name else None
    content = looks.sign_in_page(asked, offers, names_of(services), lang, provider)
    return desk.page(content, word("sign_in.title", lang), status)


def _next(path: str | None) -> str:
    """A path to go on to that is worth carrying along; empty for the first page and for what is no path of ours."""
    found = own_path(path)
    return "" if found == "/" else found
