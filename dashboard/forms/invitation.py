"""Coming by an invitation: one link, one use. The link's token is in the address and nowhere else."""

from flask import Flask, Response, g, redirect, request

from dashboard.forms.told import GONE, names_of, sentence, status_of, waiting, zone_of
from dashboard.plain import Desk
from data.errors import BadPassword, PortalError, SignInRefused, TooManyTries
from data.people import invitations
from layouts.pages import invitation as looks
from layouts.words import word

ADDRESS = "/invitation/<token>"
LONGEST = 1000


def add_routes(server: Flask, desk: Desk) -> None:
    """`/invitation/<token>`. Looking at it changes nothing: programs that read mail look at every link."""

    @server.get(ADDRESS)
    def invitation(token: str) -> Response:
        return _page(desk, token)

    @server.post(ADDRESS)
    def invitation_accepted(token: str) -> Response:
        return _accept(desk, token)


def _accept(desk: Desk, token: str) -> Response:
    name, password = (request.form.get(key, "")[:LONGEST] for key in ("name", "password"))
    store, lang = desk.services.store, desk.services.lang()
    try:
        found = invitations.opened(store, token)
        nameless = found.renews or invitations.joins_account(store, found)
        empty = [] if nameless or name.strip() else [("name", word("invitation.name.empty", lang))]
        empty += [] if password else [("password", word("sign_in.empty.password", lang))]
        if empty:
            return _page(desk, token, name, empty, 422)
        invitations.accept(store, token, name=name, password=password, network=g.caller.network)
    except (SignInRefused, BadPassword, TooManyTries) as error:
        if isinstance(error, SignInRefused) and error.parameters.get("why") != "words":
            return _closed(desk, error)
        wrong = [("password", _words(error, desk))]
        return waiting(_page(desk, token, name, wrong, status_of(error)), error)
    return redirect("/sign-in?done=invited", 303)


def _words(error: PortalError, desk: Desk) -> str:
    """The address is not asked for here, so only the password can be wrong."""
    lang = desk.services.lang()
    return word("refused.password", lang) if isinstance(error, SignInRefused) else sentence(error, lang)


def _page(
    desk: Desk, token: str, name: str = "", wrong: list[tuple[str, str]] | None = None, status: int = 200
) -> Response:
    services, lang = desk.services, desk.services.lang()
    try:
        found = invitations.opened(services.store, token)
    except SignInRefused as error:
        return _closed(desk, error)
    link = looks.Link(request.path, found, invitations.joins_account(services.store, found))
    zone = zone_of(services.country)
    content = looks.invitation_page(link, names_of(services), zone, lang, name.strip()[:200], wrong or [])
    return desk.page(content, word("invitation.title", lang), status)


def _closed(desk: Desk, error: PortalError) -> Response:
    lang = desk.services.lang()
    status = {"link": 404, "waiting": 403}.get(str(error.parameters.get("why")), GONE)
    content = looks.closed_page(sentence(error, lang), lang)
    return desk.page(content, word("invitation.refused", lang), status)
