"""Light pages: finished HTML with one style sheet, one script and a font, for slow lines and old phones."""

from html import escape
from typing import Any

from flask import Response, request

from dashboard.forms.told import demonstrated
from dashboard.pages import menu
from dashboard.plain import Desk
from geo.report_facts import report_facts
from layouts.markup import markup
from layouts.pages.report_frame import Around, frame
from layouts.words import word

FILES = "/report/files"  # an address of their own, of which the log tells no network
STYLES, SCRIPTS = ("10-tokens.css", "wght.css", "report.css"), ("report.js",)
PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="referrer" content="same-origin">
<title>{title}</title><link rel="icon" href="data:,">{links}</head>
<body class="light">{body}{scripts}</body>
</html>"""


def light_page(desk: Desk, content: Any, title: str, status: int = 200) -> Response:
    """`content` (plain `dash.html` components) in the light frame; nobody on the way keeps it. Needs no records."""
    services, files, lang = desk.services, desk.files, desk.services.lang()
    leave = report_facts(services.country).leave.in_(lang)
    path = request.path if request.method == "GET" else request.path.removesuffix("/received")
    demonstration = bool(demonstrated(services))
    around = Around(services.country, menu(services.scope()), leave, path, demonstration)
    text = PAGE.format(
        lang=lang,
        title=escape(f"{title} · {word('app.name', lang)}"),
        links="".join(
            f'<link rel="stylesheet" href="{FILES}/{files.names[name]}">' for name in STYLES if name in files.names
        ),
        body=markup(frame(content, around, lang)),
        scripts="".join(f'<script src="{FILES}/{files.names[name]}" defer></script>' for name in SCRIPTS),
    )
    answer = Response(text, mimetype="text/html", status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
