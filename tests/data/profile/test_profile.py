"""One institution: its life, its children counted independently, what it owes; exact inside the scope alone."""

from collections import Counter
from datetime import date

import pytest

from data.access import EVERYTHING, VISITOR, Extent, Holding, Role, Scope
from data.errors import NotFound
from data.profile.profile import DIMENSIONS, profile
from data.states import State
from data.stays import stays
from tests.data.register import AREA, OTHER_AREA, release_from

DAY = date(2024, 12, 31)
HOMES = [
    {"institution_id": "I1", "capacity": 40},
    {"institution_id": "I2", "capacity": 20, "region": OTHER_AREA},
    {"institution_id": "I3", "facility_type": "BABY_HOME", "ministry": "MOH"},
    {"institution_id": "I4", "region": OTHER_AREA, "relocated_to": AREA},
]
EVENTS = [
    {"institution_id": "I1", "on": "2021-05-01", "event": "renamed", "value": "Нова назва"},
    {"institution_id": "I1", "on": "2021-05-01", "event": "stage", "value": "RENAMED_ONLY"},
    {"institution_id": "I1", "on": "2024-06-01", "event": "ministry", "value": "MES"},
    {"institution_id": "I4", "on": "2023-02-01", "event": "relocated", "value": AREA},
]
STAYS = [
    {
        "institution_id": "I1", "child_id": f"C{n}", "sex": "FM"[n % 3 == 0],
        "disability": "YES" if n % 4 == 0 else "NO",
        "legal_status": ("ORPHAN", "HAS_PARENTS", None)[n % 3], "birth_month": f"{2008 + n % 11}-03",
        "admitted_on": f"{2019 + n % 4}-0{1 + n % 9}-11", "stay_mode": ("STAY_24H", "STAY_DAY", "STAY_5D")[n % 3],
        "left_on": f"2023-0{1 + n % 9}-20" if n % 5 == 0 else None,
        "exit_destination": ("EXIT_FAMILY", "EXIT_ADOPTED", "EXIT_TRANSFER")[n % 3] if n % 5 == 0 else None,
    } for n in range(30)
]  # fmt: skip
MOVING = [{"institution_id": "I4", "child_id": f"D{n}", "admitted_on": "2020-09-01"} for n in range(14)]
RETURNS = [
    {"as_of": "2024-03-31", "children": 24}, {"as_of": "2024-06-30", "children": 23},
    {"as_of": "2024-12-31", "children": 20, "staff": 9},
]  # fmt: skip
COORDINATOR = Scope("c", frozenset({Holding(Role.COORDINATOR, Extent(frozenset({AREA})))}))
OTHER = Scope("o", frozenset({Holding(Role.COORDINATOR, Extent(frozenset({OTHER_AREA})))}))
HEAD = Scope("h", frozenset({Holding(Role.HEAD, Extent(None, None, frozenset({"I1"})))}))
ELSEWHERE = Scope("e", frozenset({Holding(Role.HEAD, Extent(None, None, frozenset({"I3"})))}))
MINISTRY = Scope("m", frozenset({Holding(Role.MINISTRY, Extent(None, frozenset({"MES"})))}))


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    rollout = [{"region": area, "from": "2024-01-01"} for area in (AREA, OTHER_AREA)]
    return release_from(
        tmp_path_factory.mktemp("profiled"), covers_to=DAY, institutions=HOMES, institution_events=EVENTS,
        placements=STAYS + MOVING, returns=RETURNS, rollout=rollout,
    )  # fmt: skip


def present(day: date) -> list[dict]:
    """The children of I1 on a day, counted by hand."""
    iso = day.isoformat()
    return [stay for stay in STAYS if stay["admitted_on"] <= iso and (stay["left_on"] or "9999") > iso]


@pytest.mark.parametrize("scope", [VISITOR, OTHER, ELSEWHERE])
def test_outside_nothing_but_the_published_is_told(release, scope):
    found = profile(release, scope, "I1", DAY)
    assert (found.parts, found.moves, found.owed, found.entry.capacity) == (None, None, None, None)
    assert not any(one.exact for one in found.history)
    assert all(one.children is None or one.children % 5 == 0 for one in found.history)
    visitor = profile(release, VISITOR, "I1", DAY)
    assert (found.entry, found.history, found.events) == (visitor.entry, visitor.history, visitor.events)


