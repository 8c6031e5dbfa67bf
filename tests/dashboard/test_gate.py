"""What is not listed is refused: routes, callbacks, pages, and everything that Dash could switch on by itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import dash
import pytest
from dash import Dash, Input, Output, dcc, html

from dashboard.gate import Undeclared, check_declared, route_classes
from dashboard.pages import PAGES, Page
from data.access import Holding, Permission, Role
from data.records import audit
from tests.architecture.source import ROOT
from tests.dashboard import persons
from tests.dashboard.endpoints import callback_body, callbacks
from tests.dashboard.trial import NEEDLE, WITH_ID

PUBLIC = {"public", "same"}
FROZEN = [line for line in (Path(__file__).parent / "public_routes.txt").read_text().splitlines() if line[:1] == "/"]
SWITCHES = {
    "DASH_MCP_ENABLED": "1", "DASH_ENABLE_MCP": "1", "DASH_DEBUG": "1", "DASH_UI": "1", "DASH_HOT_RELOAD": "1",
    "DASH_SERVE_DEV_BUNDLES": "1", "DASH_PROPS_CHECK": "1", "DASH_PRUNE_ERRORS": "0",
    "DASH_SILENCE_ROUTES_LOGGING": "0",
    "DASH_SUPPRESS_CALLBACK_EXCEPTIONS": "0", "DASH_INCLUDE_ASSETS_FILES": "1", "DASH_HIDE_ALL_CALLBACKS": "0",
    "DASH_WEBSOCKET_CALLBACKS": "1", "FLASK_DEBUG": "1", "FLASK_ENV": "development", "WERKZEUG_DEBUG_PIN": "off",
    "WERKZEUG_RUN_MAIN": "true", "DASH_JUPYTER_MODE": "inline",
}  # fmt: skip
LOOK = """
import json, re, sys
from pathlib import Path
from dashboard.app import portal
from dashboard.settings import Settings
from tests.asking import browser
app = portal(Settings(home=Path(sys.argv[1])))
client = browser(app.server)
config = re.search(r'id="_dash-config"[^>]*>([^<]*)<', client.get("/").text)[1]
closed = {path: [client.get(path).status_code, client.post(path, json={}).status_code]
          for path in ("/_mcp", "/_mcp/", "/_reload-hash", "/_favicon.ico", "/_dash-ws", "/console", "/assets/x.css")}
