"""Requests that another site makes a reader's browser send, and bodies that no page of the portal would send."""

import json

import pytest
from sqlalchemy import func, select

from dashboard.web import CALLBACK, LARGEST_BODY
from data.access import GRANTS, Holding, Permission, Role
from data.records import tables
from tests.dashboard import persons
from tests.dashboard.endpoints import callback_body, routes
from tests.dashboard.trial import NEEDLE

OWN = "http://localhost"
MATRIX = [
    ("same origin", {"Sec-Fetch-Site": "same-origin", "Origin": OWN}, 200),
    ("same origin, old browser", {"Origin": OWN}, 200),
    ("cross site", {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
    ("same site", {"Sec-Fetch-Site": "same-site", "Origin": "https://other.localhost"}, 403),
    ("no site", {"Sec-Fetch-Site": "none"}, 403),
    ("another origin", {"Origin": "https://evil.example"}, 403),
    ("an origin that ends like ours", {"Origin": "https://evil.example/://localhost"}, 403),
    ("our own form, which hides its origin", {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
    ("a sandbox", {"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
    ("a sandbox in an old browser", {"Origin": "null"}, 403),
    ("neither header", {}, 403),
]
FORM = "application/x-www-form-urlencoded"
SEEN = {"audit", "audit_anchors", "sessions"}


@pytest.fixture
def head(trial_app, trial_store):
    """A browser that says nothing of where it comes from, in which somebody who may everything is signed in."""
    client = trial_app.server.test_client()
    person = persons.person(trial_store, *[Holding(role) for role in Role])
    client.set_cookie("sid", persons.session(trial_store, person))
    return client


@pytest.mark.parametrize(("_name", "headers", "status"), MATRIX, ids=[row[0] for row in MATRIX])
def test_only_our_own_pages_may_change_anything(head, trial_app, _name, headers, status):
    form = head.post(f"/trial/{Permission.PEOPLE_INVITE}", data={"a": "1"}, headers=headers)
    body = callback_body(trial_app, f"trial-{Permission.PEOPLE_INVITE}.children", value="v")
    wire = head.post(CALLBACK, json=body, headers=headers)
    assert (form.status_code, wire.status_code) == (status, status)
    assert (NEEDLE in form.text, NEEDLE in wire.text) == (status == 200, status == 200)


@pytest.mark.parametrize(("_name", "headers", "status"), MATRIX, ids=[row[0] for row in MATRIX])
def test_nobody_can_be_signed_in_or_out_from_elsewhere(trial_app, _name, headers, status):
    stranger = trial_app.server.test_client()
    posts = [rule.rule for rule in trial_app.server.url_map.iter_rules() if "POST" in rule.methods]
    told = {
        rule: stranger.post(rule.replace("<", "").replace(">", ""), data={}, headers=headers, content_type=FORM)
        for rule in posts
    }
    refused = {rule for rule, answer in told.items() if answer.status_code == 403}
    assert refused == (set(posts) if status == 403 else set())
    assert not [rule for rule, answer in told.items() if status == 403 and "Set-Cookie" in answer.headers]


def test_behind_tls_a_page_without_tls_is_another_site():
    from dashboard.web import from_elsewhere

    assert from_elsewhere({"Host": "portal.example", "Origin": "http://portal.example"}, behind_tls=True)
    assert not from_elsewhere({"Host": "portal.example", "Origin": "https://portal.example"}, behind_tls=True)


def contents(store) -> dict[str, list]:
    """All that the records hold, but for what every request leaves: traces, and when a session was last seen."""
    with store.read() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in tables.METADATA.sorted_tables if table.name not in SEEN
        }  # fmt: skip


def test_asking_changes_nothing(trial_app, trial_store, trial_classes):
    with trial_store.read() as connection:
        newest = connection.execute(select(func.max(tables.audit.c.seq))).scalar() or 0
    for role in Role:
        client = persons.signed_in(trial_app.server, trial_store, Holding(role))
        before = contents(trial_store)
        for endpoint in routes(trial_app, trial_classes):
            if endpoint.method == "GET":
                endpoint.ask(client, trial_app, "?confirm=1&delete=1&role=administrator&_method=POST")
                client.get(endpoint.rule, headers={"X-HTTP-Method-Override": "POST"})
        assert contents(trial_store) == before
        with trial_store.read() as connection:
            acts = set(connection.execute(select(tables.audit.c.act).where(tables.audit.c.seq > newest)).scalars())
        assert acts <= {"access.refuse", "numbers.export", "stays.read", "audit.view", "audit.export", "incident.list"}


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/csp-report", "text/xml"])
def test_forms_take_forms_alone(head, kind):
    answer = head.post(f"/trial/{Permission.ACCOUNT_OWN}", data=b"{}", content_type=kind, headers=MATRIX[0][1])
    assert (answer.status_code, NEEDLE in answer.text) == (415, False)


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data", "text/plain", "application/csp-report", None])
def test_callbacks_take_json_alone(head, trial_app, kind):
    body = json.dumps(callback_body(trial_app, f"trial-{Permission.ACCOUNT_OWN}.children"))
    answer = head.post(CALLBACK, data=body, content_type=kind, headers=MATRIX[0][1])
    assert (answer.status_code, NEEDLE in answer.text) == (400, False)


def test_a_body_has_a_limit_whatever_it_says_of_itself(head):
    big = b"a=" + b"x" * LARGEST_BODY
    own = MATRIX[0][1]
    assert head.post(f"/trial/{Permission.ACCOUNT_OWN}", data=big, content_type=FORM, headers=own).status_code == 413
    assert head.post(CALLBACK, data=big, content_type="application/json", headers=own).status_code == 413
    assert head.post("/csp", data=big, content_type="application/csp-report", headers=own).status_code == 413


def forged(app, **changes):
    """The overview's request with something changed."""
    output = next(output for output in app.callback_map if "overview-head" in output)
    return callback_body(app, output, search="", pathname="/") | changes


def nested(depth: int):
    value = "x"
    for _ in range(depth):
        value = [value]
    return value


URL = {"id": "url", "property": "search"}
STATE = [{"id": "url", "property": "pathname", "value": "/"}]
FORGED = {
    "deep": {"inputs": [{**URL, "value": nested(900)}]},
    "deeper than allowed": {"parsedChangedPropsIds": nested(30)},
    "what pages do not send": {"surplus": 1},
    "a dict for text": {"inputs": [{**URL, "value": {"a": 1}}]},
    "a number for text": {"inputs": [{**URL, "value": 5}]},
    "too long": {"inputs": [{**URL, "value": "?" + "x" * 9000}]},
    "half a character": {"inputs": [{**URL, "value": "?area=\ud800"}]},
    "another's outputs": {"outputs": [{"id": "main", "property": "children"}]},
    "no outputs": {"outputs": []},
    "outputs that are text": {"outputs": "main.children"},
    "another input": {"inputs": [{"id": "secret", "property": "value", "value": ""}]},
    "more inputs": {"inputs": [{**URL, "value": ""}, {**URL, "value": ""}]},
    "no state": {"state": []},
    "a state of a path that is no text": {"state": [{**STATE[0], "value": ["/"]}]},
    "changed: not a list": {"changedPropIds": "url.search"},
    "changed: what is no input": {"changedPropIds": ["scope.value"]},
    "changed: not text": {"changedPropIds": [{"a": 1}]},
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_forged_callback_is_refused_before_dash_sees_it(trial_app, stranger_of_trial, change):
    body = json.dumps(forged(trial_app, **change))
    answer = stranger_of_trial.post(CALLBACK, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "http_400"


def test_a_role_in_the_body_the_query_or_a_header_gives_none(trial_app, trial_store):
    client = persons.signed_in(trial_app.server, trial_store, Holding(Role.REPORTER))
    output = f"trial-{Permission.AUDIT_VIEW}.children"
    assert Permission.AUDIT_VIEW not in GRANTS[Role.REPORTER]
    body = callback_body(trial_app, output)
    headers = {"X-Role": "auditor", "X-Forwarded-User": "root", "X-Original-URL": "/", "X-Rewrite-URL": "/"}
    assert (
        client.post(f"{CALLBACK}?role=auditor&permission=numbers_view", json=body, headers=headers).status_code == 404
    )
    for more in ({"permission": "numbers_view"}, {"role": "auditor"}, {"scope": {"areas": None}}):
        assert client.post(CALLBACK, json=body | more, headers=headers).status_code == 400
    for spelling in (
        "/%74rial/audit_view",
        "/trial//audit_view",
        "//trial/audit_view",
        "/trial/./audit_view",
        "/static/../trial/audit_view",
        "/trial/audit_view/",
        "/TRIAL/audit_view",
        "/trial/audit_view%00",
    ):
        answer = client.get(spelling, headers=headers, follow_redirects=True)
        assert (answer.status_code, NEEDLE in answer.text) == (404, False), spelling


def test_the_address_asked_for_does_not_lead_out_of_the_portal(trial_app, stranger_of_trial):
    answer = stranger_of_trial.get("/trial/things/a&next=evil.example%3F%23%0d%0aSet-Cookie: a=b")
    assert answer.status_code == 303
    assert answer.headers["Location"].count("&") == answer.headers["Location"].count("#") == 0
    assert "\n" not in answer.headers["Location"]
    assert "Set-Cookie" not in answer.headers
