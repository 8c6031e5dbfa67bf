"""`/institutions/<institution>/stays`: the rows behind an institution's number, for those who may, recorded first."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote, urlencode

from flask import Flask, Response, request

from dashboard.plain import Desk
from dashboard.traces import digest, tell
from data.access import Permission
from data.errors import BadFilter, NotFound
from data.register import Entry, find, place_of
from data.stays import PAGE, TRAITS, stays
from layouts.names import Names
from layouts.pages import stays as looks
from layouts.words import word

LAST_PAGE = 100_000


def add_routes(server: Flask, desk: Desk) -> None:
    """A page to read, a hundred rows at a time."""

    @server.get("/institutions/<institution>/stays")
    def stays_page(institution: str) -> Response:
        asked = {key: request.args[key] for key in (*TRAITS, "on", "page") if request.args.get(key)}
        return listed(desk, institution, asked)


def listed(desk: Desk, institution: str, asked: Mapping[str, str]) -> Response:
    """The page of rows that was asked for. Raises NotFound for an institution that is not there or not the reader's,
    BadFilter for a day or a page that cannot be read.
    """
    services, lang = desk.services, desk.services.lang()
    release, scope = services.shelf.current(), services.scope()
    entry = find(release, scope, institution, release.info.covers_to)
    if entry is None or not _inside(desk, entry):
        raise NotFound(what="institution")
    on, page = _day(asked.get("on")), _page(asked.get("page"))
    traits = {key: asked[key][:40] for key in TRAITS if key in asked}
    found = stays(
        release, scope, institution=entry.id, on=on, traits=traits, limit=PAGE, offset=(page - 1) * PAGE
    )  # fmt: skip
    rows = [f"{stay.child}|{stay.institution}|{stay.since}" for stay in found.rows]
    names = sorted(key for key in asked if key != "page")
    tell(filters=["institution", *names], page=page, release=release.info.id, rows=len(rows), ids=digest(rows))
    seen = looks.StaysSeen(
        entry, found, on, traits, page, Names(services.country, release.vocabulary), _address(entry, lang == "en")
    )
    return desk.page(looks.layout(seen, lang), word("stays.page.title", lang, name=entry.name.in_(lang)))


def _inside(desk: Desk, entry: Entry) -> bool:
    place = place_of(entry)
    return any(extent.covers(place) for extent in desk.services.scope().extents(Permission.STAYS_VIEW))


def _address(entry: Entry, english: bool) -> looks.Address:
    """Links of this page: `made(**changes)` with what stands in the query string."""

    def made(**told: object) -> str:
        pairs = {key: str(value) for key, value in told.items() if value}
        query = urlencode({**pairs, **({"lang": "en"} if english else {})})
        return f"/institutions/{quote(entry.id)}/stays" + (f"?{query}" if query else "")

    return made


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadFilter(dimension="on", value=(text or "")[:40]) from None


def _page(text: str | None) -> int:
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= LAST_PAGE):
        raise BadFilter(dimension="page", value=text[:40])
    return int(text)
