"""The log: one JSON line for each request and each refusal, with nothing in it that anybody typed."""

import io
import json
import logging
import subprocess
import sys
from datetime import datetime

import pytest

from dashboard import logs
from dashboard.logs import JsonLines
from data.access import Holding, Role
from tests.architecture.source import ROOT
from tests.dashboard import persons
from tests.dashboard.trial import WITH_ID

ACCESS = {"time", "level", "logger", "request", "route", "method", "network", "person", "status", "ms"}


@pytest.fixture
def lines():
    """What is logged from now on, line by line."""
    stream, portal = io.StringIO(), logging.getLogger("portal")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    portal.addHandler(handler)
    before, portal.level = portal.level, logging.INFO
    logging.getLogger("portal.access").manager._clear_cache()

    def read(logger: str = "") -> list[dict]:
        told = [json.loads(line) for line in stream.getvalue().splitlines()]
        return [line for line in told if line["logger"].startswith(logger)]

    yield read
    portal.removeHandler(handler)
    portal.level = before
    portal.manager._clear_cache()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/v1/observations?indicator=x",
        "/nowhere",
        "/static/x",
        "/healthz",
        "/trial/audit_view",
        "/_mcp",
        "/_dash-layout",
    ],
)
def test_each_request_has_one_line(trial_app, stranger_of_trial, lines, path):
    answer = stranger_of_trial.get(path)
    (line,) = lines("portal.access")
    assert set(line) == ACCESS
    assert (line["status"], line["method"], line["person"]) == (answer.status_code, "GET", None)
    assert line["request"] == answer.headers["X-Request-Id"]
    assert line["network"] == "127.0.0.0/24"
    assert datetime.fromisoformat(line["time"]).utcoffset().total_seconds() == 0
    assert "?" not in line["route"]


def test_a_line_tells_the_route_and_the_person_but_no_id_and_no_query(trial_app, trial_store, lines):
    person = persons.person(trial_store, Holding(Role.ANALYST))
    client = persons.carrying(trial_app.server, persons.session(trial_store, person))
    client.get("/trial/things/child-4711?name=Petrenko", headers={"Referer": "http://localhost/?x=Petrenko"})
    (line,) = lines("portal.access")
    assert (line["route"], line["person"]) == (WITH_ID, person)
    assert "4711" not in json.dumps(lines())
    assert "Petrenko" not in json.dumps(lines())


@pytest.mark.parametrize(
    ("ask", "what"),
    [
        (lambda client: client.get("/trial/audit_view"), "stranger"),
        (lambda client: client.post("/csp", data={}, headers={"Sec-Fetch-Site": "cross-site"}), "refused"),
        (lambda client: client.post("/_dash-update-component", data=b"{"), "refused"),
        (lambda client: client.post("/csp", data=b"{}"), "content_policy"),
    ],
)
def test_what_is_refused_has_a_line_of_its_own(stranger_of_trial, lines, ask, what):
    ask(stranger_of_trial)
    assert what in [line["what"] for line in lines("portal.security")]


def test_control_characters_and_new_lines_cannot_forge_a_line(stranger_of_trial, lines):
    agent = {"User-Agent": "x\ty", "Accept-Language": "a"}
    stranger_of_trial.get('/no\n{"time":1}\r\x1b[31m\u2028', headers=agent)
    logging.getLogger("portal").warning('first\n{"logger":"forged"}\u2028\x1b[2J')
    told = lines()
    assert [line["logger"] for line in told if line["logger"] == "forged"] == []
    record = logging.LogRecord("portal", 30, "", 0, "a\nb\u2028c\x1b", (), None)
    made = JsonLines().format(record)
    assert made.isascii()
    assert made.isprintable()


def test_an_error_is_logged_by_where_it_arose_and_not_by_what_it_choked_on(stranger, empty_portal, monkeypatch, lines):
    def broken():
        password = "canary-of-a-local-value"
        raise ValueError(f"cannot read {password}")

    monkeypatch.setitem(empty_portal.server.view_functions, "robots", broken)
    answer = stranger.get("/robots.txt?lang=en&x=canary-of-the-query")
    (line,) = [line for line in lines("portal") if line["level"] == "error"]
    assert line["error"] == "ValueError"
    assert any("test_logs.py" in frame and "broken" in frame for frame in line["trace"])
    assert answer.headers["X-Request-Id"] in answer.text
    assert answer.headers["X-Request-Id"] in line["message"]
    assert "canary" not in json.dumps(lines())
    assert "canary" not in answer.text


def test_a_machine_is_told_the_number_of_its_request(stranger):
    answer = stranger.get("/api/v1/observations?indicator=nothing")
    assert answer.get_json()["error"]["request"] == answer.headers["X-Request-Id"]


def test_a_browsers_complaint_is_counted_without_the_page_it_was_on(stranger, lines):
    told = {"csp-report": {
        "document-uri": "http://localhost/secret?child=4711", "referrer": "http://localhost/x",
        "effective-directive": "script-src-elem", "blocked-uri": "https://evil.example/path?child=4711",
        "script-sample": "4711",
    }}  # fmt: skip
    answer = stranger.post("/csp", data=json.dumps(told), content_type="application/csp-report")
    assert (answer.status_code, answer.data) == (204, b"")
    (line,) = lines("portal.security")
    assert (line["directive"], line["blocked"]) == ("script-src-elem", "https://evil.example")
    assert "4711" not in json.dumps(lines())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"csp-report":[]}',
        b'{"csp-report":{"blocked-uri":{}}}',
        b"[" * 50_000,
        b"\xff",
        b'{"csp-report":{"effective-directive":"a\\nb"}}',
    ],
)
def test_a_complaint_that_makes_no_sense_does_no_harm(stranger, lines, body):
    assert stranger.post("/csp", data=body, content_type="application/csp-report").status_code == 204
    (line,) = lines("portal.security")
    assert line["directive"] == "-"


def test_serving_logs_json_and_nothing_else(tmp_path):
    program = (
        "import logging, sys, warnings\n"
        "from dashboard.logs import configure\n"
        "configure()\n"
        "logging.getLogger('portal.access').info('request', extra={'told': {'route': '/'}})\n"
        "logging.getLogger('somebody.else').info('silent')\n"
        "logging.getLogger('somebody.else').warning('GET /x?token=canary')\n"
        "try:\n"
        "    1 / 0\n"
        "except ZeroDivisionError:\n"
        "    logging.getLogger('portal').exception('broken')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["logger"] for line in told] == ["portal.access", "somebody.else", "portal"]
    assert told[1]["message"] == "GET (address)"
    assert told[2]["error"] == "ZeroDivisionError"
    assert "canary" not in done.stderr
    assert logs.frames(None) == []
