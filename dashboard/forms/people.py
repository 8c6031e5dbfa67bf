"""`/people`: who has access within one's own scope; taking roles away, shutting out, the second person's word."""

from collections.abc import Callable

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard.forms.told import names_of
from dashboard.plain import Desk
from data.access import Permission, Scope
from data.errors import GrantRefused
from data.people import invitations, lost_factor, oversight, people
from data.people.invitations import Invitation
from data.people.lost_factor import Reset
from geo.text import Lang
from layouts.names import Names
from layouts.pages import people as looks
from layouts.pages import person as person_looks
from layouts.words import has, word

LONGEST_TEXT = 100


def add_routes(server: Flask, desk: Desk) -> None:
    """The list, one person, and each act as a POST of its own."""
    office = Office(desk)
    read, act = {"methods": ["GET"]}, {"methods": ["POST"]}
    server.add_url_rule("/people", "people", office.everybody, **read)
    server.add_url_rule("/people/<person_id>", "person", office.person, **read)
    server.add_url_rule("/people/<person_id>/disable", "person_disable", office.disable, **act)
    server.add_url_rule("/people/<person_id>/enable", "person_enable", office.enable, **act)
    server.add_url_rule("/people/<person_id>/factor", "person_factor", office.ask_reset, **act)
    server.add_url_rule("/people/roles/<grant_id>/revoke", "role_ask", office.ask_revoke, **read)
    server.add_url_rule("/people/roles/<grant_id>/revoke", "role_revoke", office.revoke, **act)
    server.add_url_rule("/people/resets/<reset_id>/confirm", "reset_confirm", office.confirm_reset, **act)
    server.add_url_rule("/people/resets/<reset_id>/withdraw", "reset_withdraw", office.withdraw_reset, **act)
    server.add_url_rule("/people/invitations/<invitation_id>/confirm", "invitation_confirm", office.confirm, **act)
    server.add_url_rule("/people/invitations/<invitation_id>/withdraw", "invitation_withdraw", office.withdraw, **act)


