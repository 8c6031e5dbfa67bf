"""Who oversees whom: only inside one's own scope, and nothing that could be guessed of the rest."""

import itertools
import uuid

import pytest
from sqlalchemy import insert, update

from data.access import MAY_INVITE, Extent, Holding, Permission, Role, Scope
from data.errors import GrantRefused, NotFound
from data.people import invitations, oversight, people, sessions
from data.people.people import extent_columns
from data.records import audit
from data.records.tables import people as people_table
from data.records.tables import role_grants
from tests.dashboard.persons import person, session

A, B, M, N, I = "AREA-1", "AREA-2", "MIN-1", "MIN-2", "DEMO-001"  # noqa: E741
ONE = frozenset
OWN = Extent(ONE({A}), ONE({M}))
RELATIONS = {
    "own": OWN,
    "institution in it": Extent(ONE({A}), ONE({M}), ONE({I})),
    "other area": Extent(ONE({B}), ONE({M})),
    "wider area": Extent(ONE({A, B}), ONE({M})),
    "other ministry": Extent(ONE({A}), ONE({N})),
    "all ministries": Extent(ONE({A})),
    "whole country": Extent(),
}
INSIDE = {"own", "institution in it"}
GIVERS = sorted(set(Role) - {Role.VISITOR})


def scope(role, extent=OWN, identity="giver"):
    return Scope(identity, frozenset({Holding(role, extent)}))


def everywhere(role, identity="giver"):
    return scope(role, Extent(), identity)


def grant(store, person_id, holding, revoked_at=None):
    """One more role for somebody."""
    row = {"id": str(uuid.uuid4()), "person_id": person_id, "role": holding.role, "granted_at": store.clock()}
    with store.write() as connection:
        values = row | extent_columns(holding.extent) | {"revoked_at": revoked_at}
        connection.execute(insert(role_grants).values(**values))
    return row["id"]


@pytest.fixture
def population(store):
    """Somebody in every role in every relation to the giver: (role, relation) → id."""
    wanted = itertools.product(GIVERS, RELATIONS)
    return {(role, name): person(store, Holding(role, RELATIONS[name])) for role, name in wanted}


def expected(population, giver, whole):
    return {
        key for (role, relation), key in population.items()
        if role in MAY_INVITE.get(giver, ()) and (whole or relation in INSIDE)
    }  # fmt: skip


@pytest.mark.parametrize("whole", [False, True], ids=["limited", "national"])
def test_only_those_inside_the_own_scope_are_there(store, population, whole):
    for giver in GIVERS:
        by = scope(giver, Extent() if whole else OWN)
        if Permission.PEOPLE_INVITE not in by.permissions:
            with pytest.raises(NotFound):
                oversight.overseen(store, by)
            continue
        wanted = expected(population, giver, whole)
        assert {one.person.id for one in oversight.overseen(store, by)} == wanted
        for key in set(population.values()) - wanted:
            with pytest.raises(NotFound):
                oversight.one(store, key, by)


def test_what_is_done_to_somebody_outside_is_refused_alike_and_recorded(store, population):
    by = scope(Role.COORDINATOR)
    outside = population[Role.HEAD, "other area"]
    line = next(held for one, held in people.everybody(store) if one.id == outside)[0]
    acts = {
        "person.disable": lambda key: oversight.disable(store, key, by=by, reason="left"),
        "person.enable": lambda key: oversight.enable(store, key, by=by),
        "person.revoke": lambda key: oversight.revoke(store, line.id if key == outside else key, by=by, reason="left"),
    }
    for act, do in acts.items():
        said = []
        for key in (outside, str(uuid.uuid4())):
            with pytest.raises(NotFound) as refused:
                do(key)
            said.append(refused.value.parameters)
            assert (audit.entries(store)[0].act, audit.entries(store)[0].outcome) == (act, "refused")
        assert said[0] == said[1]
    assert people.find(store, outside).state == "active"


@pytest.mark.parametrize("role", GIVERS)
@pytest.mark.parametrize("relation", RELATIONS)
def test_a_forged_invitation_is_refused_and_recorded(store, role, relation):
    by, holding = scope(Role.COORDINATOR), Holding(role, RELATIONS[relation])
    if role in MAY_INVITE[Role.COORDINATOR] and relation in INSIDE:
        assert invitations.invite(store, "x@example.org", holding, by=by)
        return
    with pytest.raises(GrantRefused):
        invitations.invite(store, "x@example.org", holding, by=by)
    assert audit.entries(store)[0].outcome == "refused"
    assert invitations.open_invitations(store) == []


