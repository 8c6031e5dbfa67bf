"""`/incidents/<id>`: one case, shown only after that is recorded; each act a POST; each opening of a file recorded."""

from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import NotFound as Missing
from werkzeug.wrappers import Response as Answer

from dashboard.downloads import attachment
from dashboard.forms.case_acts import ACTS, PAGE, SENTENCES, WRONG, Doing, Sent
from dashboard.forms.case_room import CaseRoom, allowed_acts
from dashboard.forms.told import zone_of
from dashboard.plain import Desk
from data.errors import Changed, NotFound, NotMovable, PortalError, TextNeeded
from data.incidents import actions, notices, queries
from data.incidents.model import Case, Part
from layouts import format as text
from layouts.components.case_acts import CONTACT, FOLDED, Returned
from layouts.components.notice import error_words
from layouts.deadlines import STATES
from layouts.pages import incident as looks
from layouts.pages.incidents import ADDRESS
from layouts.words import has, word

CASE = f"{ADDRESS}/<case_id>"
MENDABLE = frozenset({"into", "gone"})


def add_routes(server: Flask, desk: Desk) -> None:
    """The case, its acts, its files."""
    room = Room(desk)
    server.add_url_rule(CASE, "incident", room.show, methods=["GET"])
    server.add_url_rule(f"{CASE}/<act>", "incident_act", room.act, methods=["POST"])
    server.add_url_rule(f"{CASE}/files/<part_id>", "incident_file", room.file, methods=["POST"])


class Room(CaseRoom):
    """Where one case is read and worked."""

    def show(self, case_id: str) -> Response:
        """The case. Whoever opens it has read what the bell says about it."""
        said = request.args.get("said", "")
        return self._page(queries.case(self.store, self.by, case_id), said=said)

    def act(self, case_id: str, act: str) -> Answer:
        """Do it, or say at the form why not, with all that was typed still there."""
        if act == CONTACT:
            return self._contact(case_id)
        done = ACTS.get(act)
        if done is None:
            raise Missing
        sent = Sent(act, request.form)
        try:
            said = done(Doing(self.store, self.by, zone_of(self.services.country), case_id, sent))
        except NotFound as error:
            if error.parameters.get("why") not in MENDABLE:
                raise
            return self._again(case_id, sent, error, 422)
        except (Changed, NotMovable) as error:
            return self._again(case_id, sent, error, 409)
        except PortalError as error:
            return self._again(case_id, sent, error, 422)
        return redirect(self._way(case_id, sent, said or act), 303)

    def file(self, case_id: str, part_id: str) -> Answer:
        """One file, to be kept on the reader's device and never opened by the browser."""
        found = queries.attachment(self.store, self.by, case_id, part_id, self.blobs)
        return attachment([found.content], "application/octet-stream", found.name)

    def _contact(self, case_id: str) -> Answer:
        sent = Sent(CONTACT, request.form)
        try:
            found = actions.reveal_contact(self.store, case_id, by=self.by, reason=sent["text"])
        except TextNeeded as error:
            return self._again(case_id, sent, error, 422)
        return self._page(queries.case(self.store, self.by, case_id), contact=found)

    def _again(self, case_id: str, sent: Sent, error: PortalError, status: int) -> Response:
        """The case with the form that was refused, open and filled in; where it is gone, what was written in it."""
        case = queries.case(self.store, self.by, case_id)
        sentence, why = self._why(error), str(error.parameters.get("why"))
        main = {} if why in MENDABLE else sent.main
        returned = Returned(sent.act, sentence, {**sent.typed, **main}, WRONG.get(why, ""))
        if sent.act in FOLDED and sent.act in allowed_acts(case, self.by):
            return self._page(case, returned, status=status)
        return self._page(case, trouble=sentence, status=status, kept=sent["text"])

    def _page(
        self, case: Case, returned: Returned = Returned(), trouble: str = "", status: int = 200,
        contact: tuple[Part, ...] | None = None, said: str = "", kept: str = "",
    ) -> Response:  # fmt: skip
        parts = queries.parts(self.store, self.by, case.id, self.blobs)
        notices.read(self.store, self.reader, incident_id=case.id)
        panel = self.panel(case, PAGE, returned, also=[part.by for part in parts if part.by])
        view = looks.CaseView(panel, parts, contact, self.officer, said, trouble, kept)
        return self.desk.page(looks.layout(view), word("case.title", self.lang, number=case.number), status)

    def _why(self, error: PortalError) -> str:
        told = error.parameters
        if isinstance(error, Changed):
            return word("case.changed", self.lang, who=told["who"], what=self._act_words(str(told["what"])))
        if isinstance(error, NotMovable):
            acts = [self._act_words(str(one)) for one in told["possible"]]  # type: ignore[attr-defined]
            key = "case.not_movable" if acts else "case.not_movable.nothing"
            return word(key, self.lang, possible=text.listed(acts, self.lang)) if acts else word(key, self.lang)
        key = SENTENCES.get(str(told.get("why")), "")
        return word(key, self.lang) if key else error_words(error, self.lang)

    def _act_words(self, act: str) -> str:
        key = f"case.act.{act}"
        return word(key, self.lang).lower() if has(key, self.lang) else act

    def _way(self, case_id: str, sent: Sent, said: str) -> str:
        if sent.back == PAGE:
            return (
                f"{ADDRESS}/{case_id}?{urlencode({'said': said})}"
                if self._there(case_id)
                else f"{ADDRESS}?{urlencode({'said': said})}"
            )
        return f"{ADDRESS}?{urlencode({'state': self._tab(case_id, sent), 'case': case_id, 'said': said})}"

    def _there(self, case_id: str) -> bool:
        """Whether the reader still knows of the case."""
        try:
            return bool(queries.case(self.store, self.by, case_id))
        except NotFound:
            return False

    def _tab(self, case_id: str, sent: Sent) -> str:
        """The tab that the case is in now, so that it does not vanish from who has just worked on it."""
        if not self._there(case_id):
            return sent.back
        state = queries.case(self.store, self.by, case_id).state
        return str(state) if state in STATES else sent.back
