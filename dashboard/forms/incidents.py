"""`/incidents`: the queue, the chosen case beside it, what has changed since, and giving several cases to somebody."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard.forms.case_room import CaseRoom
from dashboard.plain import Desk
from dashboard.traces import digest
from data.errors import NotFound, PortalError
from data.incidents import actions, notices, queries
from data.incidents.model import OPEN, Case, State
from data.records import audit
from layouts.components.case_panel import PanelView
from layouts.components.case_queue import QueueView, queue
from layouts.components.notice import error_words
from layouts.deadlines import STATES, overdue_and_today
from layouts.ids import Incidents
from layouts.markup import markup
from layouts.pages import incidents as looks
from layouts.words import word

LONGEST_SEARCH = 20
CHANGES = f"{looks.ADDRESS}/changes"


def add_routes(server: Flask, desk: Desk) -> None:
    """The page, its changes, and assigning many."""
    board = Board(desk)
    server.add_url_rule(looks.ADDRESS, "incidents", board.show, methods=["GET"])
    server.add_url_rule(CHANGES, "incidents_changes", board.changes, methods=["GET"])
    server.add_url_rule(f"{looks.ADDRESS}/assign", "incidents_assign", board.assign, methods=["POST"])


class Asked:
    """What the address asks for: tab, only mine, search, chosen case. Whatever is not understood is left out."""

    def __init__(self, given: Mapping[str, str]) -> None:
        state = given.get("state", "")
        self.state = State(state) if state in STATES else State.NEW
        self.mine = given.get("mine") == "1"
        self.search = given.get("q", "").strip()[:LONGEST_SEARCH]
        self.case = given.get("case", "")[:36]

    def link(self, **changed: str) -> str:
        """The address of the same with something changed; "" takes a part away."""
        told = {"state": str(self.state), "mine": "1" if self.mine else "", "q": self.search, "case": self.case}
        kept = {key: value for key, value in (told | changed).items() if value}
        return f"{looks.ADDRESS}?{urlencode(kept)}"


class Board(CaseRoom):
    """What the pages of the queue do."""

    def show(self) -> Answer:
        """The queue; that it is looked at, and which cases are in it, is recorded before it is shown.

        A whole number typed into the search leads to its case, in whatever tab that is.
        """
        asked = Asked(request.args)
        found = self._numbered(asked.search) if asked.search else None
        if found is None:
            return self._page(asked)
        known = found.state in STATES
        return redirect(
            asked.link(state=str(found.state), q="", mine="", case=found.id)
            if known
            else f"{looks.ADDRESS}/{found.id}",
            303,
        )

    def changes(self) -> Response:
        """What has changed since a number: nothing, or the parts of the page as they are now."""
        asked, since = Asked(request.args), request.args.get("since", "")
        number, ids = queries.changed_since(self.store, self.by, int(since) if _is_number(since) else 0)
        told: dict[str, object] = {"number": number, "now": self.store.clock().isoformat()}
        if ids or request.args.get("whole"):
            told |= self._parts(asked, number, ids)
        answer = jsonify(told)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def assign(self) -> Answer:
        """Give the ticked cases to somebody."""
        asked, person = Asked(request.form), request.form.get("person", "")
        chosen = [case for one in request.form.getlist("case") if (case := self._case(one))]
        asked.case = ""
        if not chosen or not person:
            return self._page(asked, word("queue.bulk.nothing", self.lang), 400)
        try:
            actions.assign_many(self.store, [(one.id, one.changed) for one in chosen], by=self.by, person_id=person)
        except PortalError as error:
            reason = error_words(error, self.lang)
            return self._page(asked, word("queue.bulk.failed", self.lang, reason=reason), 400)
        return redirect(asked.link(said="assign_many"), 303)

    def _page(self, asked: Asked, trouble: str = "", status: int = 200) -> Response:
        number, _ = queries.changed_since(self.store, self.by, NEWEST)
        view = self._view(asked, number, trouble)
        self._record(view.queue.cases, asked)
        return self.desk.page(looks.layout(view), word("page.incidents", self.lang), status)

    def _record(self, shown: Iterable[Case], asked: Asked) -> None:
        ids = [case.id for case in shown]
        what = {"state": str(asked.state), "count": len(ids), "ids": digest(ids)}
        fields = {"fields": [name for name, given in (("mine", asked.mine), ("search", asked.search)) if given]}
        audit.record(self.store, "incident.list", "incident:queue", by=self.reader, detail=what | fields)

    def _view(self, asked: Asked, number: int, trouble: str = "") -> looks.BoardView:
        opened = {state: queries.queue(self.store, self.by, state) for state in STATES if state in OPEN}
        shown = self._shown(asked, opened)
        chosen = self._case(asked.case)
        told = self.told([*shown, *([chosen] if chosen else [])])
        link = asked.link(case="{id}").replace("%7Bid%7D", "{id}")
        people = self.assignable(shown) if asked.state in OPEN else ()
        overdue, today = overdue_and_today([told.deadline(case) for cases in opened.values() for case in cases])
        return looks.BoardView(
            queue=QueueView(shown, told, asked.state, chosen.id if chosen else "", link, self.officer),
            counts=queries.counts(self.store, self.by),
            overdue=overdue,
            today=today,
            number=number,
            mine=asked.mine,
            search=asked.search,
            panel=self._panel(chosen, asked) if chosen else None,
            officer=self.officer,
            said=request.args.get("said", "") if not trouble else "",
            trouble=trouble,
            people=people,
            links=_links(asked),
            known=tuple(case.id for case in opened[State.NEW]),
            me=self.reader if self.reader in dict(people) else "",
        )

    def _shown(self, asked: Asked, opened: Mapping[State, tuple[Case, ...]]) -> tuple[Case, ...]:
        if asked.state in opened and not asked.mine and not asked.search:
            return opened[asked.state]
        return queries.queue(self.store, self.by, asked.state, mine=asked.mine, search=asked.search)

    def _panel(self, case: Case, asked: Asked) -> PanelView:
        if request.path != CHANGES:
            audit.record(self.store, "incident.view", f"incident:{case.id}", by=self.reader)
        return self.panel(case, str(asked.state), link=f"{looks.ADDRESS}/{case.id}", back_link=asked.link(case=""))

    def _case(self, case_id: str) -> Case | None:
        """The case, if the reader may know of it: else the queue is shown as if nothing had been chosen."""
        try:
            return queries.case(self.store, self.by, case_id) if case_id else None
        except NotFound:
            return None

    def _numbered(self, number: str) -> Case | None:
        try:
            return queries.numbered(self.store, self.by, number)
        except NotFound:
            return None

    def _parts(self, asked: Asked, number: int, ids: tuple[str, ...]) -> dict[str, object]:
        view = self._view(asked, number)
        if ids:
            self._record([case for case in view.queue.cases if case.id in ids], asked)
        new = {case.id: case.number for case in queries.queue(self.store, self.by, State.NEW) if case.id in ids}
        parts = {
            Incidents.HEAD: markup(looks.headline(view)), Incidents.TABS: markup(looks.tabs(view)),
            Incidents.QUEUE: markup(queue(view.queue)), Incidents.PANEL: markup(looks.beside_queue(view)),
        }  # fmt: skip
        unread = len(notices.unread(self.store, self.reader))
        return {"parts": parts, "changed": list(ids), "new": new, "unread": unread}


NEWEST = 2**31 - 1


def _links(asked: Asked) -> dict[str, str]:
    """The tabs, and the switch to one's own cases."""
    tabs = {str(state): asked.link(state=str(state), case="", q="") for state in STATES}
    return tabs | {"mine": asked.link(mine="" if asked.mine else "1", case="")}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10
