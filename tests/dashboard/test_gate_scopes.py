"""What one reader is given never reaches another: not by a kept answer, not by a tag, not by asking for it."""

import random

import pytest

from dashboard.web import CALLBACK
from data.access import GRANTS, Extent, Holding, Permission, Role
from data.records import audit
from tests.asking import browser
from tests.dashboard import persons
from tests.dashboard.endpoints import callback_body, callbacks

ASKED = "/api/v1/observations?indicator=children_in_institutions&by=area&as_of=2024-12-31"
FILE = "/download/observations.csv?indicator=children_in_institutions&by=area&as_of=2024-12-31"
ROUNDS = 200


@pytest.fixture(scope="module")
def areas(portal_app, portal_store):
    """Two areas where exact and published numbers differ."""
    public = rows(browser(portal_app.server))
    exact = rows(persons.signed_in(portal_app.server, portal_store, Holding(Role.OMBUDSMAN)))
    return [code for code in public if code != "UA" and exact[code] != public[code]][:2]


def rows(client, address: str = ASKED) -> dict[str, dict]:
    """The API's rows by area."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return {row["area"]: {name: row[name] for name in ("value", "state")} for row in answer.get_json()["observations"]}


def coordinator(app, store, *codes):
    """Somebody whose exact numbers end at these areas."""
    return persons.signed_in(app.server, store, Holding(Role.COORDINATOR, Extent(frozenset(codes))))


def test_a_coordinator_sees_his_own_area_exactly_and_the_public_numbers_of_all_others(portal_app, portal_store, areas):
    here, _ = areas
    public = rows(browser(portal_app.server))
    his = rows(coordinator(portal_app, portal_store, here))
    assert his[here] != public[here]
    others = [code for code in public if code not in (here, "UA")]
    assert [code for code in others if his[code] != public[code]] == []


def test_asking_for_another_area_gives_what_a_visitor_gets(portal_app, portal_store, areas):
    here, there = areas
    his = coordinator(portal_app, portal_store, here)
    visitor = browser(portal_app.server)
    for query in (f"&area={there}", f"&area={here},{there}", f"&area={there}&role=ombudsman&view=internal&scope=all"):
        assert rows(his, ASKED + query)[there] == rows(visitor, ASKED + query)[there]
    own = rows(his, f"{ASKED}&area={here}")
    assert own[here] != rows(visitor, f"{ASKED}&area={here}")[here]


def test_two_people_and_a_visitor_asking_the_same_never_get_each_others_answer(portal_app, portal_store, areas):
    here, there = areas
    readers = {
        "here": coordinator(portal_app, portal_store, here), "there": coordinator(portal_app, portal_store, there),
        "visitor": browser(portal_app.server),
    }  # fmt: skip
    output = next(one.output for one in callbacks(portal_app) if "overview-head" in one.output)
    body = callback_body(
        portal_app, output, search="?indicator=children_in_institutions&as_of=2024-12-31", pathname="/"
    )
    body["changedPropIds"] = ["url.search"]
    ways = {
        "api": lambda client: client.get(ASKED), "file": lambda client: client.get(FILE),
        "page": lambda client: client.post(CALLBACK, json=body),
    }  # fmt: skip
    first = {(who, way): ask(client).data for who, client in readers.items() for way, ask in ways.items()}
    assert len({first[who, "api"] for who in readers}) == 3
    chance, crossings = random.Random(1), 0
    for _ in range(ROUNDS):
        who, way = chance.choice(list(readers)), chance.choice(["api", "page", "page"])
        crossings += ways[way](readers[who]).data != first[who, way]
    assert crossings == 0


@pytest.mark.parametrize(
    "way",
    [
        "/",
        "/methods",
        "/nowhere",
        "/_dash-layout",
        "/_dash-dependencies",
        ASKED,
        FILE,
        ASKED.replace("observations", "observations.csv"),
        "/api/v1/indicators",
        "/download/published.csv",
        "/api/v1/observations?as_of=never",
        "/trial",
    ],
)
def test_nobody_on_the_way_may_keep_what_a_person_is_given(portal_app, portal_store, areas, way):
    his = coordinator(portal_app, portal_store, areas[0])
    answer = his.get(way)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
    assert "ETag" not in answer.headers
    public = browser(portal_app.server).get(way)
    assert "Cookie" in public.headers["Vary"]
    assert public.headers["Cache-Control"] in {"no-cache", "no-store"}


def test_a_callbacks_answer_to_a_person_is_not_kept(portal_app, portal_store, areas):
    his = coordinator(portal_app, portal_store, areas[0])
    for endpoint in callbacks(portal_app):
        body = callback_body(portal_app, endpoint.output, search="", pathname="/")
        answer = his.post(CALLBACK, json=body)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("ending", ["", ".csv"])
def test_a_visitors_tag_is_no_answer_for_a_person_nor_the_other_way(portal_app, portal_store, areas, ending):
    address = ASKED.replace("observations", f"observations{ending}")
    visitor, his = browser(portal_app.server), coordinator(portal_app, portal_store, areas[0])
    tag = visitor.get(address).headers["ETag"]
    assert visitor.get(address, headers={"If-None-Match": tag}).status_code == 304
    answer = his.get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (200, his.get(address).data)
    for forged in ('W/"' + "0" * 24 + '"', "*", '"x"'):
        assert his.get(address, headers={"If-None-Match": forged}).status_code == 200


def test_a_carried_request_is_answered_as_a_visitors(portal_app, portal_store, areas):
    his = coordinator(portal_app, portal_store, areas[0])
    answer = his.get(ASKED, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})
    assert answer.data == browser(portal_app.server).get(ASKED).data


@pytest.mark.parametrize("role", [role for role in Role if Permission.NUMBERS_EXACT not in GRANTS[role]])
def test_roles_without_exact_numbers_get_the_public_ones(portal_app, portal_store, role):
    client = persons.signed_in(portal_app.server, portal_store, Holding(role))
    assert rows(client) == rows(browser(portal_app.server))


@pytest.mark.parametrize(
    "way",
    [
        ASKED,
        ASKED.replace("observations", "observations.csv"),
        FILE,
        FILE.replace(".csv", ".xlsx"),
        "/download/published.csv",
    ],
)
def test_what_a_person_takes_away_is_recorded_first(portal_app, portal_store, areas, way):
    person = persons.person(portal_store, Holding(Role.COORDINATOR, Extent(frozenset(areas[:1]))))
    client = persons.carrying(portal_app.server, persons.session(portal_store, person))
    assert client.get(way).status_code == 200
    (row,) = audit.entries(portal_store, person_id=person)
    assert (row.act, row.object, row.outcome) == ("numbers.export", f"route:{way.partition('?')[0]}", "done")
    assert ("as_of=2024-12-31" in row.detail) == ("published" not in way)


def test_what_cannot_be_recorded_is_not_given(portal_app, portal_store, areas, monkeypatch):
    his = coordinator(portal_app, portal_store, areas[0])
    exact = his.get(ASKED).data

    def broken(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr(audit, "record", broken)
    for way in (ASKED, FILE):
        answer = his.get(way)
        assert answer.status_code == 500
        assert exact[:200] not in answer.data
        assert "no space" not in answer.text
        assert answer.headers["Content-Security-Policy"]
    assert browser(portal_app.server).get(ASKED).status_code == 200
