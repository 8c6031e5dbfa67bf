"""One case over HTTP: every act by its form, who may, what is refused and what is kept of it."""

import re

import pytest
from sqlalchemy import func, select

from data.incidents import actions, queries
from data.incidents.model import Kind, Outcome, PartKind, State
from data.incidents.sealing import Blobs
from data.incidents.tables import incident_log, incident_parts, incidents
from data.incidents.workflow import Act
from data.records import audit
from geo.duties import duties
from tests.dashboard.cases import office, seen_on, text_of
from tests.data.incidents import cast

__all__ = ["office"]
FORMS = {
    Act.ACKNOWLEDGE: (State.NEW, {}, State.CHECKING),
    Act.ASSIGN: (State.NEW, {"person": "{officer}"}, State.CHECKING),
    Act.STEP: (State.NEW, {"step": "NOTIFIED_POLICE", "at": "01.01.2026 08:55", "text": "18422"}, State.NEW),
    Act.NOTE: (State.CHECKING, {"text": "a note"}, State.CHECKING),
    Act.ANSWER: (State.CHECKING, {"text": "an answer"}, State.CHECKING),
    Act.REQUEST: (State.CHECKING, {"text": "a question"}, State.CHECKING),
    Act.REFER: (State.CHECKING, {"whom": "body:police", "text": "please look"}, State.REFERRED),
    Act.MONITOR: (State.CHECKING, {}, State.MONITORING),
    Act.RESUME: (State.REFERRED, {}, State.CHECKING),
    Act.EXCLUDE: (State.CHECKING, {"excluded": "{second}"}, State.CHECKING),
    Act.ASK_CLOSE: (State.CHECKING, {"outcome": "confirmed", "text": "seen"}, State.CLOSED),
    Act.REOPEN: (State.CLOSED, {"text": "more was told"}, State.CHECKING),
}
OF_TEAM = {Act.NOTE, Act.STEP}


def case_in(office, state, **told) -> str:
    return cast.working(office.store, state, office.scope["officer"], office.scope["second"], **told)


def case_of(office, case_id):
    return queries.case(office.store, office.scope["officer"], case_id)


def rows(store, table, case_id) -> int:
    with store.read() as connection:
        query = select(func.count()).select_from(table).where(table.c.incident_id == case_id)
        return connection.execute(query).scalar_one()


def filled(fields, office) -> dict[str, str]:
    ids = {name: office.id(name) for name in ("officer", "second")}
    return {name: value.format(**ids) if value.startswith("{") else value for name, value in fields.items()}


def on_team(office, case_id) -> None:
    with office.store.read() as connection:
        seen = connection.execute(select(incidents.c.changed).where(incidents.c.id == case_id)).scalar_one()
    actions.refer(
        office.store, case_id, by=office.scope["officer"], seen=seen, to=office.id("coordinator"), text="please help"
    )


@pytest.mark.parametrize("act", FORMS)
def test_each_act_by_its_form(office, act):
    state, fields, after = FORMS[act]
    case_id = case_in(office, state)
    answer = office.act("officer", case_id, act, **filled(fields, office))
    assert answer.status_code == 303, text_of(answer.text)[:800]
    assert case_of(office, case_id).state is after
    said = office.browser["officer"].get(answer.headers["Location"])
    assert said.status_code == 200
    assert 'class="form-done"' in said.text


