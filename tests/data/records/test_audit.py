"""The log: what was written stays, and whatever is done to it is seen."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.errors import BadAnchors
from data.records import audit
from data.records.keys import Keys


def wrote(store, number=5):
    for index in range(number):
        audit.record(store, "session.start", f"person:{index}", by=str(index))


def tampered(store, *statements):
    """Do what an intruder with the engine's own rights could: take the triggers off first."""
    with store.write() as connection:
        for table in ("audit", "audit_anchors"):
            if store.on_sqlite:
                for name in ("no_update", "no_delete", "no_replace"):
                    connection.execute(text(f"drop trigger {table}_{name}"))
            else:
                connection.execute(text(f"drop trigger {table}_no_change on {table}"))
        for statement in statements:
            connection.execute(text(statement))


def test_an_untouched_log_verifies(store):
    wrote(store)
    assert audit.verify(store) == audit.Verdict(5)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set act = 'x' where seq = 2",
        "delete from audit where seq = 2",
        "delete from audit_anchors",
        "insert or replace into audit select seq, month, at, 'x', object, person_id, role, outcome, detail, previous,"
        " mac from audit where seq = 2",
    ],
)
def test_the_engine_itself_refuses_to_change_the_log(store, statement, tmp_path):
    if "replace" in statement and not store.on_sqlite:
        statement = "truncate audit"
    wrote(store)
    audit.anchor(store, tmp_path / "anchors")
    with pytest.raises(DBAPIError), store.write() as connection:
        connection.execute(text(statement))
    assert audit.verify(store).first_bad is None


@pytest.mark.parametrize(
    ("statements", "first_bad", "why"),
    [
        (["update audit set act = 'x' where seq = 3"], 3, "changed"),
        (["delete from audit where seq = 3"], 3, "missing"),
        (["update audit set detail = '{}  ' where seq = 5"], 5, "changed"),
        (["delete from audit where seq > 3"], 4, "cut"),
    ],
)
def test_what_an_intruder_does_is_seen(store, tmp_path, statements, first_bad, why):
    wrote(store)
    audit.anchor(store, tmp_path / "anchors")
    tampered(store, *statements)
    verdict = audit.verify(store, audit.read_anchors(tmp_path / "anchors"))
    assert (verdict.first_bad, verdict.why) == (first_bad, why)


def test_swapped_rows_are_seen(store):
    wrote(store)
    tampered(
        store,
        "update audit set seq = 99 where seq = 2",
        "update audit set seq = 2 where seq = 3",
        "update audit set seq = 3 where seq = 99",
    )
    assert audit.verify(store).first_bad == 2


@pytest.mark.parametrize("also", [(), ("delete from audit_anchors",)])
def test_a_rewrite_with_the_stolen_key_is_seen_by_the_anchor(store, tmp_path, also):
    wrote(store)
    audit.anchor(store, tmp_path / "anchors")
    tampered(store, "delete from audit", *also)
    for index in range(5):
        audit.record(store, "session.start", f"person:{index + 100}", by="somebody else")
    assert audit.verify(store).first_bad == (None if also else 5)
    verdict = audit.verify(store, audit.read_anchors(tmp_path / "anchors"))
    assert (verdict.first_bad, verdict.why) == (5, "anchor")


def test_a_month_goes_on_where_the_last_one_closed(store, clock):
    wrote(store, 2)
    clock.move(days=40)
    wrote(store, 2)
    with store.read() as connection:
        rows = connection.execute(text("select month, previous, mac from audit order by seq")).all()
    assert [row.month for row in rows] == ["2026-11", "2026-11", "2027-01", "2027-01"]
    assert rows[2].previous == rows[1].mac
    tampered(store, "delete from audit where month = '2026-11'")
    assert audit.verify(store).first_bad == 1


def test_a_row_moved_to_another_month_is_seen(store):
    wrote(store, 3)
    tampered(store, "update audit set month = '2026-10' where seq = 2")
    assert audit.verify(store).first_bad == 2


@pytest.mark.parametrize("lines", [None, "", "1 ab\n", "one " + "0" * 64, "1 " + "0" * 63])
def test_an_anchor_file_that_is_none_is_refused_not_taken_for_an_empty_one(tmp_path, lines):
    file = tmp_path / "anchors"
    if lines is not None:
        file.write_text(lines)
    with pytest.raises(BadAnchors):
        audit.read_anchors(file)


def test_what_is_not_anchored_yet_has_an_age(store, tmp_path, clock):
    assert audit.oldest_unanchored(store) is None
    wrote(store, 1)
    first = clock.now
    clock.move(hours=1)
    wrote(store, 1)
    assert audit.oldest_unanchored(store) == first
    audit.anchor(store, tmp_path / "anchors")
    audit.anchor(store, tmp_path / "anchors")
    assert audit.oldest_unanchored(store) is None
    assert audit.verify(store, audit.read_anchors(tmp_path / "anchors")) == audit.Verdict(2)


def test_the_newest_row_tells_whose_key_wrote_it(store):
    assert audit.newest(store) is None
    wrote(store, 1)
    at, own = audit.newest(store)
    assert own
    store.keys = Keys(b"another secret, just as long as it")
    assert audit.newest(store) == (at, False)


def test_nothing_is_logged_of_what_was_rolled_back(store):
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        1 / audit.append(connection, store, "person.invite", "invitation:1", by=None) / 0
    assert audit.verify(store) == audit.Verdict(0)
