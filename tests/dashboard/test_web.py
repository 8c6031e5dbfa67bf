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
    assert not re.search(r"script-src[^;]*unsafe-inline", policy)


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
    reference = re.search(r"reference: ([0-9a-f]{8})", text)
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