@pytest.mark.parametrize("who", ["head", "reporter", "stranger", "both"])
@pytest.mark.parametrize("act", [*FORMS, "contact"])
def test_to_those_who_may_not_know_there_is_no_such_case(office, who, act):
    state, fields, _ = FORMS.get(act, (State.NEW, {"text": "why"}, None))
    case_id = case_in(office, state)
    before = rows(office.store, incident_log, case_id)
    browser = office.browser[who]
    answers = [
        browser.get(f"/incidents/{case_id}"),
        office.act(who, case_id, act, seen="1", **filled(fields, office)),
        browser.post(f"/incidents/{case_id}/files/{case_id}"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "canary" not in "".join(answer.text for answer in answers)
    assert rows(office.store, incident_log, case_id) == before


@pytest.mark.parametrize("act", [*FORMS, "contact"])
def test_the_team_has_fewer_acts(office, act):
    state, fields, _ = FORMS.get(act, (State.NEW, {"text": "why"}, None))
    case_id = case_in(office, State.CHECKING if state in {State.NEW, State.REFERRED} else state)
    if state is not State.CLOSED:
        on_team(office, case_id)
        page = office.page("coordinator", f"/incidents/{case_id}")
        assert (f'/incidents/{case_id}/{act}"' in page) == (act in OF_TEAM)
        assert "canary-of-the-contact" not in page
    answer = office.browser["coordinator"].post(
        f"/incidents/{case_id}/{act}",
        data={"seen": str(case_of(office, case_id).changed)}
        | {f"{act}-{name}": value for name, value in filled(fields, office).items()},
    )
    assert answer.status_code == (303 if act in OF_TEAM else 404)


def test_opening_is_recorded_before_anything_is_shown(office, monkeypatch):
    case_id = case_in(office, State.NEW)
    page = office.page("officer", f"/incidents/{case_id}")
    assert cast.CANARY["text"] in page
    assert cast.CANARY["contact"] not in page
    assert "incident.read" in {entry.act for entry in audit.entries(office.store, about=f"incident:{case_id}")}

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(audit, "append", broken)
    answer = office.browser["officer"].get(f"/incidents/{case_id}")
    assert answer.status_code == 500
    assert "canary" not in answer.text


def test_what_was_typed_outlives_somebody_elses_change(office):
    case_id = case_in(office, State.CHECKING)
    seen = seen_on(office.page("officer", f"/incidents/{case_id}"))
    office.act("second", case_id, Act.MONITOR)
    before = rows(office.store, incident_parts, case_id)
    answer = office.act("officer", case_id, Act.REFER, seen=seen, whom="body:police", text="typed at length")
    told = text_of(answer.text)
    assert answer.status_code == 409
    assert "Test second" in told
    assert "typed at length" in told
    assert rows(office.store, incident_parts, case_id) == before
    again = office.act(
        "officer", case_id, Act.REFER, seen=seen_on(answer.text), whom="body:police", text="typed at length"
    )
    assert again.status_code == 303


def test_what_cannot_be_done_any_more_says_what_can(office):
    case_id = case_in(office, State.CHECKING)
    seen = seen_on(office.page("officer", f"/incidents/{case_id}"))
    office.act("second", case_id, Act.ASK_CLOSE, outcome="confirmed", text="seen")
    for now in (seen, str(case_of(office, case_id).changed)):
        answer = office.act("officer", case_id, Act.REFER, seen=now, whom="body:police", text="typed at length")
        assert answer.status_code == 409
        assert "typed at length" in answer.text
    assert "відкрити знову" in text_of(answer.text)


@pytest.mark.parametrize(
    ("act", "fields", "field"),
    [
        (Act.NOTE, {"text": "  "}, "note-text"),
        (Act.STEP, {"step": "NOTIFIED_POLICE", "at": "tomorrow"}, "step-at"),
        (Act.STEP, {"step": "NOTIFIED_POLICE", "at": "24.11.2999 08:55"}, "step-at"),
        (Act.STEP, {"step": "", "at": "01.01.2026 08:55"}, "step-step"),
        (Act.REFER, {"whom": "", "text": "x"}, "refer-whom"),
        (Act.ASK_CLOSE, {"outcome": "good", "text": "x"}, "ask_close-outcome"),
        (Act.ASK_CLOSE, {"outcome": "confirmed", "text": ""}, "ask_close-text"),
        (Act.MERGE, {"into": "1999-0001"}, "merge-into"),
        ("contact", {"text": ""}, "contact-text"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_done(office, act, fields, field):
    case_id = case_in(office, State.CHECKING)
    before = case_of(office, case_id)
    answer = office.act("officer", case_id, act, **fields)
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text
    assert case_of(office, case_id) == before


class TestTwoPersons:
    @pytest.mark.parametrize(
        ("kind", "outcome"), [(Kind.SEXUAL, Outcome.CONFIRMED), (Kind.NEGLECT, Outcome.NOT_CONFIRMED)]
    )
    def test_the_second_confirms_and_the_first_cannot(self, office, kind, outcome):
        case_id = case_in(office, State.CHECKING, kind=kind)
        asked = office.act("officer", case_id, Act.ASK_CLOSE, outcome=str(outcome), text="looked into")
        assert asked.headers["Location"].endswith("said=closing")
        own, other = (office.page(who, f"/incidents/{case_id}") for who in ("officer", "second"))
        assert f"/incidents/{case_id}/confirm_close" not in own
        assert f"/incidents/{case_id}/confirm_close" in other
        assert office.act("officer", case_id, Act.CONFIRM_CLOSE).status_code == 422
        assert case_of(office, case_id).state is State.CHECKING
        assert office.act("second", case_id, Act.CONFIRM_CLOSE).status_code == 303
        assert (case_of(office, case_id).state, case_of(office, case_id).outcome) == (State.CLOSED, outcome)

    def test_it_can_be_taken_back(self, office):
        case_id = case_in(office, State.CHECKING, closing=True)
        assert office.act("officer", case_id, Act.WITHDRAW_CLOSE).status_code == 303
        assert case_of(office, case_id).closing_by is None


def test_merging_leads_to_the_case_that_stays(office):
    gone, stays = case_in(office, State.CHECKING), case_in(office, State.CHECKING)
    answer = office.act("officer", gone, Act.MERGE, into=case_of(office, stays).number)
    assert answer.status_code == 303
    assert f"/incidents/{stays}" in office.page("officer", f"/incidents/{gone}")


def test_the_contact_is_shown_once_for_a_reason_that_is_kept(office):
    case_id = case_in(office, State.NEW)
    answer = office.act("officer", case_id, "contact", text="to agree on a meeting")
    assert answer.status_code == 200
    assert cast.CANARY["contact"] in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert cast.CANARY["contact"] not in office.page("officer", f"/incidents/{case_id}")
    acts = [entry.act for entry in audit.entries(office.store, about=f"incident:{case_id}")]
    assert "incident.contact" in acts


def test_a_file_is_given_to_be_kept_and_never_shown(office, home):
    blobs = Blobs(home / "blobs")
    told = cast.report(office.store, attachments=(cast.FILE,))
    case_id = cast.take_in(office.store, duties("ua"), cast.PLACES, told, blobs=blobs)
    page = office.page("officer", f"/incidents/{case_id}")
    way = re.search(rf'action="(/incidents/{case_id}/files/[\w-]+)"', page)[1]
    assert office.browser["officer"].get(way).status_code in {404, 405}
    answer = office.browser["officer"].post(way)
    assert answer.status_code == 200
    assert answer.data == cast.FILE.content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "incident.file" in {entry.act for entry in audit.entries(office.store, about=f"incident:{case_id}")}


def test_a_get_changes_nothing_and_unknown_acts_are_not_there(office):
    case_id = case_in(office, State.NEW)
    for act in Act:
        assert office.browser["officer"].get(f"/incidents/{case_id}/{act}").status_code in {404, 405}
    assert office.act("officer", case_id, "close").status_code == 404
    assert office.act("officer", case_id, "explode").status_code == 404
    assert case_of(office, case_id).state is State.NEW


def test_texts_are_shown_as_text(office):
    case_id = case_in(office, State.CHECKING, text="<script>alert(1)</script>")
    office.act("officer", case_id, Act.NOTE, text="<img src=x onerror=alert(1)>")
    page = office.page("officer", f"/incidents/{case_id}")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert PartKind.NOTE in {part.kind for part in queries.parts(office.store, office.scope["officer"], case_id)}
