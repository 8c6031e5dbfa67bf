"""Rows about children, for those who may see them: `/api/v1/stays`, a page at a time, each reading recorded first."""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import date

from flask import Flask, Response, jsonify, request

from callbacks.services import Services
from dashboard.api import VERSION
from dashboard.traces import digest, tell
from data.errors import BadFilter, UnknownRelease
from data.export import csv
from data.stays import Stay, Stays, stays
from data.warehouse.release import Release

SIZE, LARGEST, LAST_PAGE = 100, 1000, 1_000_000
COLUMNS = (
    "child", "institution", "area", "ministry", "type", "from", "to", "age", "sex", "disability", "legal_status",
    "stay_mode", "route", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One page of the answer: its number from 1, how many rows a page has, and the release they are of."""

    release: Release
    number: int
    size: int
    found: Stays


def add_routes(server: Flask, services: Services) -> None:
    """`/api/v1/stays` and `/api/v1/stays.csv?area=&institution=&ministry=&on=&page=&size=&release=`."""

    @server.get(f"{VERSION}/stays")
    def stays_json() -> Response:
        return answered(services, as_json)

    @server.get(f"{VERSION}/stays.csv")
    def stays_csv() -> Response:
        return answered(services, as_csv)


def answered(services: Services, made: Callable[[Page], Response]) -> Response:
    """The page asked for, and what the audit is told of it. Raises BadFilter, NotFound, UnknownRelease."""
    release = _release(services)
    number, size = _number("page", 1, LAST_PAGE), _number("size", SIZE, LARGEST)
    found = stays(
        release, services.scope(), area=_area(services), institution=request.args.get("institution") or None,
        ministry=request.args.get("ministry") or None, on=_day("on"), limit=size, offset=(number - 1) * size,
    )  # fmt: skip
    rows = [f"{stay.child}|{stay.institution}|{stay.since}" for stay in found.rows]
    asked = sorted(name for name in ("area", "institution", "ministry", "on") if request.args.get(name))
    tell(filters=asked, page=number, release=release.info.id, rows=len(rows), ids=digest(rows))
    answer = made(Page(release, number, size, found))
    answer.headers["X-Portal-Release"] = release.info.id
    answer.headers["X-Portal-Total"] = str(found.total)
    return answer


def as_json(page: Page) -> Response:
    """An object of release, total, page, size and stays (one {column: value} a row)."""
    told = [dict(zip(COLUMNS, row(stay), strict=True)) for stay in page.found.rows]
    head = {"release": page.release.info.id, "demonstration": page.release.info.demonstration}
    return jsonify({**head, "total": page.found.total, "page": page.number, "size": page.size, "stays": told})


def as_csv(page: Page) -> Response:
    """The same columns and rows as CSV."""
    lines = [COLUMNS, *(row(stay) for stay in page.found.rows)]
    return Response("".join(map(csv.line, lines)), mimetype="text/csv")


def row(stay: Stay) -> tuple[str | None, ...]:
    """A stay as texts, in the order of COLUMNS; days in ISO form."""
    return tuple(part.isoformat() if isinstance(part, date) else part for part in astuple(stay))


def _release(services: Services) -> Release:
    """The release asked for; of the ids that are there, so that nothing typed becomes the name of a file."""
    asked = request.args.get("release")
    if asked and asked not in {info.id for info in services.shelf.infos()}:
        raise UnknownRelease(id=asked[:40])
    return services.shelf.release(asked or None)


def _area(services: Services) -> str | None:
    """The area by any of its codes; one that does not exist has no rows, as one that is not the reader's."""
    asked = request.args.get("area")
    return (services.country.resolve(asked) or asked) if asked else None


def _number(name: str, standard: int, most: int) -> int:
    text = request.args.get(name) or str(standard)
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
        raise BadFilter(dimension=name, value=text[:40], allowed=(f"a whole number from 1 to {most}",))
    return int(text)


def _day(name: str) -> date | None:
    text = request.args.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadFilter(dimension=name, value=(text or "")[:40], allowed=("a day as YYYY-MM-DD",)) from None
