"""Rows about children leave the portal a page at a time, for those who may, and never before it is written down."""

import csv
import io
import json

import pytest

from dashboard.stays import COLUMNS
from dashboard.traces import digest
from data.access import GRANTS, Extent, Holding, Permission, Role
from data.records import audit
from tests.asking import browser
from tests.dashboard import persons

ADDRESS = "/api/v1/stays"
EVERYWHERE = Holding(Role.OMBUDSMAN)


@pytest.fixture(scope="module")
def analyst(portal_app, portal_store):
    return persons.signed_in(portal_app.server, portal_store, EVERYWHERE)


def told(client, query: str = "") -> dict:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_a_page_has_the_columns_that_were_agreed_and_no_others(analyst):
    page = told(analyst)
    assert len(page["stays"]) == page["size"] == 100
    assert page["total"] > 100
    assert {tuple(row) for row in page["stays"]} == {tuple(sorted(COLUMNS))}
    assert page["demonstration"] is True


def test_the_pages_together_are_all_there_is_each_row_once(analyst):
    first = told(analyst, "?size=1000")
    seen = [json.dumps(row) for row in first["stays"]]
    page = 2
    while len(seen) < first["total"] and page < 40:
        seen += [json.dumps(row) for row in told(analyst, f"?size=1000&page={page}")["stays"]]
        page += 1
    assert len(seen) == first["total"]
    assert told(analyst, "?page=999999")["stays"] == []


def test_csv_holds_the_same_rows(analyst):
    answer = analyst.get(f"{ADDRESS}.csv?size=7")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    told_rows = [{key: value or "" for key, value in row.items()} for row in told(analyst, "?size=7")["stays"]]
    assert rows == [{column: row[column] for column in COLUMNS} for row in told_rows]
    assert answer.headers["X-Portal-Total"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_where_the_role_reaches_whatever_is_asked(portal_app, portal_store, analyst):
    areas = sorted({row["area"] for row in told(analyst, "?size=1000")["stays"]})[:2]
    his = persons.signed_in(portal_app.server, portal_store, Holding(Role.COORDINATOR, Extent(frozenset(areas[:1]))))
    for query in (
        "",
        f"?area={areas[1]}",
        f"?area={areas[0]}",
        "?area=nowhere",
        "?institution=x&ministry=y",
        "?on=2024-01-01",
    ):
        assert {row["area"] for row in told(his, query)["stays"]} <= {areas[0]}
    assert told(his)["total"] == told(analyst, f"?area={areas[0]}")["total"] > 0
    elsewhere = his.get(f"{ADDRESS}?area={areas[1]}").get_json() | {"page": 0}
    assert elsewhere == his.get(f"{ADDRESS}?area=nowhere").get_json() | {"page": 0}


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=1e9",
        "page=99999999999",
        "size=1001",
        "size=0",
        "on=yesterday",
        "on=2024-13-01",
        "page=\u0661",
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(analyst, query):
    answer = analyst.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "bad_filter")


def test_every_page_given_is_recorded_by_number_and_hash_of_its_rows(portal_app, portal_store):
    person = persons.person(portal_store, EVERYWHERE)
    client = persons.carrying(portal_app.server, persons.session(portal_store, person))
    rows = told(client, "?size=5&ministry=MES&page=2")["stays"]
    client.get(f"{ADDRESS}.csv?size=3")
    second, first = audit.entries(portal_store, person_id=person)
    assert (first.act, first.object, second.object) == ("stays.read", f"route:{ADDRESS}", f"route:{ADDRESS}.csv")
    detail = json.loads(first.detail)
    assert (detail["rows"], detail["page"], detail["filters"]) == (5, 2, ["ministry"])
    assert detail["ids"] == digest(f"{row['child']}|{row['institution']}|{row['from']}" for row in rows)
    assert not [row["child"] for row in rows if row["child"] in first.detail]


def test_what_cannot_be_recorded_is_not_given(analyst, monkeypatch):
    child = told(analyst)["stays"][0]["child"]
    monkeypatch.setattr(audit, "record", lambda *_, **__: 1 / 0)
    for ending in ("", ".csv"):
        answer = analyst.get(ADDRESS + ending)
        assert (answer.status_code, child in answer.text) == (500, False)


@pytest.mark.parametrize("role", [role for role in Role if Permission.STAYS_VIEW not in GRANTS[role]])
def test_for_others_there_is_no_such_address(portal_app, portal_store, role):
    client = persons.signed_in(portal_app.server, portal_store, Holding(role))
    assert client.get(ADDRESS).status_code == 404
    assert browser(portal_app.server).get(ADDRESS).status_code == 401
