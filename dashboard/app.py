"""Puts the portal together: the only place where everything meets. Only commands and tests import it."""

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any, TypeVar

from dash import Dash, dcc, html
from dash.development.base_component import Component
from flask import Flask, Response, has_request_context, request

from callbacks import (
    data,
    filters,
    indicators,
    institution,
    institutions,
    methods,
    overview,
    places,
    region,
    regions,
)  # fmt: skip
from callbacks.services import Services
from dashboard import api, downloads, lists, logs, probes, register_rows, stays
from dashboard.errors import answer_errors
from dashboard.forms import FORMS
from dashboard.gate import SHELL, check_declared, limit, request_scope, stand_guard
from dashboard.kept import Kept
from dashboard.language import remember_language, request_language
from dashboard.limits import Counter
from dashboard.locale import plotly_locales
from dashboard.pages import account, exists, menu, title
from dashboard.plain import Desk
from dashboard.router import route
from dashboard.settings import Settings
from dashboard.static import Files, read_files, serve_files
from dashboard.traces import record_reads
from dashboard.watch import alarm_bar
from dashboard.web import behind_proxies, compress, guard
from data.access import Permission
from data.records.opening import open_store
from data.warehouse.release import Shelf
from geo.countries import Country, country
from geo.text import Lang
from layouts.components.shell import shell
from layouts.ids import Shell
from layouts.words import word

Function = TypeVar("Function", bound=Callable[..., Any])
CALLBACKS = (
    filters, overview, regions, region, places, indicators, institutions, institution, methods, data,
)  # fmt: skip
INDEX = """<!DOCTYPE html>
<html lang="{lang}">
<head>{metas}<title>{title}</title>{links}{css}</head>
<body>{app_entry}<noscript><p>{noscript}</p></noscript><div hidden>{config}{own}{scripts}{renderer}</div></body>
</html>"""
ENTRY = '<div id="react-entry-point"><div class="_dash-loading">{}</div></div>'


class Portal(Dash):
    """Dash with the page's frame in the reader's language and nothing in it that tells versions."""

    files: Files
    lang: Callable[[], Lang]
    country: Country
    tab: Callable[[str], str]
    permissions: dict[str, Permission]

    def callback(self, *ends: Any, permission: Permission, **rest: Any) -> Callable[[Function], Function]:
        """Dash's own, for those who have `permission`: one that declares none cannot be registered."""
        there = set(self.callback_map)
        register = super().callback(*ends, **rest)

        def declared(function: Function) -> Function:
            made: Function = register(function)
            self.permissions |= dict.fromkeys(set(self.callback_map) - there, permission)
            return made

        return declared

    def interpolate_index(self, **parts: str) -> str:
        """The HTML around the app; called by Dash for every page asked for."""
        lang, path = self.lang(), request.path if has_request_context() else "/"
        return INDEX.format(
            lang=lang,
            metas=parts["metas"],
            title=escape(self.tab(path)),
            links=_links(path, self.files),
            css=self.files.style_tags() + parts["css"],
            app_entry=ENTRY.format(escape(word("http.loading", lang))),
            noscript=escape(word("http.noscript", lang)),
            config=parts["config"],
            own=self.files.script_tags(),
            scripts=parts["scripts"],
            renderer=parts["renderer"],
        )

    def _config(self) -> dict[str, object]:
        return {**super()._config(), "python_version": "", "dash_version": "", "dash_version_url": ""}


def portal(known: Settings) -> Portal:
    """The portal that these settings describe, reading releases from `known.home`."""
    services = Services(
        shelf=Shelf(known.home),
        country=country(known.country),
        scope=request_scope,
        lang=request_language(known.language),
        today=date.today,
        store=open_store(known.records_url, known.home, known.secret_file),
    )
    return create_app(services, known)


def create_app(services: Services, known: Settings) -> Portal:
    """The app with these services: pages, callbacks, API, downloads, headers, errors. Reads no release yet."""
    server = Flask("portal", static_folder=None)
    server.json.ensure_ascii = False
    files = read_files({"00-plotly-locales.js": plotly_locales()})
    serve_files(server, files)
    probes.add_routes(server, services, known)
    api.add_routes(server, services)
    downloads.add_routes(server, services)
    stays.add_routes(server, services)
    register_rows.add_routes(server, services)
    lists.add_routes(server, services)
    for form in FORMS:
        form.add_routes(server, Desk(services, known, files))
    app = Portal(
        "portal",
        server=server,
        assets_folder=str(known.home / "no-assets"),
        include_assets_files=False,
        enable_mcp=False,
        suppress_callback_exceptions=True,
        update_title="",
        serve_locally=True,
        compress=False,
        add_log_handler=False,
    )
    app.files, app.lang, app.country, app.permissions = files, services.lang, services.country, {}
    app.tab = lambda path: title(path, services)
    app.layout = lambda: frame(services)
    route(app, services)
    for module in CALLBACKS:
        module.register(app, services)
    _finish(app, services, known)
    return app


def _finish(app: Portal, services: Services, known: Settings) -> None:
    """What must come after all callbacks. Requests pass these from top to bottom, answers from bottom to top."""
    app.server.debug = False  # whatever FLASK_DEBUG says
    app.enable_dev_tools(debug=False, dev_tools_ui=False, dev_tools_props_check=False, dev_tools_hot_reload=False)
    check_declared(app, app.permissions)
    server, kept, counter = app.server, Kept(app, services), Counter()
    behind_proxies(server, known.behind_proxy)
    logs.watch(server)
    server.after_request(kept.store)
    compress(server)
    remember_language(server)
    guard(server, app, known.behind_tls)
    stand_guard(server, services.store, app.permissions, services.country, counter)
    server.before_request(kept.find)
    limit(server, counter)
    record_reads(server, services.store)
    answer_errors(server, services.lang, app.files, services.country)

    @server.after_request
    def missing(answer: Response) -> Response:
        shown = request.url_rule and request.url_rule.rule == SHELL and answer.status_code == 200
        if shown and not exists(request.path, services):
            answer.status_code = 404
        return answer


def frame(services: Services) -> Component:
    """What is around every page: the address, the name of the tab, bar and footer."""
    parts = [dcc.Location(id=Shell.URL, refresh=False), dcc.Store(id=Shell.TITLE)]
    scope = services.scope()
    around = shell([], menu(scope), services.country, services.lang(), account(services, scope), alarm_bar(services))
    return html.Div([*parts, *around])


def _links(path: str, files: Files) -> str:
    """The mark, and the same page in every language for search engines."""
    others = "".join(f'<link rel="alternate" hreflang="{lang}" href="{escape(path)}?lang={lang}">' for lang in Lang)
    return files.icon_tag() + others + files.named_tag("grid-script", "ag-grid-community.min.js")
