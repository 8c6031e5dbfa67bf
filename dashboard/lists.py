"""What a number is made of: `/api/v1/list`, the institutions or stays behind one cell, each reading recorded first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, Response, g, jsonify

from callbacks.services import Services
from dashboard.api import VERSION, neighbours
from dashboard.asked import Page, asked, asked_page, one_of, refuse
from dashboard.traces import digest, tell
from data.drill import LONGEST_PAGE, PAGE, Level, Listing, listed
from data.export import csv
from data.filters import to_query


@dataclass(frozen=True)
class Given:
    """One page of a list."""

    found: Listing
    page: Page


def add_routes(server: Flask, services: Services) -> None:
    """`/api/v1/list` and `/api/v1/list.csv`: the parameters of observations, `level`, `limit` and `offset`."""

    @server.get(f"{VERSION}/list")
    def list_json() -> Response:
        return answered(services, as_json)

    @server.get(f"{VERSION}/list.csv")
    def list_csv() -> Response:
        return answered(services, as_csv)


def answered(services: Services, made: Callable[[Given], Response]) -> Response:
    """The page asked for, and what the audit is told of it. Raises what `listed` raises."""
    question, page = asked(services), asked_page(PAGE)
    size = page.limit or PAGE
    if size > LONGEST_PAGE:
        refuse("limit", str(size), (f"a whole number from 1 to {LONGEST_PAGE}",))
    level = one_of("level", Level, Level.INSTITUTIONS)
    found = listed(question.release, services.scope(), question.filters, level, size, page.offset)
    g.of_children = found.level is Level.STAYS and bool(found.rows)
    rows = ["|".join(map(str, row[:6])) for row in found.rows]
    release = question.release.info.id
    tell(question=to_query(question.filters), level=str(found.level), offset=page.offset, release=release,
         rows=len(rows), ids=digest(rows))  # fmt: skip
    answer = made(Given(found, page))
    answer.headers["X-Portal-Release"] = release
    answer.headers["X-Portal-Total"] = str(found.total)
    answer.headers["Link"] = neighbours(Page(size, page.offset), found.total)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def as_json(given: Given) -> Response:
    """Release, level, the number and its state, how many rows may be seen, how many not and why, and the rows."""
    found, info = given.found, given.found.measured.release
    rows = [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]
    return jsonify(
        release=info.id, demonstration=info.demonstration, level=found.level, count=found.count, state=found.state,
        weight=found.weight, withheld=found.withheld, why=found.why, total=found.total, offset=given.page.offset,
        rows=rows,
    )  # fmt: skip


def as_csv(given: Given) -> Response:
    """The same rows."""
    found = given.found
    lines = [found.columns, *(tuple(map(plain, row)) for row in found.rows)]
    return Response("".join(map(csv.line, lines)), mimetype="text/csv")


def plain(value: Any) -> Any:
    """Days in ISO form, all else as it is."""
    return value.isoformat() if isinstance(value, date) else value
