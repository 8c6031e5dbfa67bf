"""Finding rows of the log: by person, object, act, outcome and time, page by page."""

from datetime import timedelta

import pytest

from data.records import audit, audit_search
from data.records.audit_search import Search


@pytest.fixture
def log(store, clock):
    """Ten rows, an hour apart: two people, two acts, every third refused."""
    for number in range(10):
        audit.record(
            store, f"act.{number % 2}", f"thing:{number % 4}", by=f"person-{number % 2}",
            outcome="refused" if number % 3 == 0 else "done",
        )  # fmt: skip
        clock.move(hours=1)
    return store


def numbers(store, **wanted):
    return [entry.seq for entry in audit_search.search(store, Search(**wanted)).entries]


def test_newest_first(log):
    assert numbers(log) == list(range(10, 0, -1))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"people": ("person-1",)}, [10, 8, 6, 4, 2]),
        ({"people": ("person-0", "person-1")}, list(range(10, 0, -1))),
        ({"people": ()}, []),
        ({"about": "thing:3"}, [8, 4]),
        ({"about": "thing"}, []),
        ({"act": "act.0"}, [9, 7, 5, 3, 1]),
        ({"outcome": "refused"}, [10, 7, 4, 1]),
        ({"act": "act.0", "outcome": "refused"}, [7, 1]),
        ({"act": "' or 1=1 --"}, []),
    ],
)
def test_each_field_narrows(log, wanted, found):
    assert numbers(log, **wanted) == found


def test_time_is_from_and_before(log, clock):
    start = clock() - timedelta(hours=10)
    assert numbers(log, since=start + timedelta(hours=7)) == [10, 9, 8]
    assert numbers(log, until=start + timedelta(hours=2)) == [2, 1]
    assert numbers(log, since=start + timedelta(hours=2), until=start + timedelta(hours=4)) == [4, 3]


def test_a_clock_set_back_hides_no_row(store, clock):
    for days in (3, -0.5, 3):
        audit.record(store, "act.1", "thing:1", by=None)
        clock.move(days=days)
    times = [entry.at for entry in reversed(audit_search.search(store, Search()).entries)]
    assert times[2] < times[1]
    assert numbers(store, until=times[1]) == [3, 1]
    assert numbers(store, since=times[2]) == [3, 2]
    assert numbers(store, since=times[2], until=times[1]) == [3]


def test_pages_meet_without_gap_or_overlap(log):
    seen, before = [], None
    for _ in range(9):
        page = audit_search.search(log, Search(outcome="done"), before, most=2)
        seen += [entry.seq for entry in page.entries]
        before = page.older
        if before is None:
            break
    assert seen == [9, 8, 6, 5, 3, 2]


def test_an_exact_page_has_no_next_one(log):
    assert audit_search.search(log, Search(), most=10).older is None


def test_every_row_in_batches(log, monkeypatch):
    monkeypatch.setattr(audit_search, "BATCH", 3)
    assert [entry.seq for entry in audit_search.every(log, Search())] == list(range(10, 0, -1))


def test_the_names_of_the_fields_are_told_and_not_their_values(clock):
    told = Search(people=("secret-person",), about="secret-thing", since=clock()).fields
    assert told == ["people", "about", "since"]


def test_length_last_row_and_anchor(log, tmp_path):
    assert audit_search.length(log) == 10
    assert audit_search.last(log, "act.1").seq == 10
    assert audit_search.last(log, "act.9") is None
    assert audit_search.last_anchor(log) is None
    audit.anchor(log, tmp_path / "anchors")
    assert audit_search.last_anchor(log).seq == 10