def test_two_roles_are_two_lines_and_each_overseer_sees_only_theirs(store):
    key = person(store, Holding(Role.HROMADA, Extent(ONE({A}))), Holding(Role.HROMADA, Extent(ONE({B}))))
    (all_of_it,) = oversight.overseen(store, everywhere(Role.OMBUDSMAN))
    assert [line.holding.extent.areas for line in all_of_it.lines] in ([ONE({A}), ONE({B})], [ONE({B}), ONE({A})])
    assert all_of_it.whole
    by = scope(Role.COORDINATOR, Extent(ONE({A})))
    (half,) = oversight.overseen(store, by)
    assert [line.holding.extent.areas for line in half.lines] == [ONE({A})]
    assert not half.whole
    with pytest.raises(GrantRefused):
        oversight.disable(store, key, by=by, reason="left")
    oversight.revoke(store, half.lines[0].id, by=by, reason="duties")
    assert people.scope_of(store, key).holdings == {Holding(Role.HROMADA, Extent(ONE({B})))}


def test_who_lost_every_role_is_still_there_for_those_who_gave_them(store):
    key = person(store)
    grant(store, key, Holding(Role.HEAD, OWN), revoked_at=store.clock())
    (found,) = oversight.overseen(store, scope(Role.COORDINATOR))
    assert not found.held
    assert oversight.overseen(store, scope(Role.COORDINATOR, Extent(ONE({B})))) == []


def test_search_by_name_and_address(store):
    person(store, Holding(Role.HEAD, OWN), name="Hanna Melnyk")
    person(store, Holding(Role.HEAD, OWN), name="Taras Bondar")
    names = [one.person.name for one in oversight.overseen(store, scope(Role.COORDINATOR), "MELN")]
    assert names == ["Hanna Melnyk"]
    assert len(oversight.overseen(store, scope(Role.COORDINATOR), "@example.org")) == 2
    assert oversight.overseen(store, scope(Role.COORDINATOR), "%") == []


def test_disabling_ends_the_sessions_at_once_and_can_be_undone(store):
    key = person(store, Holding(Role.HEAD, OWN))
    token, by = session(store, key), scope(Role.COORDINATOR)
    oversight.disable(store, key, by=by, reason="misuse")
    assert sessions.find(store, token) is None
    entry = audit.entries(store)[0]
    assert (entry.act, entry.object, entry.detail) == ("person.disable", f"person:{key}", '{"reason": "misuse"}')
    with pytest.raises(GrantRefused):
        oversight.disable(store, key, by=by, reason="misuse")
    oversight.enable(store, key, by=by)
    assert people.find(store, key).state == "active"
    assert sessions.find(store, token) is None


@pytest.mark.parametrize("act", ["disable", "enable", "revoke"])
def test_nobody_changes_their_own_access(store, act):
    key = person(store, Holding(Role.ADMINISTRATOR))
    by = people.scope_of(store, key)
    line = people.everybody(store)[0][1][0]
    does = {
        "disable": lambda: oversight.disable(store, key, by=by, reason="left"),
        "enable": lambda: oversight.enable(store, key, by=by),
        "revoke": lambda: oversight.revoke(store, line.id, by=by, reason="left"),
    }
    with pytest.raises(GrantRefused) as refused:
        does[act]()
    assert refused.value.parameters == {"why": "self"}


def test_a_reason_is_one_of_the_list(store):
    key = person(store, Holding(Role.HEAD, OWN))
    with pytest.raises(GrantRefused):
        oversight.disable(store, key, by=scope(Role.COORDINATOR), reason="because of a child called X")
    assert "child" not in "".join(entry.detail for entry in audit.entries(store))


def test_a_demonstration_account_is_never_opened_by_hand(store):
    key = person(store, Holding(Role.HEAD, OWN))
    with store.write() as connection:
        changing = update(people_table).where(people_table.c.id == key)
        connection.execute(changing.values(demonstration=True, state="disabled"))
    with pytest.raises(GrantRefused) as refused:
        oversight.enable(store, key, by=scope(Role.COORDINATOR))
    assert refused.value.parameters == {"why": "demonstration"}
