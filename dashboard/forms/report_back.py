"""Coming back to a report: number and six words open it for its reporter, who reads and adds. Guessing is slow."""

import json
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from flask import Flask, Response, g, redirect, request
from sqlalchemy.exc import SQLAlchemyError

from dashboard import once
from dashboard.forms.told import sentence
from dashboard.letterbox import Letterbox
from dashboard.light import light_page
from dashboard.limits import network
from dashboard.plain import Desk
from dashboard.uploads import files_sent
from data.errors import NotKept
from data.incidents import attachments, filled, receipts
from data.incidents.flood import FREE
from data.incidents.queries import reporter_view
from layouts.pages import report_back as looks
from layouts.pages.report_frame import BACK
from layouts.words import word

LOG = logging.getLogger("portal")
ABOUT, TICKET = "report_back", "report_ticket"
GUESSES = 20
VALID = 1800.0
Words = tuple[str, ...]


def add_routes(server: Flask, desk: Desk) -> None:
    """`/report/back`."""
    letterbox = Letterbox(desk.services, desk.known)

    @server.get(BACK)
    def report_back_form() -> Response:
        carried = once.carried(request, desk.services.store.keys, ABOUT)
        if carried is None or request.args.get("close"):
            return once.forget(_ask(desk))
        return _opened(desk, letterbox, carried)

    @server.post(BACK)
    def report_back_sent() -> Response:
        return _add(desk, letterbox) if request.form.get("ticket") else _open(desk, letterbox)


def _open(desk: Desk, letterbox: Letterbox) -> Response:
    """Look for the report; the same answer whether the number or the words are wrong."""
    lang = desk.services.lang()
    reference = receipts.reference(request.form.get("number", "")[:40])
    words = tuple(request.form.get("words", "")[:200].replace(",", " ").split())
    keys = (f"network|{network()}", f"number|{reference}")
    if any(letterbox.guesses.hits(key) >= GUESSES for key in keys):
        return _ask(desk, request.form.get("number", "")[:40], word("back.many", lang), 429)
    mac = letterbox.mac(reference, words)
    try:
        state = _state(desk, letterbox, reference, mac)
    except SQLAlchemyError:
        LOG.error("a reporter's answer could not be read: the records are closed")
        return _ask(desk, request.form.get("number", "")[:40], word("back.closed", lang), 503)
    if state is None:
        for key in keys:
            letterbox.guesses.hit(key)
        return _ask(desk, request.form.get("number", "")[:40], word("back.none", lang), 422)
    told = {"reference": reference, "mac": mac}
    return once.carry(redirect(BACK, 303), desk.services.store.keys, ABOUT, told)


def _state(desk: Desk, letterbox: Letterbox, reference: str, mac: str) -> dict[str, Any] | None:
    """What can be told of the report: from the records, else that it still waits; None if there is no such report."""
    if letterbox.waits(mac):
        return {"state": looks.SPOOLED}
    view = reporter_view(desk.services.store, reference, mac)
    return {"state": str(view.state), "received_at": view.received_at, "parts": view.parts} if view else None


def _opened(desk: Desk, letterbox: Letterbox, told: dict[str, Any], status: int = 200, **more: Any) -> Response:
    services, lang = desk.services, desk.services.lang()
    state = _state(desk, letterbox, told["reference"], told["mac"])
    if state is None:
        return once.forget(_ask(desk))
    shown = looks.Opened(
        told["reference"],
        _ticket(desk, told["reference"], told["mac"]),
        more.pop("attempt", "") or receipts.new_attempt(),
        **state,
        added=bool(told.get("added")),
        refused=told.get("refused", ()),
        **more,
    )
    content = looks.opened_page(shown, services.country.time_zone, lang)
    return light_page(desk, content, word("back.title", lang), status)


def _add(desk: Desk, letterbox: Letterbox) -> Response:
    """Append what is added to the spool, like a report."""
    services, lang = desk.services, desk.services.lang()
    ticket = _read(desk, request.form.get("ticket", "")[:1000])
    if ticket is None:
        return _ask(desk)
    attempt, text, files = request.form.get("attempt", ""), request.form.get("text", ""), files_sent("files")
    attempt = attempt if receipts.is_attempt(attempt) else receipts.new_attempt()
    again = {"attempt": attempt, "text": text[: filled.LONGEST["text"]]}
    if len(text) > filled.LONGEST["text"]:
        return _opened(desk, letterbox, ticket, 422, **again, trouble=word("report.wrong.long", lang))
    flooded = not g.get("session") and letterbox.reports.hit(f"back|{network()}") > 3 * FREE
    kept, refused = ((), ()) if flooded else attachments.taken(files)
    if not text.strip() and not kept and not refused:
        return _opened(desk, letterbox, ticket, 422, **again, trouble=word("back.add.empty", lang))
    told = ticket | {"refused": [(str(one.parameters["name"])[:40], one.parameters["why"]) for one in refused]}
    if text.strip() or kept:
        added = filled.addition_of(attempt, services.store.clock(), ticket["reference"], ticket["mac"], text, kept)
        try:
            letterbox.keep(added, ticket["mac"])
        except NotKept as error:
            return _opened(desk, letterbox, ticket, 507, **again, trouble=sentence(error, lang))
        told["added"] = True
    return once.carry(redirect(BACK, 303), services.store.keys, ABOUT, told)


def _ask(desk: Desk, number: str = "", trouble: str = "", status: int = 200) -> Response:
    lang = desk.services.lang()
    return light_page(desk, looks.ask_page(number, trouble, lang), word("back.title", lang), status)


def _ticket(desk: Desk, reference: str, mac: str) -> str:
    """What the form for adding carries instead of number and words: sealed, and good for half an hour."""
    store = desk.services.store
    plain = json.dumps({"reference": reference, "mac": mac, "until": store.clock().timestamp() + VALID}).encode()
    return urlsafe_b64encode(store.keys.seal(TICKET, plain, TICKET)).decode()


def _read(desk: Desk, ticket: str) -> dict[str, Any] | None:
    store = desk.services.store
    try:
        told = json.loads(store.keys.unseal(TICKET, urlsafe_b64decode(ticket.encode()), TICKET))
    except (ValueError, InvalidTag):
        return None
    valid = told.pop("until") > store.clock().timestamp()
    return told if valid else None
