"""What a person sees when something goes wrong: a sentence in their language, never a trace."""

import logging
from collections.abc import Callable
from html import escape

from dash.exceptions import DependencyException
from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as Missing

from dashboard import logs
from dashboard.bodies import FORMS
from dashboard.static import Files
from data.errors import (
    BadFilter,
    NoRows,
    NotAllowed,
    NotFound,
    NotPublished,
    PortalError,
    TooManyTries,
    UnknownIndicator,
    UnknownRelease,
)
from geo.countries import Country
from geo.text import Lang
from layouts.components.notice import error_words
from layouts.components.shell import MARK
from layouts.pages.report_frame import ADDRESS as REPORT
from layouts.pages.report_frame import numbers
from layouts.words import has, word

LOG = logging.getLogger("portal")
REFUSED = frozenset({400, 401, 403, 413, 415, 429})
STATUSES: dict[type[PortalError], int] = {
    NotFound: 404, UnknownIndicator: 404, UnknownRelease: 404, NotPublished: 422, NotAllowed: 422, NoRows: 422,
    BadFilter: 400,
    TooManyTries: 429,
}  # fmt: skip


def answer_errors(server: Flask, lang: Callable[[], Lang], files: Files, country: Country) -> None:
    """Register the one handler of everything raised while a request is answered."""

    @server.errorhandler(Exception)
    def answer(error: Exception) -> Response:
        """A page where a person reads, else JSON: status, sentence and the number of the request."""
        status, code, sentence = said(error, lang())
        if status in REFUSED:
            logs.security("refused", status=status)
        if request.method == "POST" and request.path.startswith(REPORT):
            sentence = f"{sentence} {word('report.not_sent', lang(), numbers=numbers(country))}"
        if wants_page():
            made = Response(page(sentence, status, lang(), files), mimetype="text/html")
        else:
            told = {"code": code, "message": sentence, "request": g.get("request_id", ""), **mended_by(error)}
            made = jsonify({"error": told})
        made.status_code = status
        made.headers["Cache-Control"] = "no-store"
        if isinstance(error, TooManyTries):
            made.headers["Retry-After"] = str(error.parameters["seconds"])
        return made


def said(error: Exception, lang: Lang) -> tuple[int, str, str]:
    """Status, code and sentence for an error. What nobody foresaw is logged under the request's number."""
    if isinstance(error, DependencyException):  # a script that Dash does not have
        error = Missing()
    if isinstance(error, PortalError):
        return status_of(error), error.key, error_words(error, lang)
    if isinstance(error, HTTPException) and error.code and error.code < 500:
        key = f"http.{error.code}"
        return error.code, f"http_{error.code}", word(key if has(key, lang) else "http.400", lang)
    reference = g.get("request_id", "-")
    LOG.error("unforeseen error %s at %s", reference, logs.route(), exc_info=error)
    return 500, "internal", word("http.500", lang, reference=reference)


def mended_by(error: Exception) -> dict[str, object]:
    """What a program must know to ask better: the parameter that is wrong and what it may be, if the error says so."""
    if not isinstance(error, PortalError):
        return {}
    told = error.parameters
    name = told.get("parameter") or told.get("dimension")
    named = {"parameter": name} if name else {}
    listed = told.get("allowed")
    if not isinstance(listed, tuple):
        listed = tuple(part for part in str(listed or "").split(", ") if part)
    return named | ({"allowed": list(listed)} if listed else {}) | ({"drop": told["drop"]} if "drop" in told else {})


def status_of(error: PortalError) -> int:
    """The HTTP status of an error raised on purpose."""
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 400)


def wants_page() -> bool:
    """Whether a person reads the answer: everything but the API, Dash's own requests and probes."""
    machine = request.path.startswith(("/api/", "/_", "/healthz", "/readyz", "/csp"))
    return not machine and (request.method in {"GET", "HEAD"} or request.mimetype in FORMS)


def page(sentence: str, status: int, lang: Lang, files: Files) -> str:
    """A whole page that needs no script: what happened, and the way home."""
    title = word("http.title.404" if status == 404 else "http.title", lang)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · {escape(word('app.name', lang))}</title>{files.style_tags()}</head><body>"
        f'<header class="bar"><a class="brand" href="/">{MARK}<span><strong>{escape(word("app.name", lang))}</strong>'
        f"<small>{escape(word('app.full', lang))}</small></span></a></header>"
        f'<main id="main" class="page"><h1>{escape(title)}</h1><p>{escape(sentence)}</p>'
        f'<p><a class="button" href="/">{escape(word("http.home", lang))}</a></p></main></body></html>'
    )
