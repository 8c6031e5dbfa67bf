"""Whole pages that need no script: what is shown, inside the portal's bar and footer, sent as finished HTML."""

from dataclasses import dataclass
from html import escape
from typing import Any

from flask import Response

from callbacks.services import Services
from dashboard.pages import account, menu
from dashboard.settings import Settings
from dashboard.static import Files
from dashboard.watch import alarm_bar
from layouts.components.shell import shell
from layouts.markup import markup
from layouts.words import word

PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>{links}</head>
<body data-plain="1">{body}{scripts}</body>
</html>"""


@dataclass(frozen=True)
class Desk:
    """What form pages are made with."""

    services: Services
    known: Settings
    files: Files

    def page(self, content: Any, title: str, status: int = 200) -> Response:
        """A page with `content` (plain `dash.html` components) as its main part; never kept by anybody on the way."""
        services, lang = self.services, self.services.lang()
        scope = services.scope()
        around = shell(content, menu(scope), services.country, lang, account(services, scope), alarm_bar(services))
        text = PAGE.format(
            lang=lang,
            title=escape(f"{title} · {word('app.name', lang)}"),
            links=self.files.icon_tag() + self.files.style_tags(),
            body=markup(around),
            scripts=self.files.script_tags(),
        )
        answer = Response(text, mimetype="text/html", status=status)
        answer.headers["Cache-Control"] = "no-store"
        return answer
