"""The API: the same rows as the pages, the files and `python -m dashboard measure`, as JSON, CSV, XLSX or Parquet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, request

from callbacks.services import Services
from dashboard.asked import Asked, Page, asked, asked_page
from dashboard.files import book, file_names
from dashboard.openapi import document
from data.access import VISITOR
from data.export import csv, json, parquet, xlsx
from data.indicators.catalogue import catalogue
from data.indicators.emptied import emptied_by, empty
from data.indicators.measure import measure
from data.indicators.model import Indicator, Measured
from geo.text import Text

VERSION = "/api/v1"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"


@dataclass(frozen=True)
class Answer:
    """One answer on its way out: `measured` is the page asked for, of `total` cells."""

    question: Asked
    measured: Measured
    page: Page
    total: int
    services: Services


def add_routes(server: Flask, services: Services) -> None:
    """`/api/v1/indicators`, `/api/v1/observations` with its endings, `/api/v1/openapi.json`."""

    @server.get(f"{VERSION}/indicators")
    def indicators() -> Response:
        return jsonify({"indicators": [described(one) for one in catalogue().values()]})

    @server.get(f"{VERSION}/openapi.json")
    def openapi() -> Response:
        return jsonify(document(services.shelf.current().known))

    @server.get(f"{VERSION}/observations")
    def observations() -> Response:
        return answered(services, as_json, "application/json")

    @server.get(f"{VERSION}/observations.csv")
    def observations_csv() -> Response:
        return answered(services, lambda answer: csv.stream(answer.measured), "text/csv")

    @server.get(f"{VERSION}/observations.xlsx")
    def observations_xlsx() -> Response:
        return answered(services, as_workbook, XLSX)

    @server.get(f"{VERSION}/observations.parquet")
    def observations_parquet() -> Response:
        return answered(services, lambda answer: [parquet.file(answer.measured)], PARQUET)


def answered(services: Services, made: Callable[[Answer], Iterable[bytes]], mimetype: str) -> Response:
    """The answer to the query string; 304 when the reader has it already.

    Only visitors' answers are named and kept by browsers: another person's may differ under the same address.
    """
    question, page = asked(services), asked_page()
    named = services.scope() == VISITOR and mimetype != XLSX  # a workbook is in the reader's language
    if named and request.if_none_match.contains_weak(question.tag):
        answer = Response(status=304)
    else:
        told = _page(services, question, page)
        answer = Response(made(told), mimetype=mimetype)
        answer.headers["X-Portal-Total"] = str(told.total)
        if links := neighbours(page, told.total):
            answer.headers["Link"] = links
    if named:
        answer.set_etag(question.tag, weak=True)
    answer.headers["X-Portal-Release"] = question.release.info.id
    return answer


def as_json(answer: Answer) -> Iterable[bytes]:
    """The rows, how many there are in all, and of a table without numbers which filters made it so."""
    nothing = empty(answer.measured) if answer.total == len(answer.measured.cells) else False
    question, scope = answer.question, answer.services.scope()
    emptied = emptied_by(question.release, scope, question.filters) if nothing else ()
    return json.stream(answer.measured, answer.total, answer.page.offset, emptied)


def as_workbook(answer: Answer) -> Iterable[bytes]:
    """The three sheets, in the reader's language."""
    services, measured = answer.services, answer.measured
    lang = services.lang()
    names = file_names(measured, answer.question.release, services.country, lang)
    return [xlsx.workbook(measured, names, book(measured, lang, names, request.host_url))]


def neighbours(page: Page, total: int) -> str:
    """The Link header: first, prev, next and last page; empty where all rows are on one."""
    if page.limit is None:
        return ""
    last = max(total - 1, 0) // page.limit * page.limit
    places = {"first": 0, "prev": page.offset - page.limit, "next": page.offset + page.limit, "last": last}
    return ", ".join(
        f'<{_address(page.limit, max(offset, 0))}>; rel="{name}"'
        for name, offset in places.items()
        if name in {"first", "last"} or (name == "prev" and page.offset > 0) or (name == "next" and offset < total)
    )


def described(one: Indicator) -> dict[str, object]:
    """What a machine must know to ask for an indicator, and a person to read it, in both languages."""
    plain = (
        "code",
        "kind",
        "unit",
        "decimals",
        "direction",
        "denominator",
        "populations",
        "breakdowns",
        "fixes",
        "classes",
        "corresponds",
    )
    texts = ("label", "short", "question", "definition", "formula", "caveat", "source")
    return {name: getattr(one, name) for name in plain} | {name: _both(getattr(one, name)) for name in texts}


def _page(services: Services, question: Asked, page: Page) -> Answer:
    measured = measure(question.release, services.scope(), question.filters)
    total = len(measured.cells)
    if page.limit is not None or page.offset:
        end = None if page.limit is None else page.offset + page.limit
        measured = replace(measured, cells=measured.cells[page.offset : end])
    return Answer(question, measured, page, total, services)


def _address(limit: int, offset: int) -> str:
    pairs = [(key, value) for key, value in request.args.items(multi=True) if key not in {"limit", "offset"}]
    query = urlencode([*pairs, ("limit", limit), ("offset", offset)], safe=",", errors="replace")
    return f"{request.path}?{query}"


def _both(text: Text) -> dict[str, str]:
    return {"uk": text.uk, "en": text.en}
