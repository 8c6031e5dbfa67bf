"""`/incidents/new`: an officer writes down a report told by phone; it becomes a case like any other."""

import re
import secrets
from collections.abc import Mapping
from datetime import date

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard.forms.case_room import CaseRoom, institutions_named
from dashboard.forms.told import zone_of
from dashboard.plain import Desk
from data.errors import UnknownRelease
from data.incidents import actions
from data.incidents.model import Alleged, Channel, Kind, Report, Reporter
from data.incidents.places import NOWHERE, KnownPlaces, places_of
from data.institution_names import institution_areas
from layouts.pages import incident_new as looks
from layouts.pages.incidents import ADDRESS
from layouts.words import word

TYPED = (
    "institution", "place", "kind", "alleged", "reporter", "danger", "ongoing", "occurred", "children", "age", "text",
    "contact", "safe_time",
)  # fmt: skip
LONGEST, LONGEST_TEXT = 200, 20_000
ATTEMPT = re.compile(r"[\w-]{20,64}")
OCCURRED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
CODES = {"kind": Kind, "alleged": Alleged, "reporter": Reporter}
ANSWERS = {"yes": True, "no": False}


def add_routes(server: Flask, desk: Desk) -> None:
    """The form."""
    hall = Hall(desk)
    server.add_url_rule(looks.PATH, "incident_new_form", hall.show, methods=["GET"])
    server.add_url_rule(looks.PATH, "incident_new", hall.send, methods=["POST"])


class Hall(CaseRoom):
    """Where reports are written down."""

    def show(self) -> Response:
        """The areas, then the form."""
        area = self._area(request.args.get("area", ""))
        if area is None:
            areas = [(one.code, one.name.in_(self.lang)) for one in self.services.country.areas]
            return self._page(looks.choose_area(areas, self.lang))
        return self._page(looks.fill_in(self._told(area, secrets.token_urlsafe(24)), self.lang))

    def send(self) -> Answer:
        """Make the case, or say at each field what is wrong."""
        area = self._area(request.form.get("area", "")) or ""
        attempt = request.form.get("attempt", "")
        told = self._told(area, attempt if ATTEMPT.fullmatch(attempt) else secrets.token_urlsafe(24), request.form)
        today = self.store.clock().astimezone(zone_of(self.services.country)).date()
        if wrong := wrong_fields(told, today):
            sentences = {name: word(key, self.lang) for name, key in wrong.items()}
            return self._page(looks.fill_in(told, self.lang, sentences), 422)
        report = self._report(told)
        case_id = actions.add_report(self.store, self.duties, self._places(), report, by=self.by, blobs=self.blobs)
        return redirect(f"{ADDRESS}/{case_id}?said=new", 303)

    def _report(self, told: looks.Told) -> Report:
        children = told.of("children")
        return Report(
            attempt=told.attempt,
            received_at=self.store.clock(),
            channel=Channel.OFFICER,
            reporter=Reporter(told.of("reporter")),
            kind=Kind(told.of("kind")),
            alleged=Alleged(told.of("alleged")),
            danger=told.of("danger") == "yes",
            ongoing=ANSWERS.get(told.of("ongoing")),
            area=told.area,
            institution_id=told.of("institution"),
            place=told.of("place"),
            occurred=told.of("occurred"),
            children=int(children) if children else None,
            age_band=told.of("age"),
            done=told.ticked,
            text=told.of("text"),
            contact=told.of("contact"),
            safe_time=told.of("safe_time"),
            language=str(self.lang),
        )

    def _told(self, area: str, attempt: str, given: Mapping[str, str] | None = None) -> looks.Told:
        """The form of an area; of what is sent only what it offers is kept."""
        given = given or {}
        typed = {name: given.get(name, "").strip()[: LONGEST_TEXT if name == "text" else LONGEST] for name in TYPED}
        named, where = institutions_named(self.services), self._areas()
        institutions = [(key, text.in_(self.lang)) for key, text in named.items() if area and where.get(key) == area]
        done = [(duty.code, duty.label.in_(self.lang)) for duty in self.duties.steps if duty.told]
        ticked = tuple(code for code, _ in done if given and code in request.form.getlist("done"))
        typed["institution"] = typed["institution"] if typed["institution"] in dict(institutions) else ""
        typed["age"] = typed["age"] if typed["age"] in looks.AGES else ""
        name = (
            self.services.country.area(area).name.in_(self.lang) if area else word("case.new.area.unknown", self.lang)
        )
        return looks.Told(attempt, area, name, institutions, done, typed, ticked)

    def _area(self, code: str) -> str | None:
        """The area chosen; "" for unknown; None while none has been chosen."""
        if code == looks.UNKNOWN:
            return ""
        return code if code in {one.code for one in self.services.country.areas} else None

    def _areas(self) -> Mapping[str, str]:
        try:
            return institution_areas(self.services.shelf.current())
        except UnknownRelease:
            return {}

    def _places(self) -> KnownPlaces:
        try:
            return places_of(self.services.shelf.current())
        except UnknownRelease:
            return NOWHERE

    def _page(self, content: object, status: int = 200) -> Response:
        return self.desk.page(content, word("case.new", self.lang), status)


def wrong_fields(told: looks.Told, today: date) -> dict[str, str]:
    """Field → key of the sentence that says what is wrong with it."""
    wrong = {name: "case.field.needed" for name, codes in CODES.items() if told.of(name) not in set(codes)}
    wrong |= {} if told.of("danger") in ANSWERS else {"danger": "case.field.needed"}
    wrong |= {} if told.of("text") else {"text": "case.field.needed"}
    wrong |= {} if _is_past(told.of("occurred"), today) else {"occurred": "case.new.occurred.wrong"}
    children = told.of("children")
    fits = not children or (children.isascii() and children.isdigit() and 0 < int(children) < 1000)
    return wrong if fits else wrong | {"children": "case.new.children.wrong"}


def _is_past(text: str, today: date) -> bool:
    """Whether it is nothing, or a year, month or day that there is and that has begun."""
    if not text:
        return True
    if not OCCURRED.fullmatch(text):
        return False
    try:
        return date.fromisoformat(f"{text}-01-01"[:10] if len(text) < 10 else text) <= today
    except ValueError:
        return False
