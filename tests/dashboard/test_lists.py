"""Rows behind a number leave the portal for those who may see them, each reading written down first."""

import json

import pytest

from dashboard.traces import digest
from data.access import Extent, Holding, Role
from data.records import audit
from tests.dashboard import persons

ADDRESS = "/api/v1/list"
COUNTED = "indicator=children_in_institutions"


@pytest.fixture(scope="module")
def analyst(portal_app, portal_store):
    return persons.signed_in(portal_app.server, portal_store, Holding(Role.ANALYST))


def told(client, query: str) -> dict:
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@pytest.mark.parametrize("indicator", ["children_in_institutions", "under_3_in_institutions", "exits", "entries"])
def test_the_pages_of_stays_are_as_many_as_the_number(analyst, indicator):
    number = analyst.get(f"/api/v1/observations?indicator={indicator}").get_json()["observations"][0]["value"]
    rows, first = [], told(analyst, f"indicator={indicator}&level=stays&limit=1000")
    while len(rows) < first["total"]:
        rows += told(analyst, f"indicator={indicator}&level=stays&limit=1000&offset={len(rows)}")["rows"]
    assert (len(rows), first["count"], first["withheld"]) == (number, number, 0)


def test_institutions_add_up_to_the_number(analyst):
    found = told(analyst, f"{COUNTED}&limit=1000")
    assert sum(row["count"] for row in found["rows"]) == found["count"]
    assert all(row["name_uk"] for row in found["rows"])


def test_csv_holds_the_same_rows(analyst):
    text = analyst.get(f"{ADDRESS}.csv?{COUNTED}&level=stays&limit=5").text
    assert len(text.splitlines()) == 6
    assert text.startswith("child,institution,area")


def test_whoever_holds_one_area_sees_its_rows_alone(portal_app, portal_store, analyst):
    area = told(analyst, f"{COUNTED}&limit=1")["rows"][0]["area"]
    his = persons.signed_in(portal_app.server, portal_store, Holding(Role.COORDINATOR, Extent(frozenset({area}))))
    own = told(his, f"{COUNTED}&area={area}&level=stays")
    assert (own["count"], own["withheld"], own["why"]) == (own["total"], 0, "")
    country = told(his, f"{COUNTED}&level=stays&limit=1000")
    assert {row["area"] for row in country["rows"]} == {area}
    assert (country["withheld"], country["why"]) == (None, "outside")


def test_a_reading_of_stays_is_recorded_as_one(portal_app, portal_store):
    person = persons.person(portal_store, Holding(Role.ANALYST))
    client = persons.carrying(portal_app.server, persons.session(portal_store, person))
    rows = told(client, f"{COUNTED}&level=stays&limit=3")["rows"]
    told(client, f"{COUNTED}&limit=3")
    second, first = audit.entries(portal_store, person_id=person)
    assert (first.act, second.act) == ("stays.read", "numbers.export")
    detail = json.loads(first.detail)
    assert (detail["rows"], detail["level"]) == (3, "stays")
    keys = ["child", "institution", "area", "ministry", "type", "from"]
    assert detail["ids"] == digest("|".join(str(row[key]) for key in keys) for row in rows)
    assert not [row["child"] for row in rows if row["child"] in first.detail]


def test_what_cannot_be_recorded_is_not_given(analyst, monkeypatch):
    child = told(analyst, f"{COUNTED}&level=stays")["rows"][0]["child"]
    monkeypatch.setattr(audit, "record", lambda *_, **__: 1 / 0)
    answer = analyst.get(f"{ADDRESS}?{COUNTED}&level=stays")
    assert (answer.status_code, child in answer.text) == (500, False)
