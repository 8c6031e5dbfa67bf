"""The API: the same rows as the pages, the files and `python -m dashboard measure`, as JSON or CSV."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, request

from callbacks.services import Services
from dashboard.traces import tell
from data.access import VISITOR
from data.errors import BadFilter
from data.export import csv, json
from data.filters import Filters, from_query, to_query
from data.indicators.catalogue import catalogue, indicator
from data.indicators.measure import measure
from data.indicators.model import Indicator, Measured
from data.warehouse.release import Release
from geo.text import Text

VERSION = "/api/v1"


@dataclass(frozen=True)
class Asked:
    """A question and the release that answers it."""

    release: Release
    filters: Filters

    @property
    def tag(self) -> str:
        """Names the answer: a release never changes, and an indicator is counted as its SQL says."""
        wanted = indicator(self.filters.indicator)
        parts = (self.release.info.checksum, to_query(self.filters), wanted.sql, str(wanted.decimals))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def add_routes(server: Flask, services: Services) -> None:
    """`/api/v1/indicators`, `/api/v1/observations` and `/api/v1/observations.csv`."""

    @server.get(f"{VERSION}/indicators")
    def indicators() -> Response:
        return jsonify({"indicators": [described(one) for one in catalogue().values()]})

    @server.get(f"{VERSION}/observations")
    def observations() -> Response:
        return answered(services, json.stream, "application/json")

    @server.get(f"{VERSION}/observations.csv")
    def observations_csv() -> Response:
        return answered(services, csv.stream, "text/csv")


def answered(services: Services, stream: Callable[[Measured], Iterator[bytes]], mimetype: str) -> Response:
    """The answer to the query string, streamed; 304 when the reader has it already.

    Only visitors' answers are named and kept by browsers: another person's may differ under the same address.
    """
    question = asked(services)
    named = services.scope() == VISITOR
    if named and request.if_none_match.contains_weak(question.tag):
        answer = Response(status=304)
    else:
        measured = measure(question.release, services.scope(), question.filters)
        answer = Response(stream(measured), mimetype=mimetype)
    if named:
        answer.set_etag(question.tag, weak=True)
    answer.headers["X-Portal-Release"] = question.release.info.id
    return answer


def asked(services: Services) -> Asked:
    """Read the query string. Unlike a page, a machine is told when a value does not exist. Raises BadFilter."""
    release = services.shelf.current()
    query = urlencode(list(request.args.items(multi=False)), safe=",")
    filters, notices = from_query(query, release.known)
    if filters.release and filters.release != release.info.id:
        release = services.shelf.release(filters.release)
        filters, notices = from_query(query, release.known)
    for notice in notices:
        told = dict(notice.parameters)
        raise BadFilter(dimension=told.get("key", ""), value=told.get("value", ""))
    tell(question=to_query(filters), release=release.info.id)
    return Asked(release, filters)


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


def _both(text: Text) -> dict[str, str]:
    return {"uk": text.uk, "en": text.en}
