"""A report becomes one case, once, with everything it said, or nothing at all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from data.incidents import actions, queries
from data.incidents.model import Addition, PartKind, State
from data.incidents.sealing import Blobs
from data.incidents.spool import Spool, SpoolReader
from data.incidents.tables import incident_log, incidents, outbox
from data.incidents.taking import take_in, take_spool
from data.records.tables import audit
from tests.data.incidents import cast
from tests.proof import LONG


def count(store, table) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_report_becomes_a_case_with_its_clock_line_audit_and_alert(store, officer, rules):
    case_id = cast.case(store)
    case = queries.case(store, officer, case_id)
    assert (case.number, case.state, case.area, case.ministry) == ("2026-0001", State.NEW, cast.AREA, "MES")
    assert case.clock == case.received_at
    assert {step.code for step in case.steps} >= {"NOTIFIED_POLICE", "NOTIFIED_SSD"}
    assert [line.act for line in queries.log(store, officer, case_id)] == ["take"]
    assert count(store, outbox) == 1
    with store.read() as connection:
        assert connection.execute(select(audit.c.object).where(audit.c.act == "incident.take")).scalars().all() == [
            f"incident:{case_id}"
        ]


def test_the_same_form_twice_is_one_case_and_changed_words_are_an_addition(store, officer, rules):
    first = cast.report(store)
    case_id = take_in(store, rules, cast.PLACES, first)
    assert take_in(store, rules, cast.PLACES, first) == case_id
    assert count(store, incidents) == 1
    assert count(store, incident_log) == 1
    changed = replace(first, text="more", danger=True)
    assert [take_in(store, rules, cast.PLACES, changed) for _ in range(2)] == [case_id, case_id]
    kinds = [part.kind for part in queries.parts(store, officer, case_id)]
    assert kinds.count(PartKind.ADDITION) == 1
    case = queries.case(store, officer, case_id)
    assert case.danger
    assert case.severe


def spool(tmp_path, *sent):
    """A spool in which these wait, and who reads it."""
    private = X25519PrivateKey.generate()
    writer = Spool(tmp_path / "spool", private.public_key())
    for one in sent:
        writer.append(one)
    return SpoolReader(tmp_path / "spool", private)


def test_a_deadline_never_moves_once_it_is_given(store, clock, officer):
    case_id = cast.case(store)
    before = queries.case(store, officer, case_id)
    for hours in (-30, 10, 24 * 200):
        clock.move(hours=hours)
        actions.note(store, case_id, by=officer, seen=None, text="time has passed")
        after = queries.case(store, officer, case_id)
        assert (after.steps, after.clock, after.received_at) == (before.steps, before.clock, before.received_at)


def test_a_form_s_clock_that_runs_ahead_gains_no_time(store, officer):
    now = datetime.now(UTC) if not store.on_sqlite else store.clock()
    case = queries.case(store, officer, cast.case(store, received_at=now + timedelta(days=3)))
    assert case.received_at <= now + timedelta(minutes=1)


def test_numbers_follow_one_another_within_the_year_of_the_country(store, officer):
    days = [datetime(2025, 12, 31, 21, 59, tzinfo=UTC), datetime(2025, 12, 31, 22, 1, tzinfo=UTC)]
    ids = [cast.case(store, received_at=day) for day in (*days, days[1])]
    assert [queries.case(store, officer, one).number for one in ids] == ["2025-0001", "2026-0001", "2026-0002"]


def test_the_spool_is_emptied_oldest_first_and_what_is_taken_is_gone(store, rules, blobs, officer, tmp_path):
    first, last = cast.report(store), cast.report(store, attachments=(cast.FILE,))
    reader = spool(tmp_path, first, last, first)
    assert take_spool(store, rules, cast.PLACES, reader, blobs) == 3
    assert [*reader.waiting()] == []
    cases = sorted(queries.queue(store, officer, State.NEW), key=lambda case: case.number)
    assert len(cases) == 2
    kinds = [part.kind for part in queries.parts(store, officer, cases[1].id)]
    assert PartKind.FILE in kinds


def test_one_that_cannot_be_taken_stays_and_holds_up_no_other(store, rules, officer, tmp_path, caplog):
    with_file, plain = cast.report(store, attachments=(cast.FILE,)), cast.report(store)
    reader = spool(tmp_path, with_file, plain)
    (tmp_path / "no-folder").write_text("in the way")
    assert take_spool(store, rules, cast.PLACES, reader, Blobs(tmp_path / "no-folder")) == 1
    assert len([*reader.waiting()]) == 1
    assert queries.counts(store, officer)[State.NEW] == 1
    assert "canary" not in caplog.text
    assert take_spool(store, rules, cast.PLACES, reader, Blobs(tmp_path / "blobs")) == 1
    assert queries.counts(store, officer)[State.NEW] == 2


def test_what_fits_no_case_and_what_cannot_be_opened_is_set_aside_and_kept(store, rules, blobs, tmp_path):
    forged = Addition("attempt", store.clock(), "AAAA-BBBB", "0" * 64, text="forged")
    reader = spool(tmp_path, forged)
    (tmp_path / "spool" / "00000000000000000001-0-torn.sealed").write_bytes(b"torn")
    assert take_spool(store, rules, cast.PLACES, reader, blobs) == 0
    assert [*reader.waiting()] == []
    assert reader.unreadable() == 2


def test_a_file_is_refused_before_it_could_be_lost(store, rules):
    with pytest.raises(ValueError, match="folder"):
        take_in(store, rules, cast.PLACES, cast.report(store, attachments=(cast.FILE,)))
    assert count(store, incidents) == 0


@pytest.mark.parametrize("code", ["", "DEMO-999", "x" * 500, "' or true --", "\U0001f3e0"])
def test_an_unknown_institution_is_kept_as_it_was_told(store, officer, code):
    case = queries.case(store, officer, cast.case(store, institution_id=code, area=cast.OTHER_AREA, language="xx"))
    assert (case.institution_id, case.area, case.ministry) == (code[:60], cast.OTHER_AREA, "")


ANYTHING = st.text(alphabet=st.characters(), max_size=80) | st.just("\ud800\x00")


@settings(max_examples=120 if LONG else 12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_a_form_sends_is_kept(store, rules, officer, data):
    """No word, code or number that somebody can send is a reason to lose a report."""
    texts = ("area", "institution_id", "place", "occurred", "age_band", "text", "alleged_text", "contact", "language")
    told = {name: data.draw(ANYTHING, name) for name in texts}
    told["children"] = data.draw(st.none() | st.integers(-(2**70), 2**70))
    told["done"] = tuple(data.draw(st.lists(ANYTHING, max_size=3)))
    case_id = cast.case(store, **told)
    (part,) = [part for part in queries.parts(store, officer, case_id) if part.kind is PartKind.REPORT]
    assert part.text == told["text"].encode("utf-8", "replace").decode()
    assert (
        queries.case(store, officer, case_id).institution_id
        == "".join(letter for letter in told["institution_id"] if letter.isprintable())[:60]
    )
