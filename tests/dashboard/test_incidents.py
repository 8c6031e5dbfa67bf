"""The queue over HTTP: who sees what in it, its tabs and search, what has changed since, giving several at once."""

import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from data.incidents import actions, queries
from data.incidents.model import State
from data.incidents.notices import unread
from data.incidents.tables import outbox
from data.records import audit
from data.records.tables import sessions
from tests.dashboard.cases import office, text_of
from tests.data.incidents import cast

__all__ = ["office"]
NOBODYS = ("head", "reporter")


def number_of(office, case_id) -> str:
    return queries.case(office.store, office.scope["officer"], case_id).number


def changes(office, who, since, **query):
    asked = "&".join(f"{key}={value}" for key, value in {"since": since, **query}.items())
    return office.browser[who].get(f"/incidents/changes?{asked}").get_json()


def newest(office, who="officer") -> int:
    return changes(office, who, 0)["number"]


def test_the_queue_holds_what_one_may_know_and_counts_no_more(office):
    case_id = cast.case(office.store)
    number = number_of(office, case_id)
    assert number in office.page("officer", "/incidents")
    for who in ("coordinator", "stranger", "both"):
        page = office.page(who, f"/incidents?q={number}")
        assert f'data-case="{case_id}"' not in page
        tabs = re.findall(r'class="tab"[^>]*><span>[^<]*</span><b>(\d+)</b>', page)
        assert tabs == [str(queries.counts(office.store, office.scope[who])[state]) for state in State][: len(tabs)]


@pytest.mark.parametrize("who", NOBODYS)
def test_an_institutions_staff_find_no_trace(office, who):
    case_id = cast.case(office.store)
    number = number_of(office, case_id)
    for path in ("/incidents", "/incidents/changes?since=0", "/incidents/new"):
        assert office.browser[who].get(path).status_code == 404
    home = office.page(who, "/account")
    assert 'href="/incidents"' not in home
    assert number not in home
    assert 'class="account bell"' not in home
    assert unread(office.store, office.id(who)) == ()
    with office.store.read() as connection:
        mailed = connection.execute(select(outbox.c.id).where(outbox.c.person_id == office.id(who))).all()
    assert mailed == []
    files = ("/api/v1/observations.csv", "/download/published.csv", "/api/v1/stays")
    assert number not in "".join(office.browser[who].get(path).text for path in files)


def test_an_officer_of_elsewhere_works_a_case_as_its_team_does(office):
    case_id = cast.case(office.store)
    officer = office.scope["officer"]
    actions.acknowledge(office.store, case_id, by=officer, seen=None)
    assert f'data-case="{case_id}"' not in office.page("elsewhere", "/incidents?state=checking")
    actions.refer(office.store, case_id, by=officer, seen=None, to=office.id("elsewhere"), text="please help")
    assert f'data-case="{case_id}"' in office.page("elsewhere", f"/incidents?state=referred&case={case_id}")
    page = office.page("elsewhere", f"/incidents/{case_id}")
    assert f"/incidents/{case_id}/note" in page
    assert f"/incidents/{case_id}/contact" not in page


def test_who_is_on_a_team_sees_those_cases_alone(office):
    ours, other = cast.case(office.store), cast.case(office.store)
    officer = office.scope["officer"]
    actions.acknowledge(office.store, ours, by=officer, seen=None)
    actions.refer(office.store, ours, by=officer, seen=None, to=office.id("coordinator"), text="please help")
    page = office.page("coordinator", "/incidents?state=referred")
    assert f'data-case="{ours}"' in page
    assert other not in page
    assert 'href="/incidents/new"' not in page
    assert "incidents-bulk" not in page
    assert f"/incidents/{ours}" in office.page("coordinator", "/account")


def test_the_chosen_case_is_in_the_address(office):
    case_id = cast.case(office.store)
    page = office.page("officer", f"/incidents?case={case_id}")
    assert f'id="row-{case_id}"' in page
    assert number_of(office, case_id) in text_of(page.split('id="incidents-panel"')[1])
    assert "canary" not in page
    assert "incident.view" in {entry.act for entry in audit.entries(office.store, about=f"incident:{case_id}")}
    for forged in ("nonsense", "' or 1=1 --", case_id[:-1] + "x"):
        assert "panel-title" not in office.page("officer", f"/incidents?case={forged}")


def test_looking_at_the_queue_is_recorded_without_what_was_typed(office):
    office.page("officer", "/incidents?q=secret-word&mine=1&state=checking")
    entry = next(one for one in audit.entries(office.store) if one.act == "incident.list")
    assert "secret-word" not in entry.detail
    assert '"fields": ["mine", "search"]' in entry.detail