@pytest.mark.parametrize("scope", [COORDINATOR, HEAD, MINISTRY, EVERYTHING])
def test_inside_every_number_is_exact(release, scope):
    found = profile(release, scope, "I1", DAY)
    assert found.entry.children == len(present(DAY))
    assert all(one.exact and one.children == len(present(one.on)) for one in found.history)
    for dimension in ("sex", "disability", "stay_mode"):
        told = {part.code: part.children for part in found.parts if part.dimension == dimension and part.on == DAY}
        assert told == Counter(stay[dimension] for stay in present(DAY))
    for dimension in DIMENSIONS:
        for day in found.days:
            told = sum(part.children for part in found.parts if part.dimension == dimension and part.on == day)
            assert told == len(present(day))


def test_who_came_and_left_makes_up_the_difference(release):
    found = profile(release, EVERYTHING, "I1", DAY)
    come = sum(m.children for m in found.moves if m.kind in ("ENTRY", "TRANSFER_IN"))
    gone = sum(m.children for m in found.moves if m.kind in ("EXIT", "TRANSFER_OUT"))
    assert come - gone == len(present(DAY))
    left = [s["exit_destination"] for s in STAYS if s["left_on"] and s["exit_destination"] != "EXIT_TRANSFER"]
    assert Counter({m.way: m.children for m in found.moves if m.kind == "EXIT"}) == Counter(left)


def test_every_number_of_children_opens_as_many_stays(release):
    found = profile(release, COORDINATOR, "I1", DAY)
    for part in found.parts:
        listed = stays(release, COORDINATOR, institution="I1", on=part.on, traits={part.dimension: part.code})
        assert (listed.total, len(listed.rows)) == (part.children, part.children)
    for one in found.history:
        assert stays(release, COORDINATOR, institution="I1", on=one.on).total == one.children


@pytest.mark.parametrize("trait", DIMENSIONS)
def test_a_trait_that_nobody_has_opens_nothing(release, trait):
    assert stays(release, EVERYTHING, institution="I1", on=DAY, traits={trait: "' or true --"}).total == 0


def test_returns_that_were_due_and_did_not_come(release):
    found = profile(release, HEAD, "I1", DAY)
    assert [one.on.month for one in found.owed] == [3, 6, 9, 12]
    assert found.missing == (date(2024, 9, 30),)
    last = found.owed[-1]
    assert (last.given, last.children, last.staff, last.counted) == (True, 20, 9, len(present(DAY)))


def test_what_happened_is_told_by_day_up_to_the_day_asked(release):
    kinds = [(event.kind, event.value) for event in profile(release, VISITOR, "I1", DAY).events]
    assert kinds == [("renamed", "Нова назва"), ("stage", "RENAMED_ONLY"), ("ministry", "MES")]
    assert len(profile(release, VISITOR, "I1", date(2022, 1, 1)).events) == 2
    assert profile(release, VISITOR, "I1", DAY).entry.operating


def test_of_one_that_moved_here_the_time_elsewhere_stays_public(release):
    found = profile(release, COORDINATOR, "I4", DAY)
    exact = {one.on for one in found.history if one.exact}
    assert {one.on for one in found.history} - exact == {one.on for one in found.history if one.on < date(2023, 2, 1)}
    assert all(move.year >= 2023 for move in found.moves)
    assert not profile(release, OTHER, "I4", DAY).entry.exact


def test_those_like_it_are_of_its_type_its_own_area_first(release):
    assert [one.id for one in profile(release, VISITOR, "I1", DAY).alike] == ["I4", "I2"]
    assert profile(release, VISITOR, "I3", DAY).alike == ()


@pytest.mark.parametrize("missing", ["", "I9", "I1 ", "i1", "' or true --", "\ud800", "x" * 300])
def test_who_is_not_there_is_not_found(release, missing):
    with pytest.raises(NotFound):
        profile(release, EVERYTHING, missing, DAY)


def test_a_hidden_number_stays_hidden(release):
    public = profile(release, VISITOR, "I3", DAY)
    assert public.entry.state is State.VALUE
    assert public.entry.children == 0