class Office:
    """What the pages under /people do. Every act is checked, and audited, where it is done: in `data.people`."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.store = desk, desk.services.store

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.desk.services.lang()

    @property
    def by(self) -> Scope:
        """Who acts, and within what."""
        return self.desk.services.scope()

    @property
    def names(self) -> Names:
        """What areas and ministries are called."""
        return names_of(self.desk.services)

    def everybody(self) -> Response:
        """The list."""
        return self._list()

    def person(self, person_id: str) -> Response:
        """One person."""
        return self._one(person_id)

    def ask_revoke(self, grant_id: str) -> Response:
        """The step before a role is taken away."""
        return self._revoke_page(grant_id, "")

    def revoke(self, grant_id: str) -> Answer:
        """Take the role away."""
        reason = request.form.get("reason", "")
        try:
            person_id = oversight.revoke(self.store, grant_id, by=self.by, reason=reason)
        except GrantRefused as error:
            return self._revoke_page(grant_id, self._why(error))
        seen = any(one.person.id == person_id for one in oversight.overseen(self.store, self.by))
        return redirect(f"/people/{person_id}?said=revoked" if seen else "/people?said=revoked", 303)

    def disable(self, person_id: str) -> Answer:
        """Shut somebody out."""
        reason = request.form.get("reason", "")
        act = lambda: oversight.disable(self.store, person_id, by=self.by, reason=reason)  # noqa: E731
        return self._act_on(person_id, "disabled", act)

    def enable(self, person_id: str) -> Answer:
        """Let them in again."""
        return self._act_on(person_id, "enabled", lambda: oversight.enable(self.store, person_id, by=self.by))

    def ask_reset(self, person_id: str) -> Answer:
        """The first word about a lost factor."""
        return self._act_on(person_id, "reset_asked", lambda: lost_factor.ask(self.store, person_id, by=self.by))

    def confirm_reset(self, reset_id: str) -> Answer:
        """The second word: the factor is taken off."""
        return self._act("reset_done", lambda: lost_factor.confirm(self.store, reset_id, by=self.by))

    def withdraw_reset(self, reset_id: str) -> Answer:
        """Take the request back."""
        return self._act("reset_withdrawn", lambda: lost_factor.withdraw(self.store, reset_id, by=self.by))

    def confirm(self, invitation_id: str) -> Answer:
        """The second person's word on a national role."""
        return self._act("confirmed", lambda: invitations.confirm(self.store, invitation_id, by=self.by))

    def withdraw(self, invitation_id: str) -> Answer:
        """Take an invitation back."""
        return self._act("withdrawn", lambda: invitations.withdraw(self.store, invitation_id, by=self.by))

    def _act(self, said: str, act: Callable[[], object]) -> Answer:
        try:
            act()
        except GrantRefused as error:
            return self._list(trouble=self._why(error), status=400)
        return redirect(f"/people?said={said}", 303)

    def _act_on(self, person_id: str, said: str, act: Callable[[], object]) -> Answer:
        try:
            act()
        except GrantRefused as error:
            return self._one(person_id, trouble=self._why(error), status=400)
        return redirect(f"/people/{person_id}?said={said}", 303)

    def _list(self, trouble: str = "", status: int = 200) -> Response:
        text, given = request.args.get("q", "")[:LONGEST_TEXT], invitations.given_by(self.store, self.by)
        confirmable = [one for one in given if one.waiting and self._may_confirm(one)]
        resets = [one for one in lost_factor.waiting(self.store, self.by) if one.asked_by != self.by.person_id]
        view = looks.PeopleView(
            people=oversight.overseen(self.store, self.by, text),
            invitations=[one for one in given if one not in confirmable],
            confirmable=confirmable,
            resets=resets,
            names=self.names,
            text=text,
            said=self._said(trouble),
            trouble=trouble,
            who=self._who(confirmable, resets),
        )
        return self.desk.page(looks.layout(view, self.lang), word("page.people", self.lang), status)

    def _one(self, person_id: str, trouble: str = "", status: int = 200) -> Response:
        found = oversight.one(self.store, person_id, self.by)
        waiting = (one for one in lost_factor.waiting(self.store, self.by) if one.person_id == person_id)
        reset = next(waiting, None)
        view = person_looks.PersonView(
            found=found,
            names=self.names,
            own=person_id == self.by.person_id,
            reset=reset,
            asked_by_reader=bool(reset and reset.asked_by == self.by.person_id),
            said=self._said(trouble),
            trouble=trouble,
        )
        return self.desk.page(person_looks.layout(view, self.lang), found.person.name, status)

    def _revoke_page(self, grant_id: str, trouble: str) -> Response:
        line = oversight.line_of(self.store, grant_id, self.by)
        name = oversight.one(self.store, line.person_id, self.by).person.name
        page = person_looks.revoke(line, name, self.names, self.lang, trouble)
        return self.desk.page(page, word("person.revoke", self.lang), 400 if trouble else 200)

    def _may_confirm(self, one: Invitation) -> bool:
        return self.by.can(Permission.PEOPLE_CONFIRM) and one.invited_by != self.by.person_id

    def _who(self, given: list[Invitation], resets: list[Reset]) -> dict[str, str]:
        ids = {one.invited_by for one in given if one.invited_by} | {one.asked_by for one in resets}
        found = (people.find(self.store, one) for one in ids)
        return {one.id: one.name for one in found if one}

    def _said(self, trouble: str) -> str:
        said = request.args.get("said", "")
        return said if not trouble and request.method == "GET" and has(f"people.said.{said}", self.lang) else ""

    def _why(self, error: GrantRefused) -> str:
        key = f"people.refused.{error.parameters.get('why', '')}"
        return word(key if has(key, self.lang) else "people.refused.outside", self.lang)
