"""Reporting abuse: the form, and its receipt. Anybody may; nothing of the records is needed and nothing read back."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, g, jsonify, redirect, request

from dashboard import once
from dashboard.forms import report_choices as choices
from dashboard.forms.told import sentence, zone_of
from dashboard.letterbox import Letterbox
from dashboard.light import FILES, light_page
from dashboard.limits import network
from dashboard.plain import Desk
from dashboard.uploads import files_sent
from dashboard.watch import unheard
from data.errors import FileRefused, NotKept
from data.incidents import attachments, filled, receipts
from data.incidents.filled import CHILD, Filled
from data.incidents.flood import FREE, proven
from data.incidents.model import Attachment, Report
from geo.duties import duties
from geo.report_facts import report_facts
from geo.text import Lang
from layouts.moments import moment_words
from layouts.pages import report as looks
from layouts.pages import report_received
from layouts.pages.report_frame import ADDRESS, RECEIVED
from layouts.words import word

LOG = logging.getLogger("portal")
ABOUT = "report"
FIRST_STEPS = 3
SHOWN_NAME = 40


def add_routes(server: Flask, desk: Desk) -> None:
    """`/report`, `/report/received` and what they load."""
    letterbox = Letterbox(desk.services, desk.known)

    @server.get(ADDRESS)
    def report_form() -> Response:
        short = CHILD if request.args.get("for") == CHILD else ""
        return _form(desk, letterbox, Filled(attempt=receipts.new_attempt(), short=short))

    @server.post(ADDRESS)
    def report_sent() -> Response:
        return _sent(desk, letterbox)

    @server.get(f"{ADDRESS}/institutions")
    def report_institutions() -> Response:
        return jsonify(choices.institutions(desk.services, request.args.get("area", "")))

    @server.get(f"{FILES}/<name>")
    def report_file(name: str) -> Response:
        found = desk.files.files.get(name)
        return found.response(tuple(request.accept_encodings.values())) if found else abort(404)

    @server.get(RECEIVED)
    def report_received_page() -> Response:
        return _received(desk)


def _sent(desk: Desk, letterbox: Letterbox) -> Response:
    """Keep what was sent and show its receipt; or show the form again with everything that was typed in it."""
    asked = filled.read(request.form.to_dict(flat=False))
    files = files_sent("files")
    if not receipts.is_attempt(asked.attempt):
        asked = replace(asked, attempt=receipts.new_attempt())
    if request.form.get("show"):
        return _form(desk, letterbox, asked, again=True)
    if wrong := filled.wrong(asked, desk.services.today()):
        return _form(desk, letterbox, asked, 422, wrong=wrong, files_lost=bool(files), again=True)
    kept_apart = _flooded(letterbox, asked)
    kept, refused = _cleaned(files, kept_apart)
    report = _report(desk, asked, kept, kept_apart)
    receipt = letterbox.receipt(report.attempt, Lang(report.language))
    try:
        letterbox.keep(report, letterbox.mac(receipt.reference, receipt.words))
    except NotKept as error:
        trouble = sentence(error, desk.services.lang())
        return _form(desk, letterbox, asked, 507, trouble=trouble, files_lost=bool(files), again=True)
    told = {
        "reference": receipt.reference, "words": receipt.words, "danger": report.danger,
        "at": report.received_at.isoformat(),
        "refused": [(str(one.parameters["name"])[:SHOWN_NAME], one.parameters["why"]) for one in refused],
    }  # fmt: skip
    return once.carry(redirect(RECEIVED, 303), desk.services.store.keys, ABOUT, told)


def _flooded(letterbox: Letterbox, asked: Filled) -> bool:
    """Whether this belongs into the lane of its own: many came from this network, and no browser worked for it.

    Who is signed in is known and never counted.
    """
    if g.get("session"):
        return False
    return letterbox.reports.hit(network()) > FREE and not proven(asked.attempt, asked.proof)


def _cleaned(files: list[attachments.Sent], kept_apart: bool) -> tuple[tuple[Attachment, ...], tuple[FileRefused, ...]]:
    """The files made safe. In a flood none is worked on: they can be added afterwards."""
    if kept_apart:
        return (), tuple(FileRefused(why="flood", name=attachments.shown_name(one.name)) for one in files)
    return attachments.taken(files)


def _report(desk: Desk, asked: Filled, files: tuple[Attachment, ...], kept_apart: bool) -> Report:
    services, lang = desk.services, desk.services.lang()
    named = g.get("session") and not request.form.get("unnamed")
    return filled.report_of(
        asked,
        services.store.clock(),
        areas={area.code for area in services.country.areas},
        institutions={code for code, _ in choices.institutions(services, asked.area, every=True)},
        steps=dict(choices.steps(services.country, lang)),
        attachments=files,
        language=asked.words if asked.words in set(Lang) else str(lang),
        sender=g.session.person_id if named else None,
        quarantined=kept_apart,
    )


def _form(desk: Desk, letterbox: Letterbox, asked: Filled, status: int = 200, **told: Any) -> Response:
    services, lang = desk.services, desk.services.lang()
    asked, name = choices.preset(services, asked, bool(told.get("again")))
    shown = looks.Shown(
        asked,
        areas=choices.areas(services.country, lang),
        institutions=choices.institutions(services, asked.area, besides=asked.institution),
        steps=choices.steps(services.country, lang),
        signed_in=name,
        surname=report_facts(services.country).surname,
        stuck=letterbox.stuck() or unheard(services),
        **told,
    )
    content = looks.report_page(shown, services.country, lang)
    return light_page(desk, content, word("report.title", lang), status)


def _received(desk: Desk) -> Response:
    """The receipt that the browser carries for two minutes."""
    services, lang = desk.services, desk.services.lang()
    told = once.carried(request, services.store.keys, ABOUT)
    if told is None or "words" not in told:
        return light_page(desk, report_received.gone_page(lang), word("received.gone.title", lang))
    at = choices.moment_of(str(told["at"]))
    law = duties(services.country.code)
    read_by = at + law.acknowledge[0].wait(bool(told["danger"])) + timedelta(seconds=59)
    steps = [(duty.label.in_(lang), duty.hours) for duty in law.steps if duty.hours is not None]
    receipt = report_received.Received(
        told["reference"],
        told["words"],
        moment_words(read_by, zone_of(services.country).key, lang),
        steps[:FIRST_STEPS],
        told["refused"],
    )
    return light_page(desk, report_received.received_page(receipt, lang), word("received.title", lang))
