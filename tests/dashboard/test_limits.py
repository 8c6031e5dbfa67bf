"""Too much in a minute is refused with a sentence and the seconds to wait; what a full hall does is not too much."""

import time

import pytest

from dashboard import limits
from dashboard.limits import A_MINUTE, Counter, kind_of, network
from data.access import Holding, Role
from tests.dashboard import persons
from tests.dashboard.endpoints import callback_body

USUAL = {"page": 3000, "work": 600, "file": 120, "form": 120, "report": 30}


class Clock:
    """Seconds, moved by hand."""

    now = 600.0

    def __call__(self) -> float:
        return self.now


def test_the_next_minute_begins_anew():
    clock = Clock()
    counter = Counter(clock)
    assert [counter.hit("form", "a", 3) for _ in range(3)] == [0.0] * 3
    assert counter.hit("form", "a", 3) == 60.0
    assert counter.hit("form", "b", 3) == counter.hit("file", "a", 3) == 0.0
    clock.now += 45
    assert counter.hit("form", "a", 3) == 15.0
    clock.now += 15
    assert counter.hit("form", "a", 3) == 0.0


def test_it_forgets_rather_than_grow():
    counter = Counter(Clock())
    for number in range(limits.KEYS_AT_MOST + 10):
        counter.hit("page", str(number), 1)
    assert len(counter._counts) <= limits.KEYS_AT_MOST + 1


def test_counting_costs_next_to_nothing():
    counter, times = Counter(), []
    for number in range(2000):
        started = time.perf_counter()
        counter.hit("work", f"10.0.{number % 250}.0/24", 600)
        times.append(time.perf_counter() - started)
    assert sorted(times)[1000] < 50e-6


@pytest.mark.parametrize(
    ("rule", "method", "kind"),
    [
        ("/", "GET", "page"), ("/<path:path>", "GET", "page"), ("/_dash-layout", "GET", "page"),
        ("/_dash-update-component", "POST", "work"), ("/api/v1/observations", "GET", "work"),
        ("/download/observations.csv", "GET", "file"), ("/sign-in", "POST", "form"), ("/sign-in", "GET", "work"),
        ("/csp", "POST", "report"),
    ],
)  # fmt: skip
def test_each_request_counts_as_what_it_costs(rule, method, kind):
    assert kind_of(rule, method) == kind


def hurried(monkeypatch, app):
    """The numbers that hold for people, counted anew, in a minute that does not end."""
    monkeypatch.setattr(limits, "A_MINUTE", USUAL)
    cells = [cell for one in app.server.before_request_funcs[None] for cell in one.__closure__ or ()]
    counters = [cell.cell_contents for cell in cells if isinstance(cell.cell_contents, Counter)]
    counter = counters[0]
    assert all(one is counter for one in counters)
    monkeypatch.setattr(counter, "_clock", Clock())
    monkeypatch.setattr(counter, "_minute", -1)
    return app


@pytest.fixture
def usual(monkeypatch, trial_app):
    return hurried(monkeypatch, trial_app)


def at(client, number: int, path: str = "/api/v1/indicators", **more):
    """A request from the network of this number."""
    return client.get(path, environ_base={"REMOTE_ADDR": f"10.9.{number}.7"}, **more)


def test_one_network_too_many_others_none_the_wiser(usual, stranger_of_trial):
    for _ in range(USUAL["work"]):
        assert at(stranger_of_trial, 1).status_code == 200
    refused = at(stranger_of_trial, 1, headers={"X-Portal-Language": "en"})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "61"
    assert "Try again in" in refused.get_json()["error"]["message"]
    assert refused.headers["Content-Security-Policy"]
    assert at(stranger_of_trial, 2).status_code == 200
    assert at(stranger_of_trial, 1, "/static/nothing.js").status_code == 404
    assert at(stranger_of_trial, 1, "/healthz").status_code == 200


def test_who_is_signed_in_is_not_held_up_by_the_network(usual, trial_store, stranger_of_trial):
    for _ in range(USUAL["work"] + 1):
        at(stranger_of_trial, 3)
    client = persons.signed_in(usual.server, trial_store, Holding(Role.REPORTER))
    assert at(client, 3).status_code == 200
    assert at(stranger_of_trial, 3).status_code == 429


def test_somebody_who_knocks_at_closed_doors_is_stopped_before_the_records_fill(usual, trial_store, monkeypatch):
    monkeypatch.setattr(limits, "A_MINUTE", USUAL | {"work": 50})
    client = persons.signed_in(usual.server, trial_store, Holding(Role.REPORTER))
    answers = [client.get("/trial/audit_view").status_code for _ in range(55)]
    assert answers.count(429) == 5


def test_forms_and_files_have_limits_of_their_own(usual, trial_store):
    client = persons.signed_in(usual.server, trial_store, Holding(Role.REPORTER))
    posts = [client.post("/trial/account_own", data={}).status_code for _ in range(USUAL["form"] + 1)]
    assert (posts.count(200), posts[-1]) == (USUAL["form"], 429)
    files = [client.get("/download/published.csv").status_code for _ in range(USUAL["file"] + 1)]
    assert files[-1] == 429


def test_a_hall_of_five_hundred_behind_one_address_opens_the_overview(monkeypatch, portal_app):
    hurried(monkeypatch, portal_app)
    client = persons.browser(portal_app.server)
    wanted = [output for output in portal_app.permissions if output.startswith(("..main", "..filter", "..overview"))]
    bodies = [callback_body(portal_app, output, search="", pathname="/") for output in wanted]
    for body in bodies:
        assert client.post("/_dash-update-component", json=body).status_code in {200, 204}
    statuses = set()
    for _ in range(500):
        statuses |= {client.get(path).status_code for path in ("/", "/_dash-layout", "/_dash-dependencies")}
        statuses |= {client.post("/_dash-update-component", json=body).status_code for body in bodies}
    assert statuses == {200}


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.0/24"),
        (1, "203.0.113.9", "203.0.113.0/24"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.0/24"),
        (2, "192.0.2.1, 198.51.100.1, 203.0.113.9", "198.51.100.0/24"),
        (2, "203.0.113.9", "127.0.0.0/24"),
    ],
)
def test_only_our_own_proxies_are_believed_about_who_asks(tmp_path, proxies, told, seen):
    from flask import Flask

    from dashboard.web import behind_proxies

    server = Flask("asked")
    behind_proxies(server, proxies)
    server.get("/")(network)
    headers = {"X-Forwarded-For": told, "X-Forwarded-Host": "evil.example", "Forwarded": "for=1.2.3.4"}
    assert server.test_client().get("/", headers=headers).text == seen


def test_the_numbers_are_the_ones_told_to_operators():
    assert A_MINUTE == USUAL
