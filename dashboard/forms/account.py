"""My account: each form on it sends its name as `act` and is answered by the page again."""

from collections.abc import Callable

from flask import Flask, Response, g, redirect, request

from dashboard.cookies import keep_session
from dashboard.forms.factor import codes_address, show_codes
from dashboard.forms.provider import provider_name
from dashboard.forms.told import keep_language, names_of, sentence, status_of, waiting, zone_of
from dashboard.plain import Desk
from data.errors import BadPassword, SignInRefused, TooManyTries
from data.people import own, people, sessions, sign_in
from geo.text import Lang
from layouts.pages import account as looks
from layouts.words import word

LONGEST = 1000
DONE = frozenset({"language", "password", "session", "others", "factor", "codes"})


def add_routes(server: Flask, desk: Desk) -> None:
    """`/account`."""
    forms = Forms(desk)

    @server.get(looks.ADDRESS)
    def account() -> Response:
        told = request.args.get("done", "")
        done = word(f"account.done.{told}", desk.services.lang()) if told in DONE else ""
        return forms.page(looks.Outcome(done=done))

    @server.post(looks.ADDRESS)
    def account_changed() -> Response:
        return forms.sent()


class Forms:
    """The forms of the page."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.store, self.lang = desk, desk.services.store, desk.services.lang
        self.acts: dict[str, Callable[[], Response]] = {
            "language": self.language, "password": self.password, "codes": self.codes,
            "session": self.session, "others": self.others,
        }  # fmt: skip

    def sent(self) -> Response:
        """Do what the form asks for."""
        act = self.acts.get(request.form.get("act", ""))
        return act() if act else redirect(looks.ADDRESS, 303)

    def language(self) -> Response:
        """Keep the language, and show it from now on."""
        wanted = request.form.get("language", "")
        if wanted not in set(Lang):
            return redirect(looks.ADDRESS, 303)
        own.set_language(self.store, g.session, wanted)
        return keep_language(_done("language"), wanted, self.desk.known.behind_tls)

    def password(self) -> Response:
        """Change the password; this session gets a new token, the others end."""
        old, new = (request.form.get(name, "")[:LONGEST] for name in ("old", "new"))
        if not old:
            return self._wrong("password", [("old", word("account.password.empty", self.lang()))], 422)
        try:
            token = sign_in.change_password(self.store, g.session, old, new, g.caller)
        except BadPassword as error:
            return self._wrong("password", [("new", sentence(error, self.lang()))], status_of(error))
        except (SignInRefused, TooManyTries) as error:
            words = error.parameters.get("why") == "words"
            told = word("refused.password", self.lang()) if words else sentence(error, self.lang())
            return waiting(self._wrong("password", [("old", told)], status_of(error)), error)
        return keep_session(_done("password"), token)

    def codes(self) -> Response:
        """New recovery codes, for a code of the authenticator."""
        try:
            codes = sign_in.renew_codes(self.store, g.session, request.form.get("code", "")[:60], g.caller)
        except (SignInRefused, TooManyTries) as error:
            answer = self._wrong("codes", [("code", sentence(error, self.lang()))], status_of(error))
            return waiting(answer, error)
        return show_codes(self.desk, codes_address(f"{looks.ADDRESS}?done=codes"), codes, g.session.id)

    def session(self) -> Response:
        """End one session."""
        ended = own.end_session(self.store, g.session, request.form.get("session", "")[:60])
        return _done("session") if ended else redirect(looks.ADDRESS, 303)

    def others(self) -> Response:
        """End all sessions but this one."""
        own.end_others(self.store, g.session)
        return _done("others")

    def page(self, outcome: looks.Outcome, status: int = 200) -> Response:
        """The page with how the last form ended."""
        services, lang, who = self.desk.services, self.lang(), g.session.person_id
        person = people.find(self.store, who)
        if person is None:
            raise SignInRefused(why="words")
        mine = looks.Mine(
            person, services.scope(), g.session, sessions.living(self.store, who),
            own.logged(self.store, who, looks.LOGGED), names_of(services), zone_of(services.country),
        )  # fmt: skip
        content = looks.account_page(mine, outcome, lang, provider_name(self.desk))
        return self.desk.page(content, word("account.title", lang), status)

    def _wrong(self, act: str, wrong: list[tuple[str, str]], status: int) -> Response:
        return self.page(looks.Outcome(act=act, wrong=wrong), status)


def _done(what: str) -> Response:
    return redirect(f"{looks.ADDRESS}?done={what}", 303)
