"""Invented cases: only on demonstration institutions, only while those are served, each walked by legal moves."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import func, select, update

from data.access import Extent, Holding, Role
from data.errors import GrantRefused
from data.incidents import demonstration, facts, history, queries
from data.incidents.model import OPEN, PartKind, State
from data.incidents.places import KnownPlaces, Place
from data.incidents.tables import incidents, outbox
from data.incidents.workflow import MOVES, Act
from data.indicators.model import ReleaseInfo
from data.people.people import scope_of
from data.records import audit as log
from data.records.tables import audit, people
from geo.countries import country
from tests.data.incidents import cast

HOMES = KnownPlaces(
    {f"DEMO-{number:03d}": Place(cast.AREA, "MES", "BOARD_SPECIAL") for number in range(1, 400)}
    | {"REAL-1": Place(cast.AREA, "MES", "BOARD_SPECIAL")}
)


@pytest.fixture
def release(store) -> ReleaseInfo:
    """A demonstration, as far as it matters here."""
    return ReleaseInfo("2026-09-30-r1", "ua", store.clock(), date(2026, 9, 30), True, "0" * 64, {}, {})


@pytest.fixture
def crew(store):
    """The demonstration's officer and ombudsman."""
    found = [cast.person(store, role, Holding(role)) for role in (Role.OFFICER, Role.OMBUDSMAN)]
    with store.write() as connection:
        connection.execute(update(people).values(demonstration=True))
    return [scope_of(store, one.person_id) for one in found]


def provide(store, rules, release) -> int:
    return demonstration.provide(store, country("ua"), rules, HOMES, release)


def test_cases_are_made_once_in_all_states_by_legal_moves(store, rules, release, crew):
    made = provide(store, rules, release)
    assert 25 <= made <= 40
    assert provide(store, rules, release) == 0
    counts = queries.counts(store, crew[0])
    assert sum(counts.values()) == made
    assert all(counts[state] >= 3 for state in (*OPEN, State.CLOSED))
    kinds = set()
    for state in State:
        for case in queries.queue(store, crew[0], state):
            kinds.add(case.kind)
            assert case.institution_id.startswith("DEMO-")
            assert case.demonstration
            history_of = queries.log(store, crew[0], case.id)
            assert history.retold(history_of) is case.state
            assert [line.at for line in history_of] == sorted(line.at for line in history_of)
            for before, line in pairwise(history_of):
                assert MOVES[State(line.before), Act(line.act)] == line.after == State(line.after)
                assert line.before == before.after
            told = [part for part in queries.parts(store, crew[0], case.id) if part.kind is not PartKind.CONTACT]
            assert all(part.text.startswith("[Вигадане · Invented] ") and " / " in part.text for part in told)
    assert len(kinds) == 12
    assert log.verify(store).first_bad is None


def test_clocks_run_from_now(store, rules, release, crew):
    provide(store, rules, release)
    with store.read() as connection:
        now = store.moment(connection)
    open_cases = [case for state in OPEN for case in queries.queue(store, crew[0], state) if case.clock]
    assert any(case.clock < now for case in open_cases)
    assert any(not step.done and step.due_at and step.due_at > now for case in open_cases for step in case.steps)


def test_one_audit_row_and_no_mail_for_all_of_it(store, rules, release, crew):
    provide(store, rules, release)
    with store.read() as connection:
        acts = connection.execute(select(audit.c.act)).scalars().all()
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 0
    assert acts == ["demonstration.cases"]


def test_with_a_real_release_they_are_gone_and_figures_never_mix_them(store, rules, release, crew):
    made = provide(store, rules, release)
    real = cast.case(store, institution_id="REAL-1")
    assert len(facts.facts(store, rules, demonstration=True)) == made
    assert [fact.institution_id for fact in facts.facts(store, rules)] == ["REAL-1"]
    with pytest.raises(GrantRefused):
        provide(store, rules, replace(release, demonstration=False))
    assert demonstration.withdraw(store)
    assert not demonstration.withdraw(store)
    shown = [case.id for state in State for case in queries.queue(store, crew[0], state)]
    assert shown == [real]
    assert provide(store, rules, release) == 0
    assert sum(queries.counts(store, crew[0]).values()) == made + 1


def test_without_people_to_work_them_or_institutions_there_are_none(store, rules, release, crew):
    real = KnownPlaces({"REAL-1": HOMES.institutions["REAL-1"]})
    assert demonstration.provide(store, country("ua"), rules, real, release) == 0
    with store.write() as connection:
        connection.execute(update(people).values(demonstration=False))
    assert provide(store, rules, release) == 0


def test_the_head_of_the_first_institution_has_a_case_and_sees_none(store, rules, release, crew):
    own = Extent(institutions=frozenset({"DEMO-001"}))
    head = cast.person(store, "head", Holding(Role.HEAD, own), Holding(Role.OFFICER))
    made = provide(store, rules, release)
    with store.read() as connection:
        own = connection.execute(select(func.count()).where(incidents.c.institution_id == "DEMO-001")).scalar_one()
    assert own >= 2
    assert sum(queries.counts(store, head).values()) == made - own
