"""Signing in through an outside provider, and linking an account to it. Without one in the settings: nothing here.

The provider sends the browser back by a link from another site. All that this request can do is to end, once, the
journey that the same browser carries sealed in a cookie.
"""

import logging
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from flask import Flask, abort, g, redirect, request
from werkzeug.wrappers import Response

from dashboard.cookies import keep_session
from dashboard.forms.told import keep_language, sentence, status_of, waiting
from dashboard.outside import Failed, Identity, journey
from dashboard.outside.journey import Journey
from dashboard.plain import Desk
from dashboard.settings import Provider
from data.errors import SignInRefused, TooManyTries
from data.people import arrivals, identity, people, sessions, sign_in
from layouts.pages import provider as looks
from layouts.pages.factor import ADDRESS as FACTOR
from layouts.words import word

if TYPE_CHECKING:
    from dashboard.outside.openid import OpenID

LOG = logging.getLogger("portal")
BACK = "/provider/return"
LONGEST, LONGEST_CODE = 1000, 2000


def provider_name(desk: Desk) -> str | None:
    """What the provider is called in the reader's language; None: there is none, and nothing of it is shown."""
    provider = desk.known.provider
    return provider.names[desk.services.lang()] if provider else None


def add_routes(server: Flask, desk: Desk) -> None:
    """Away, back, and the account's own page."""
    door = Door(desk)
    server.add_url_rule(looks.START, "provider_start", door.start, methods=["POST"])
    server.add_url_rule(BACK, "provider_return", door.back, methods=["GET"])
    server.add_url_rule(looks.ACCOUNT, "provider_account", door.account, methods=["GET"])
    server.add_url_rule(looks.ACCOUNT, "provider_tie", door.tie, methods=["POST"])