rules = sorted(rule.rule for rule in app.server.url_map.iter_rules())
config = {key: value for key, value in json.loads(config).items() if key != "end_id"}  # by chance
tools = [app._dev_tools.ui, app._dev_tools.hot_reload]
print(json.dumps([rules, config, closed, app.server.debug, app.server.testing, *tools]))
"""


def looked(home: Path, **environment: str) -> list:
    """The app as another process makes it under this environment."""
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | environment
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(home)], cwd=ROOT, env=known, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_every_route_is_listed_and_every_line_is_a_route(empty_portal):
    assert {rule.rule for rule in empty_portal.server.url_map.iter_rules()} == set(route_classes())


def test_every_class_is_known():
    known = PUBLIC | {"closed", "session"} | {str(permission) for permission in Permission}
    assert set(route_classes().values()) <= known


def test_what_is_public_was_decided():
    assert sorted(rule for rule, needed in route_classes().items() if needed in PUBLIC) == sorted(FROZEN)


def test_every_callback_says_who_may_call_it_and_clientside_ones_hold_no_data(empty_portal):
    served = {output for output, known in empty_portal.callback_map.items() if "callback" in known}
    assert served == set(empty_portal.permissions) & served
    assert all(isinstance(permission, Permission) for permission in empty_portal.permissions.values())
    clientside = [one for one in empty_portal._callback_list if one["clientside_function"]]
    assert {one["output"] for one in clientside} == set(empty_portal.callback_map) - served
    scripts = " ".join(empty_portal._inline_scripts)
    assert not [word for word in ("fetch(", "XMLHttp", "localStorage", "sessionStorage", "eval(") if word in scripts]


def test_a_callback_without_a_permission_cannot_be_registered(empty_portal):
    with pytest.raises(TypeError, match="permission"):
        empty_portal.callback(Output("a", "children"), Input("b", "value"))
    assert "a.children" not in empty_portal.callback_map


def test_a_callback_put_past_the_portal_is_found_when_the_app_is_made():
    app = Dash("other")
    app.layout = html.Div([dcc.Input(id="b"), html.Div(id="a")])
    Dash.callback(app, Output("a", "children"), Input("b", "value"))(str)
    with pytest.raises(Undeclared, match=r"a\.children"):
        check_declared(app, {})
    check_declared(app, {"a.children": Permission.NUMBERS_VIEW})


def test_a_callback_of_the_module_is_found_as_well(monkeypatch):
    monkeypatch.setattr(dash._callback, "GLOBAL_CALLBACK_MAP", {"c.children": {}})
    with pytest.raises(Undeclared, match=r"c\.children"):
        check_declared(Dash("another"), {})


def test_a_callback_that_is_registered_later_is_refused(trial_app, trial_store):
    Dash.callback(trial_app, Output("late", "children"), Input("trial", "value"))(lambda _value: NEEDLE)
    try:
        client = persons.signed_in(trial_app.server, trial_store, *[Holding(role) for role in Role])
        body = callback_body(trial_app, "late.children")
        answer = client.post("/_dash-update-component", json=body)
        assert (answer.status_code, NEEDLE in answer.text) == (404, False)
    finally:
        del trial_app.callback_map["late.children"]


def test_a_route_that_is_not_listed_is_refused(tmp_path):
    from werkzeug.routing import Rule

    from dashboard.app import portal
    from dashboard.settings import Settings
    from data.records.keys import read_secret, write_secret
    from data.records.store import Store, sqlite_url

    write_secret(tmp_path / "secret")
    app = portal(Settings(home=tmp_path))
    store = Store(sqlite_url(tmp_path), read_secret(tmp_path / "secret"))
    app.server.url_map.add(Rule("/unlisted", endpoint="unlisted"))
    app.server.view_functions["unlisted"] = lambda: NEEDLE
    answer = persons.signed_in(app.server, store, *[Holding(role) for role in Role]).get("/unlisted")
    store.close()
    assert (answer.status_code, NEEDLE in answer.text) == (404, False)


@pytest.fixture(scope="module")
def plainly(tmp_path_factory):
    from data.records.keys import write_secret

    home = tmp_path_factory.mktemp("plain")
    write_secret(home / "secret")
    return home, looked(home)


def test_nothing_is_switched_on_by_the_environment(plainly):
    home, (rules, config, closed, *flags) = plainly
    assert looked(home, **SWITCHES) == [rules, config, closed, *flags]
    assert not any(flags)
    assert {status for pair in closed.values() for status in pair} <= {404, 405, 415}
    assert (config["ui"], "hot_reload" in config) == (False, False)


def test_pages_that_are_not_for_everybody_are_not_there(trial_app, trial_store, monkeypatch):
    from dashboard import pages

    secret = Page("/secret-page", "data", lambda *_: html.P(NEEDLE), permission=Permission.AUDIT_VIEW)
    monkeypatch.setattr(pages, "PAGES", (*PAGES, secret))
    router = next(one for one in callbacks(trial_app) if "main.children" in one.output)
    body = callback_body(trial_app, router.output, pathname="/secret-page")
    missing = callback_body(trial_app, router.output, pathname="/no-such-page")

    def shown(client):
        path = client.get("/secret-page", headers={"Accept": "text/html"})
        frame = client.get("/_dash-layout").text + client.get("/").text
        part = client.post("/_dash-update-component", json=body)
        same = part.data == client.post("/_dash-update-component", json=missing).data
        return path.status_code, NEEDLE in part.text, same, "secret-page" in frame

    stranger = persons.browser(trial_app.server)
    assert shown(stranger) == (303, False, True, False)
    assert stranger.get("/secret-page").headers["Location"] == "/sign-in?next=/secret-page"
    analyst = persons.signed_in(trial_app.server, trial_store, Holding(Role.ANALYST))
    assert shown(analyst) == (404, False, True, False)
    auditor = persons.signed_in(trial_app.server, trial_store, Holding(Role.AUDITOR))
    assert shown(auditor) == (200, True, False, True)


def test_refusals_of_people_are_recorded_without_what_the_address_held(trial_app, trial_store):
    person = persons.person(trial_store, Holding(Role.AUDITOR))
    client = persons.carrying(trial_app.server, persons.session(trial_store, person))
    client.get("/trial/things/token-4711?child=needle-of-query")
    row = audit.entries(trial_store, person_id=person)[0]
    assert (row.act, row.object, row.outcome) == ("access.refuse", f"route:{WITH_ID}", "refused")
    assert json.loads(row.detail) == {"needed": "stays_view"}


def test_an_outsider_cannot_fill_the_chain(trial_app, trial_store, stranger_of_trial):
    before = len(audit.entries(trial_store, limit=10_000))
    for number in range(300):
        place = {"REMOTE_ADDR": f"10.{number}.0.1"}
        assert stranger_of_trial.get(f"/trial/{Permission.AUDIT_VIEW}", environ_base=place).status_code == 303
    assert len(audit.entries(trial_store, limit=10_000)) - before <= 20


def test_forged_pattern_ids_are_refused_before_the_callback(trial_app, trial_store):
    client = persons.signed_in(trial_app.server, trial_store, Holding(Role.ANALYST))
    good = callback_body(trial_app, "trial-pattern.children", value="v")
    assert NEEDLE in client.post("/_dash-update-component", json=good).text
    for identity in ({"type": "trial-many"}, {"type": "trial-many", "index": {"a": 1}}, "trial", None, {"x": 1}):
        forged = json.loads(json.dumps(good))
        forged["inputs"][0][0]["id"] = identity
        assert client.post("/_dash-update-component", json=forged).status_code == 400, identity
    forged = json.loads(json.dumps(good)) | {"outputs": {"id": "main", "property": "children"}}
    assert client.post("/_dash-update-component", json=forged).status_code == 400


def test_no_package_adds_itself_to_dash():
    from importlib.metadata import entry_points

    assert [point.name for point in entry_points(group="dash_hooks")] == []
