"""`/incidents/silence`: institutions from which nothing is heard, for those who work on reports."""

from flask import Flask, Response, g

from dashboard.forms.case_room import institutions_named
from dashboard.forms.told import demonstrated, names_of, zone_of
from dashboard.plain import Desk
from dashboard.traces import digest
from data.incidents.silence import silent
from data.records import audit
from geo.duties import duties
from layouts.pages import silence as looks
from layouts.words import word


def add_routes(server: Flask, desk: Desk) -> None:
    """The page; that it was read is recorded before it is shown."""

    @server.get(looks.ADDRESS)
    def silent_institutions() -> Response:
        return _page(desk)


def _page(desk: Desk) -> Response:
    services = desk.services
    lang, store, rule = services.lang(), services.store, duties(services.country.code).silence
    today = store.clock().astimezone(zone_of(services.country)).date()
    found = silent(services.shelf.current(), store, services.scope(), rule, today)
    told = {"count": len(found), "ids": digest(one.institution_id for one in found)}
    audit.record(store, "incident.silence", "incident:silence", by=g.session.person_id, detail=told)
    named, names = institutions_named(services), names_of(services)
    view = looks.SilenceView(found, named, names, rule.months, bool(demonstrated(services)))
    return desk.page(looks.layout(view, lang), word("page.silence", lang))
