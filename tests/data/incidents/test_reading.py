"""Reading is recorded before anything is shown; nothing that was typed stands anywhere unsealed."""

import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data.access import Extent, Holding, Role
from data.errors import NotFound
from data.incidents import actions, queries
from data.incidents.model import Addition, Outcome, PartKind, State
from data.incidents.tables import incident_log, incidents, notices, outbox
from data.incidents.taking import take_addition, take_in
from data.records import audit as log
from data.records.tables import audit
from tests.data.incidents import cast

READS = {
    "parts": lambda store, by, case, _, blobs: queries.parts(store, by, case, blobs),
    "file": lambda store, by, case, file, blobs: queries.attachment(store, by, case, file, blobs),
    "contact": lambda store, by, case, *_: actions.reveal_contact(store, case, by=by, reason="why"),
}
ACTS = {"parts": "incident.read", "file": "incident.file", "contact": "incident.contact"}


@pytest.fixture
def whole(store, rules, blobs, officer):
    """A case with a file; its id and the file's."""
    case_id = take_in(store, rules, cast.PLACES, cast.report(store, attachments=(cast.FILE,)), blobs=blobs)
    return case_id, next(one.id for one in queries.parts(store, officer, case_id) if one.kind is PartKind.FILE)


def rows(store, **told) -> list[dict]:
    """The audit's rows of an act."""
    with store.read() as connection:
        found = connection.execute(select(audit).order_by(audit.c.seq)).mappings().all()
    return [dict(row) for row in found if all(row[name] == value for name, value in told.items())]


@pytest.mark.parametrize("read", READS)
def test_one_row_a_reading(store, officer, whole, blobs, read):
    before = len(rows(store, act=ACTS[read]))
    assert READS[read](store, officer, *whole, blobs)
    found = rows(store, act=ACTS[read])[before:]
    assert [(row["object"], row["person_id"]) for row in found] == [(f"incident:{whole[0]}", officer.person_id)]


@pytest.mark.parametrize("read", READS)
def test_what_cannot_be_recorded_is_not_shown(store, officer, whole, blobs, read):
    with store.write() as connection:
        if store.on_sqlite:
            connection.execute(text("create trigger full before insert on audit begin select raise(abort, 'x'); end"))
        else:
            connection.execute(text("alter table audit add constraint full_up check (seq < 0) not valid"))
    with pytest.raises((DBAPIError, IntegrityError)):
        READS[read](store, officer, *whole, blobs)


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("case", ["00000000-0000-0000-0000-000000000000", "' or 1=1 --", "canary-of-an-address"])
def test_a_refused_reading_is_recorded_without_what_was_typed(store, officer, blobs, read, case):
    with pytest.raises(NotFound):
        READS[read](store, officer, case, "x", blobs)
    (row,) = rows(store, act=ACTS[read], outcome="refused")
    assert row["object"] in {f"incident:{case}" if case.startswith("0") else "incident:unknown"}


def test_a_file_of_another_case_is_not_given(store, rules, officer, whole, blobs):
    other = take_in(store, rules, cast.PLACES, cast.report(store), blobs=blobs)
    with pytest.raises(NotFound):
        queries.attachment(store, officer, other, whole[1], blobs)
    assert queries.attachment(store, officer, *whole, blobs) == cast.FILE


def test_nothing_typed_stands_anywhere_unsealed(store, rules, officer, second, blobs, tmp_path, caplog):
    sent = cast.report(store, attachments=(cast.FILE,), sender="canary-of-the-sender")
    case_id = take_in(store, rules, cast.PLACES, sent, blobs=blobs)
    with store.read() as connection:
        row = connection.execute(select(incidents).where(incidents.c.id == case_id)).mappings().one()
    more = Addition("more", store.clock(), row["reference"], row["words_mac"], "canary-of-more", (cast.FILE,))
    assert take_addition(store, more, blobs=blobs)
    actions.acknowledge(store, case_id, by=officer, seen=None)
    actions.refer(store, case_id, by=officer, seen=None, to=second.person_id, text="canary-of-the-referral")
    for act in (actions.note, actions.answer, actions.request_detail):
        act(store, case_id, by=officer, seen=None, text=f"canary-of-{act.__name__}")
    told = {"code": "NOTIFIED_SSD", "at": store.clock(), "reference_text": "canary-of-the-step"}
    actions.complete_step(store, case_id, by=officer, seen=None, **told)
    actions.reveal_contact(store, case_id, by=officer, reason="canary-of-the-reason")
    actions.ask_close(store, case_id, by=officer, seen=None, outcome=Outcome.NOT_CONFIRMED, text="canary-of-the-end")
    actions.confirm_close(store, case_id, by=second, seen=None)
    actions.reopen(store, case_id, by=second, seen=None, text="canary-of-the-return")
    opened = queries.parts(store, officer, case_id, blobs)
    assert "canary-of-the-return" in [part.text for part in opened]
    assert queries.case(store, officer, case_id).state is State.CHECKING
    assert "canary" not in caplog.text
    assert "canary" not in repr((sent, more, opened))
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > (1 if store.on_sqlite else 0)
    assert [content for content in files if b"canary" in content] == []
    with store.read() as connection:
        tables = (incidents, incident_log, outbox, notices, audit)
        everything = [dict(row) for table in tables for row in connection.execute(select(table)).mappings()]
    assert "canary" not in json.dumps(everything, default=str)
    assert log.verify(store).first_bad is None


@pytest.mark.parametrize("severe", [True, False])
def test_the_engine_itself_refuses_one_person_s_closing(store, officer, severe):
    case_id = cast.severe(store) if severe else cast.case(store)
    person = officer.person_id
    alone = {"state": "closed", "outcome": "not_confirmed", "closing_by": person, "closed_by": person}
    for values in (alone, alone | {"closing_by": None}, alone | {"closed_by": None}):
        with pytest.raises(IntegrityError), store.write() as connection:
            connection.execute(incidents.update().where(incidents.c.id == case_id).values(values))
    for statement in ("update incident_log set act = 'x'", "delete from incident_log"):
        with pytest.raises(DBAPIError), store.write() as connection:
            connection.execute(text(statement))


def test_an_officer_of_one_area_sees_and_takes_in_that_area_alone(store, rules):
    local = cast.person(store, "local", Holding(Role.OFFICER, Extent(frozenset({cast.OTHER_AREA}))))
    case_id = cast.case(store)
    for ask in (queries.case, queries.parts, queries.log):
        with pytest.raises(NotFound):
            ask(store, local, case_id)
    with pytest.raises(NotFound):
        actions.add_report(store, rules, cast.PLACES, cast.report(store), by=local)
    assert sum(queries.counts(store, cast.person(store, "all", Holding(Role.OMBUDSMAN))).values()) == 1
    told = cast.report(store, institution_id=cast.SCHOOL)
    assert (
        queries.case(store, local, actions.add_report(store, rules, cast.PLACES, told, by=local)).area
        == cast.OTHER_AREA
    )