class Door:
    """The way out to the provider and in again."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.store = desk, desk.services.store

    @cached_property
    def openid(self) -> "OpenID":
        """The provider; its libraries are loaded when the first person goes there."""
        from dashboard.outside.openid import OpenID

        return OpenID(self.provider, f"{self.desk.known.address}{BACK}")

    @property
    def provider(self) -> Provider:
        """The provider of the settings."""
        return self._there()

    def start(self) -> Response:
        """Send somebody away to say who they are."""
        return self._away(journey.begin(journey.SIGN_IN, self.store.clock(), onward=request.form.get("next", "/")))

    def back(self) -> Response:
        """Somebody comes back, or says so. Whatever the end, this journey is over."""
        self._there()
        there = journey.carried(request, self.store.keys, self.store.clock())
        if there is None or not there.fits(request.args.get("state")):
            LOG.warning("a return from the provider without a journey")
            return journey.forget(self._refused("state"))
        try:
            return journey.forget(self._arrived(there))
        except Failed as failed:
            LOG.warning("a return from the provider failed: %s %r", failed.why, failed.about)
            by = g.session.person_id if g.session else None
            detail = {"provider": self.provider.issuer, "why": failed.why}
            arrivals.failed(self.store, there.state, g.caller, by=by, detail=detail)
            return journey.forget(self._refused(failed.why))

    def account(self) -> Response:
        """Whether the account is linked, and the form to change it."""
        done = request.args.get("done", "")
        known = done if done in {"linked", "unlinked"} else ""
        lang = self.desk.services.lang()
        return self._tie(done=word(f"provider.account.{known}", lang, name=self._name) if known else "")

    def tie(self) -> Response:
        """Link or unlink, for whoever proves anew who they are."""
        self._there()
        lang, unlinking = self.desk.services.lang(), request.form.get("act") == "unlink"
        password, code = request.form.get("password", "")[:LONGEST], request.form.get("code", "")[:60]
        try:
            token = identity.step_up(
                self.store, g.session, password, code, g.caller, act="identity.unlink" if unlinking else "identity.link"
            )
        except (SignInRefused, TooManyTries) as error:
            unproved = error.parameters.get("why") in {"words", "code"}
            told = word("provider.account.wrong", lang) if unproved else sentence(error, lang)
            return waiting(self._tie(error=told, status=status_of(error)), error)
        session = sessions.find(self.store, token)
        if unlinking:
            identity.unlink(self.store, session)
            return keep_session(redirect(f"{looks.ACCOUNT}?done=unlinked", 303), token)
        begun = journey.begin(journey.LINK, self.store.clock(), onward=looks.ACCOUNT, session_id=session.id)
        return keep_session(self._away(begun), token)

    def _there(self) -> Provider:
        """Without a provider there is no such page."""
        return self.desk.known.provider or abort(404)

    @property
    def _name(self) -> str:
        return self.provider.names[self.desk.services.lang()]

    def _away(self, begun: Journey) -> Response:
        """A page that leads on to the provider. A redirect would not do: `form-action` of the policy forbids forms to
        end elsewhere, and the policy stays as it is for the sake of every other form."""
        lang, name = self.desk.services.lang(), self.provider.names[self.desk.services.lang()]
        try:
            address = self.openid.leave(begun)
        except Failed as failed:
            LOG.warning("the provider cannot be reached: %r", failed.about)
            return self._refused(failed.why)
        answer = self.desk.page(looks.leaving(name, address, lang), word("provider.leaving.title", lang, name=name))
        answer.headers["Refresh"] = f"0; url={address}"
        return journey.keep(answer, self.store.keys, begun)

    def _arrived(self, there: Journey) -> Response:
        """Let in, or link, whoever the provider says it is."""
        try:
            arrivals.spend(self.store, there.state, there.ends, g.caller)
            who = self._who(there)
            return self._link(there, who) if there.act == journey.LINK else self._sign_in(there, who)
        except SignInRefused as refused:
            return self._refused(str(refused.parameters["why"]))

    def _who(self, there: Journey) -> Identity:
        code, error = request.args.get("code", ""), request.args.get("error")
        if error is not None:
            raise Failed("declined", error[:60])
        if not 0 < len(code) <= LONGEST_CODE:
            raise Failed("proof", "no code")
        return self.openid.arrive(there, code, request.args.get("iss"), self.store.clock())

    def _sign_in(self, there: Journey, who: Identity) -> Response:
        vouched = bool(who.said & self.provider.second_factor)
        token = identity.sign_in(self.store, who.issuer, who.subject, g.caller, factor_passed=vouched)
        if g.session:
            sign_in.sign_out(self.store, g.session)
        onward = there.onward if vouched else f"{FACTOR}?{urlencode({'next': there.onward})}"
        answer, session = keep_session(redirect(onward, 303), token), sessions.find(self.store, token)
        person = people.find(self.store, session.person_id) if session else None
        return keep_language(answer, person.language, self.desk.known.behind_tls) if person else answer

    def _link(self, there: Journey, who: Identity) -> Response:
        """Only for the very session that proved itself and left for this."""
        if g.session is None or g.session.id != there.session_id:
            return self._refused("session")
        try:
            identity.link(self.store, g.session, who.issuer, who.subject)
        except SignInRefused:
            return self._refused("link")
        return redirect(f"{looks.ACCOUNT}?done=linked", 303)

    def _tie(self, *, error: str = "", done: str = "", status: int = 200) -> Response:
        issuer, lang = identity.linked(self.store, g.session.person_id), self.desk.services.lang()
        known = self._name if issuer == self.provider.issuer else urlsplit(issuer or "").hostname
        found = looks.Tie(self._name, known if issuer else None, error, done)
        return self.desk.page(looks.tie(found, lang), word("provider.account.title", lang, name=self._name), status)

    def _refused(self, why: str) -> Response:
        lang, name, status = self.desk.services.lang(), self._name, 503 if why == "down" else 403
        content = looks.refused(name, why, lang, signed_in=g.session is not None)
        return self.desk.page(content, word("provider.refused.title", lang, name=name), status)
