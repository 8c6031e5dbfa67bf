"""`/institutions/rows`: one page of the register's rows as HTML, for the list that grows while it is scrolled."""

from flask import Flask, Response, request

from callbacks.institutions import rows_answer
from callbacks.services import Services
from layouts.markup import markup


def add_routes(server: Flask, services: Services) -> None:
    """The same rows as on the page, for whom they are made."""

    @server.get("/institutions/rows")
    def register_page_rows() -> Response:
        query = request.query_string.decode("utf-8", "replace")
        answer = Response(markup(rows_answer(services, query)), mimetype="text/html")
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer
