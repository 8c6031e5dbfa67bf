"""The pages of institutions on the web: who is let in to the rows, what is written down, what is not there."""

import json
import re

import pytest

from data.access import GRANTS, Extent, Holding, Permission, Role
from data.records import audit
from data.stays import stays
from tests.asking import browser
from tests.dashboard import persons


@pytest.fixture(scope="module")
def release(portal_app, home):
    from data.warehouse.release import open_release

    return open_release(home)


@pytest.fixture(scope="module")
def busy(release):
    """The institution with most stays: id, area, ministry, children on the newest quarter-end, that day."""
    from data.access import View

    sql = """select institution_id, area, ministry, children, on_date from institution_children
             join institutions using (institution_id) order by on_date desc, children desc limit 1"""
    return release.rows(View.INTERNAL, sql)[1][0]


def reader(portal_app, portal_store, role, extent=Extent()):
    return persons.signed_in(portal_app.server, portal_store, Holding(role, extent))


def test_the_rows_are_as_many_as_the_number_and_reading_them_is_recorded(portal_app, portal_store, busy):
    institution, area, _, children, day = busy
    person = persons.person(portal_store, Holding(Role.COORDINATOR, Extent(frozenset({area}))))
    client = persons.carrying(portal_app.server, persons.session(portal_store, person))
    answer = client.get(f"/institutions/{institution}/stays?on={day}")
    assert answer.status_code == 200
    rows = re.findall(r"<code>([A-Z0-9]+)</code>", answer.text)
    assert len(rows) == min(children, 100)
    assert answer.headers["Cache-Control"] == "no-store"
    (written,) = audit.entries(portal_store, person_id=person)
    detail = json.loads(written.detail)
    assert (written.act, detail["rows"], detail["page"]) == ("stays.read", len(rows), 1)
    assert institution not in written.detail


def test_a_trait_narrows_the_list(portal_app, portal_store, release, busy):
    from data.access import EVERYTHING

    institution, _, _, _, day = busy
    client = reader(portal_app, portal_store, Role.ANALYST)
    answer = client.get(f"/institutions/{institution}/stays?on={day}&sex=F")
    wanted = stays(release, EVERYTHING, institution=institution, on=day, traits={"sex": "F"}).total
    assert len(re.findall(r"<code>[A-Z0-9]+</code>", answer.text)) == min(wanted, 100)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.VISITOR])
def test_only_who_may_see_rows_and_only_inside(portal_app, portal_store, busy, role):
    institution, area, ministry, _, day = busy
    path = f"/institutions/{institution}/stays?on={day}"
    may = Permission.STAYS_VIEW in GRANTS[role]
    inside = Extent(frozenset({area}), frozenset({ministry}), frozenset({institution}))
    assert reader(portal_app, portal_store, role, inside).get(path).status_code == (200 if may else 404)
    outside = Extent(frozenset({area}), frozenset({ministry}), frozenset({"DEMO-999"}))
    refused = reader(portal_app, portal_store, role, outside).get(path)
    assert refused.status_code == 404
    assert "<code>" not in refused.text


def test_a_stranger_is_asked_to_sign_in(portal_app, busy):
    client = browser(portal_app.server)
    answer = client.get(f"/institutions/{busy[0]}/stays", headers={"Sec-Fetch-Mode": "navigate"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=")


def test_not_there_and_not_yours_look_the_same(portal_app, portal_store, busy):
    client = reader(portal_app, portal_store, Role.HEAD, Extent(None, None, frozenset({"DEMO-999"})))
    answers = [client.get(f"/institutions/{key}/stays") for key in (busy[0], "DEMO-999", "nobody", "' or true --")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize("query", ["on=yesterday", "page=0", "page=x", "page=99999999999", "on=2024-13-01"])
def test_what_cannot_be_read_is_refused(portal_app, portal_store, busy, query):
    client = reader(portal_app, portal_store, Role.ANALYST)
    assert client.get(f"/institutions/{busy[0]}/stays?{query}").status_code == 400


def test_pages_answer_and_those_that_are_not_there_do_not(client, busy):
    assert client.get("/institutions").status_code == 200
    assert client.get(f"/institutions/{busy[0]}").status_code == 200
    missing = [client.get(path) for path in ("/institutions/nobody", "/institutions/a/b", "/institutions/%00")]
    assert {answer.status_code for answer in missing} == {404}
    title = re.search("<title>(.*?)</title>", missing[0].text).group(1)
    assert "nobody" not in title


def test_rows_for_the_long_list_are_rows(client):
    answer = client.get("/institutions/rows?page=1")
    assert answer.status_code == 200
    assert answer.text.startswith("<tr")
    assert client.get("/institutions/rows?page=1000").text == ""
    assert client.get("/institutions/rows?stage=%27%20or%201=1&as_of=x").status_code == 200
