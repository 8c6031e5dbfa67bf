"""Files to keep: the rows of a page as CSV or XLSX, and the published figures, named after what is in them."""

import re
from collections.abc import Iterable
from dataclasses import fields
from urllib.parse import quote

from flask import Flask, Response, request

from callbacks.services import Services
from dashboard.api import XLSX
from dashboard.asked import Asked, asked
from dashboard.files import book, file_names, remarks
from data.export import csv, xlsx
from data.indicators.measure import measure
from data.indicators.model import Measured
from data.published import Published, published_figures
from layouts.words import word


def add_routes(server: Flask, services: Services) -> None:
    """`/download/observations.csv`, `/download/observations.xlsx`, `/download/published.csv`."""

    @server.get("/download/observations.csv")
    def download_csv() -> Response:
        question, measured = _measured(services)
        lang = services.lang()
        names = file_names(measured, question.release, services.country, lang)
        told = [f"{what}: {text}" for what, text in remarks(measured, lang, names, request.host_url)]
        return attachment(
            [csv.download(measured, names, told)], "text/csv", file_name(services, question, measured, "csv")
        )

    @server.get("/download/observations.xlsx")
    def download_xlsx() -> Response:
        question, measured = _measured(services)
        lang = services.lang()
        names = file_names(measured, question.release, services.country, lang)
        made = xlsx.workbook(measured, names, book(measured, lang, names, request.host_url))
        return attachment([made], XLSX, file_name(services, question, measured, "xlsx"))

    @server.get("/download/published.csv")
    def download_published() -> Response:
        release = services.shelf.current()
        columns = tuple(field.name for field in fields(Published))
        rows = (tuple(getattr(figure, name) for name in columns) for figure in published_figures(release))
        lines = (csv.line(row).encode() for row in (columns, *rows))
        return attachment([csv.BYTE_ORDER_MARK.encode(), *lines], "text/csv", f"published_{release.info.id}.csv")


def attachment(parts: Iterable[bytes], mimetype: str, name: str) -> Response:
    """A file to be saved under `name`, never shown in place and never kept by anybody on the way."""
    answer = Response(parts, mimetype=mimetype)
    plain = re.sub(r"_*[^A-Za-z0-9._-]+[^A-Za-z0-9.]*", "", name)
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def file_name(services: Services, question: Asked, measured: Measured, ending: str) -> str:
    """Indicator, date and release; a demonstration says so in its name."""
    info = question.release.info
    day = max((cell.until for cell in measured.whole), default=info.covers_to)
    demonstration = [word("file.name_demonstration", services.lang())] if info.demonstration else []
    return "_".join([question.filters.indicator, day.isoformat(), info.id, *demonstration]) + f".{ending}"


def _measured(services: Services) -> tuple[Asked, Measured]:
    question = asked(services)
    return question, measure(question.release, services.scope(), question.filters)
