"""The second step: a code, setting an authenticator up, changing it, and the recovery codes."""

import base64
import json
from urllib.parse import urlencode

from cryptography.exceptions import InvalidTag
from flask import Flask, Response, g, redirect, request

from dashboard.cookies import keep_session
from dashboard.forms.sign_in import onward_of
from dashboard.forms.told import sentence, status_of, waiting
from dashboard.outside.journey import own_path
from dashboard.plain import Desk
from data.errors import SignInRefused, TooManyTries
from data.people import people, sessions, sign_in
from layouts.pages import factor as looks
from layouts.words import word

OFFER, SHOWN = "factor-offer", "recovery-codes"
LASTS = 600


def add_routes(server: Flask, desk: Desk) -> None:
    """`/second-factor`, `/account/factor` and `/recovery-codes`."""
    step = Step(desk)
    for address, view, method in (
        (looks.ADDRESS, step.ask, "GET"), (looks.ADDRESS, step.sent, "POST"),
        (looks.CHANGE, step.change, "GET"), (looks.CHANGE, step.changed, "POST"),
        (looks.CODES, step.codes, "GET"), (looks.CODES, step.saved, "POST"),
    ):  # fmt: skip
        server.add_url_rule(address, f"factor_{view.__name__}", view, methods=[method])


def show_codes(desk: Desk, answer: Response, codes: list[str], session_id: str) -> Response:
    """Carry recovery codes to the page that shows them: sealed for this session, ten minutes, in one browser."""
    sealed = desk.services.store.keys.seal(SHOWN, json.dumps(codes).encode(), f"sessions|{session_id}|codes")
    text = base64.urlsafe_b64encode(sealed).decode()
    secure = desk.known.behind_tls
    answer.set_cookie(
        SHOWN, text, max_age=LASTS, secure=secure, httponly=True, samesite="Strict", path=looks.CODES
    )  # fmt: skip
    return answer


class Step:
    """The pages of the second step. The key being set up travels in the form, sealed for the session."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.store, self.lang = desk, desk.services.store, desk.services.lang

    def ask(self) -> Response:
        """Ask for a code, or set the authenticator up; nothing to do for who has passed."""
        onward = own_path(request.args.get("next"))
        return onward_of(g.session, onward) if g.session.factor_passed else self._page(onward)

    def sent(self) -> Response:
        """A code is tried."""
        onward, code = own_path(request.form.get("next")), request.form.get("code", "")[:60]
        if g.session.factor_passed:
            return redirect(onward, 303)
        if not code.strip():
            return self._page(onward, word("factor.empty", self.lang()), 422)
        try:
            if self._person().has_factor:
                token = sign_in.pass_factor(self.store, g.session, code, g.caller)
                return keep_session(redirect(onward, 303), token)
            return self._enrol(code, onward)
        except (SignInRefused, TooManyTries) as error:
            return waiting(self._page(onward, sentence(error, self.lang()), status_of(error)), error)

    def change(self) -> Response:
        """Offer another authenticator."""
        return self._change_page()

    def changed(self) -> Response:
        """Another authenticator, proved by a code of its own and one of the present one."""
        code, present = (request.form.get(name, "")[:60] for name in ("code", "present"))
        for name, typed in (("code", code), ("present", present)):
            if not typed.strip():
                return self._change_page(word("factor.empty", self.lang()), 422, name == "present")
        try:
            return self._enrol(code, "/account?done=factor", present)
        except (SignInRefused, TooManyTries) as error:
            of_present = error.parameters.get("why") == "present"
            answer = self._change_page(sentence(error, self.lang()), status_of(error), of_present)
            return waiting(answer, error)

    def codes(self) -> Response:
        """The recovery codes that were just made."""
        found = self._shown()
        if not found:
            return redirect("/", 303)
        content = looks.codes_page(found, self.lang(), own_path(request.args.get("next")))
        return self.desk.page(content, word("codes.title", self.lang()))

    def saved(self) -> Response:
        """They are kept, and shown no more."""
        answer = redirect(own_path(request.form.get("next")), 303)
        answer.delete_cookie(
            SHOWN, secure=self.desk.known.behind_tls, httponly=True, samesite="Strict", path=looks.CODES
        )
        return answer

    def _enrol(self, code: str, onward: str, present: str = "") -> Response:
        secret = self._offered()
        if secret is None:
            raise SignInRefused(why="code")
        token, codes = sign_in.enrol(self.store, g.session, secret, code, g.caller, present=present)
        session = sessions.find(self.store, token)
        answer = keep_session(codes_address(onward), token)
        return show_codes(self.desk, answer, codes, session.id) if session else answer

    def _page(self, onward: str, trouble: str = "", status: int = 200) -> Response:
        lang, person = self.lang(), self._person()
        onward = "" if onward == "/" else onward
        if person.has_factor:
            content, title = looks.code_page(lang, onward, trouble), "factor.title"
        else:
            content, title = looks.enrol_page(self._offer(person), lang, onward, trouble), "factor.enrol.title"
        return self.desk.page(content, word(title, lang), status)

    def _change_page(self, trouble: str = "", status: int = 200, of_present: bool = False) -> Response:
        person, lang = self._person(), self.lang()
        if person.demonstration or not person.has_factor:
            return redirect("/account", 303)
        content = looks.change_page(self._offer(person), lang, trouble, of_present)
        return self.desk.page(content, word("factor.change.title", lang), status)

    def _person(self) -> people.Person:
        person = people.find(self.store, g.session.person_id)
        if person is None:
            raise SignInRefused(why="words")
        return person

    def _offer(self, person: people.Person) -> looks.Offered:
        """A key to set up: the one offered before, if the form brings it back, so that nobody scans twice."""
        made = sign_in.offer_factor(person.email, word("app.name", self.lang()), self._offered())
        sealed = self.store.keys.seal(OFFER, made.secret, self._about())
        key = base64.b32encode(made.secret).decode().rstrip("=")
        return looks.Offered(made.address, key, base64.urlsafe_b64encode(sealed).decode())

    def _offered(self) -> bytes | None:
        """The key that the form brings back; None if it was sealed for another session or changed on the way."""
        return _opened(self.desk, OFFER, request.form.get("offer", ""), self._about())

    def _about(self) -> str:
        return f"sessions|{g.session.id}|factor"

    def _shown(self) -> list[str]:
        opened = _opened(self.desk, SHOWN, request.cookies.get(SHOWN, ""), f"sessions|{g.session.id}|codes")
        return [str(code) for code in json.loads(opened)] if opened else []


def codes_address(onward: str) -> Response:
    """The way to the page of recovery codes, and on from there."""
    return redirect(f"{looks.CODES}?{urlencode({'next': onward})}" if onward != "/" else looks.CODES, 303)


def _opened(desk: Desk, purpose: str, text: str, about: str) -> bytes | None:
    try:
        return desk.services.store.keys.unseal(purpose, base64.urlsafe_b64decode(text.encode()), about)
    except (ValueError, InvalidTag):
        return None