def test_search_finds_a_number_and_mine_those_given_to_me(office):
    mine, other = cast.case(office.store), cast.case(office.store)
    actions.assign(office.store, mine, by=office.scope["officer"], seen=None, person_id=office.id("officer"))
    led = office.browser["officer"].get(f"/incidents?state=new&q={number_of(office, mine)}")
    assert (led.status_code, led.headers["Location"]) == (303, f"/incidents?state=checking&case={mine}")
    found = office.page("officer", f"/incidents?q={number_of(office, other)[:-1]}")
    assert f'data-case="{other}"' in found
    assert f'data-case="{mine}"' not in found
    assert office.browser["coordinator"].get(f"/incidents?q={number_of(office, mine)}").status_code == 200
    assert f'data-case="{mine}"' in office.page("officer", "/incidents?state=checking&mine=1")
    assert f'data-case="{other}"' not in office.page("officer", "/incidents?mine=1")


class TestChanges:
    def test_nothing_new_is_a_small_answer(self, office):
        cast.case(office.store)
        answer = office.browser["officer"].get(f"/incidents/changes?since={newest(office)}")
        assert set(answer.get_json()) == {"number", "now"}
        assert len(answer.data) < 200
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_new_report_is_told_with_the_parts_of_the_page(self, office):
        since = newest(office)
        case_id = cast.case(office.store)
        told = changes(office, "officer", since)
        assert told["new"] == {case_id: number_of(office, case_id)}
        assert f'data-case="{case_id}"' in told["parts"]["incidents-queue"]
        assert told["number"] > since
        assert changes(office, "officer", told["number"]).get("parts") is None

    def test_others_are_not_told(self, office):
        before = {who: newest(office, who) for who in ("coordinator", "both")}
        cast.case(office.store)
        for who, number in before.items():
            assert set(changes(office, who, number)) == {"number", "now"}
            assert newest(office, who) == number

    def test_it_is_cheap(self, office):
        number, began = newest(office), time.perf_counter()
        for _ in range(20):
            changes(office, "officer", number)
        assert (time.perf_counter() - began) / 20 < 0.1

    @pytest.mark.parametrize("since", ["", "x", "-1", "9" * 30, "1.5", "%00"])
    def test_nonsense_is_taken_for_nothing_seen(self, office, since):
        cast.case(office.store)
        assert "parts" in changes(office, "officer", since)


class TestGivingSeveral:
    def test_all_that_are_ticked(self, office):
        chosen = [cast.case(office.store) for _ in range(3)]
        sent = {"case": chosen, "person": office.id("second"), "state": "new"}
        answer = office.browser["officer"].post("/incidents/assign", data=sent)
        assert answer.status_code == 303
        given = {queries.case(office.store, office.scope["officer"], one).assigned_to for one in chosen}
        assert given == {office.id("second")}

    @pytest.mark.parametrize("missing", ["case", "person"])
    def test_nothing_ticked_or_nobody_chosen(self, office, missing):
        sent = {"case": cast.case(office.store), "person": office.id("second"), missing: ""}
        answer = office.browser["officer"].post("/incidents/assign", data=sent)
        assert answer.status_code == 400
        assert 'class="form-errors"' in answer.text

    def test_not_to_somebody_who_may_not_know(self, office):
        case_id = cast.case(office.store)
        sent = {"case": case_id, "person": office.id("head")}
        assert office.browser["officer"].post("/incidents/assign", data=sent).status_code == 400
        assert queries.case(office.store, office.scope["officer"], case_id).assigned_to is None

    def test_not_by_the_team(self, office):
        sent = {"case": cast.case(office.store), "person": office.id("officer")}
        assert office.browser["coordinator"].post("/incidents/assign", data=sent).status_code == 404


def test_the_bell_holds_what_is_new_until_it_is_read(office):
    case_id = cast.case(office.store)
    page = office.page("officer", "/account")
    assert 'class="account bell"' in page
    assert f'href="/incidents/{case_id}"' in page
    office.page("officer", f"/incidents/{case_id}")
    assert f'href="/incidents/{case_id}"' not in office.page("officer", "/account")
    cast.case(office.store)
    assert office.browser["officer"].post("/notices/read").status_code == 303
    assert unread(office.store, office.id("officer")) == ()
    assert 'class="bell-count"' not in office.page("officer", "/account")


def test_a_page_that_asks_by_itself_keeps_no_session_awake(office, portal_app):
    mine = sessions.c.person_id == office.id("officer")
    longer = office.store.clock() - timedelta(minutes=2)

    def seen_after(path: str):
        with office.store.write() as connection:
            connection.execute(update(sessions).where(mine).values(seen_at=longer))
        office.browser["officer"].get(path)
        with office.store.read() as connection:
            return connection.execute(select(sessions.c.seen_at).where(mine)).scalar_one()

    assert seen_after("/incidents/changes?since=0") == longer
    assert seen_after("/incidents/changes?since=0&used=1") > longer
    assert seen_after("/incidents") > longer
