"""Headers on every answer, nothing malformed reaches Dash, nothing is told that need not be."""

import json
import re

import pytest

from dashboard.web import HEADERS, LARGEST_BODY

CALLBACK = "/_dash-update-component"
ADDRESSES = [
    "/",
    "/regions",
    "/nowhere",
    "/static/nothing.js",
    "/api/v1/indicators",
    "/api/v1/observations",
    "/_dash-layout",
    "/_mcp",
    "/healthz",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers(stranger, address):
    answer = stranger.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert policy.endswith("report-uri /csp")
    assert not re.search(r"script-src[^;]*unsafe-inline", policy)


@pytest.mark.parametrize("behind_tls", [False, True])
def test_every_kind_of_answer_carries_the_headers(home, tmp_path, behind_tls, monkeypatch):
    from dashboard.app import portal
    from dashboard.settings import Settings
    from data.records.keys import write_secret
    from data.records.store import sqlite_url
    from tests.asking import browser

    write_secret(tmp_path / "secret")
    known = Settings(
        home=home, secret_file=tmp_path / "secret", records_url=sqlite_url(tmp_path), behind_tls=behind_tls
    )
    app = portal(known)
    client, asked = browser(app.server), "/api/v1/observations.csv?by=area"
    tag = client.get(asked).headers["ETag"]
    monkeypatch.setitem(app.server.view_functions, "robots", lambda: 1 / 0)
    answers = {
        200: client.get(asked), 204: client.post("/csp", data=b"{}"),
        304: client.get(asked, headers={"If-None-Match": tag}),
        303: client.get("/account"), 400: client.post(CALLBACK, data=b"{"), 404: client.get("/nowhere"),
        403: client.post("/csp", headers={"Sec-Fetch-Site": "cross-site"}), 405: client.delete("/healthz"),
        413: client.post("/csp", data=b"x" * (LARGEST_BODY + 1)), 415: client.post("/nowhere", json={}),
        422: client.get("/api/v1/observations?by=legal_status"), 500: client.get("/robots.txt"),
    }  # fmt: skip
    files = [client.get(f"/download/{name}") for name in ("observations.csv", "observations.xlsx", "published.csv")]
    more = [
        client.head("/"),
        client.options("/"),
        client.get("/static/nothing"),
        client.get("/_dash-component-suites/x/y"),
    ]
    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    for answer in [*answers.values(), *files, *more]:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.status
        assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Request-Id"]
        assert ("Strict-Transport-Security" in answer.headers) == behind_tls
        assert "Server" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_scripts_under_made_up_fingerprints_do_not_fill_the_memory(stranger, empty_portal):
    from dashboard import web

    cells = [cell for one in empty_portal.server.after_request_funcs[None] for cell in one.__closure__ or ()]
    (kept,) = [cell.cell_contents for cell in cells if isinstance(cell.cell_contents, dict)]
    suites = re.findall(r'"(/_dash-component-suites/dash/[^"]+m[0-9]+[.][^"]+)"', stranger.get("/").text)
    address = min(suites, key=len)
    for number in range(web.SCRIPTS_KEPT + 20):
        made_up = re.sub(r"m\d+\.", f"m{number}.", address)
        assert stranger.get(f"{made_up}?x={number}", headers={"Accept-Encoding": "gzip"}).status_code == 200
    assert len(kept) <= web.SCRIPTS_KEPT


@pytest.mark.parametrize("path", ["/_mcp", "/_mcp/", "/_reload-hash", "/_favicon.ico"])
def test_closed_doors_are_not_there(stranger, path, monkeypatch):
    monkeypatch.setenv("DASH_MCP_ENABLED", "1")
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, json={}).status_code == 404


def test_no_page_is_in_the_frame_of_another(stranger):
    frame = stranger.get("/").get_data(as_text=True)
    assert "validation_layout" not in frame
    assert "overview-map" not in frame
    assert 'python_version":""' in frame


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"output":"no.such"}',
        b"[" * 100_000,
        json.dumps({"output": "main.children"}).encode(),
    ],
)
def test_a_malformed_callback_is_refused_before_dash_sees_it(stranger, body):
    answer = stranger.post(CALLBACK, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "http_400"


def test_only_json_from_this_site_is_taken(stranger):
    assert stranger.post(CALLBACK, data="a=1", content_type="application/x-www-form-urlencoded").status_code == 400
    assert stranger.post(CALLBACK, json={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert stranger.post(CALLBACK, json={}, headers={"Origin": "https://elsewhere.example"}).status_code == 403


def test_a_body_has_a_limit(stranger):
    assert stranger.post(CALLBACK, data=b"x" * (LARGEST_BODY + 1), content_type="application/json").status_code == 413


def test_an_unforeseen_error_tells_a_reference_and_nothing_else(stranger, empty_portal, monkeypatch, caplog):
    monkeypatch.setitem(empty_portal.server.view_functions, "robots", lambda: 1 / 0)
    answer = stranger.get("/robots.txt?lang=en")
    text = answer.get_data(as_text=True)
    reference = re.search(r"reference: ([0-9a-f]{16})", text)
    assert answer.status_code == 500
    assert reference
    assert reference[1] in caplog.text
    assert not re.search(r"Traceback|ZeroDivision|\.py|/site-packages/", text)


@pytest.mark.parametrize(("lang", "words"), [("uk", "Такої сторінки немає"), ("en", "There is no such page")])
def test_an_unknown_page_is_404_in_the_readers_language(stranger, lang, words):
    answer = stranger.get(f"/nowhere?lang={lang}")
    assert answer.status_code == 404
    assert words in answer.get_data(as_text=True)


def test_without_a_release_the_portal_says_that_it_is_not_ready(stranger):
    assert stranger.get("/healthz").status_code == 200
    assert stranger.get("/readyz").status_code == 503
    assert stranger.get("/api/v1/observations").status_code == 404


def test_dynamic_answers_are_compressed_and_say_so(stranger):
    for coding in ("br", "gzip"):
        answer = stranger.get("/api/v1/indicators", headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Content-Encoding" not in stranger.get("/api/v1/indicators").headers
