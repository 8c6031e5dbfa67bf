"""Demonstration accounts leave nothing behind when a real release is served."""

from types import SimpleNamespace

import pytest

from data.access import Extent, Holding, Role
from data.errors import GrantRefused, SignInRefused
from data.people import demonstration, invitations, people
from geo.countries import country

SHOWN, REAL = SimpleNamespace(demonstration=True), SimpleNamespace(demonstration=False)
PASSWORD = "кленові листочки восени"
AREA = country().resolve("UA-18")


def invited(store, giver, email, holding, second=None) -> str:
    """Somebody let in by `giver`, confirmed by `second` where the role needs it."""
    token = invitations.invite(store, email, holding, by=giver)
    if second:
        waiting = next(one for one in invitations.open_invitations(store) if one.email == email)
        invitations.confirm(store, waiting.id, by=second)
    return invitations.accept(store, token, name="Somebody", password=PASSWORD)


def scope_of(store, email):
    """What the person with this e-mail may do."""
    person = next(person for person, _ in people.everybody(store) if person.email == email)
    return people.scope_of(store, person.id)


def test_they_cannot_be_made_beside_a_real_release(store):
    with pytest.raises(GrantRefused):
        demonstration.provide(store, country(), REAL)
    assert people.count(store) == 0


def test_what_they_gave_goes_with_them_down_the_line(store):
    demonstration.provide(store, country(), SHOWN)
    administrator, ombudsman = (scope_of(store, f"{name}@demo.invalid") for name in ("administrator", "ombudsman"))
    own = Extent(frozenset({AREA}))
    coordinator = invited(store, administrator, "one@example.org", Holding(Role.COORDINATOR, own))
    second = invited(store, ombudsman, "two@example.org", Holding(Role.ANALYST), second=administrator)
    below = people.scope_of(store, coordinator)
    third = invited(store, below, "three@example.org", Holding(Role.HROMADA, own))
    token = invitations.invite(store, "four@example.org", Holding(Role.HROMADA, own), by=below)
    assert all(people.scope_of(store, one).holdings for one in (coordinator, second, third))

    demonstration.withdraw(store)

    assert not any(people.scope_of(store, one).holdings for one in (coordinator, second, third))
    assert not any(person.state == "active" for person, _ in people.everybody(store) if person.demonstration)
    with pytest.raises(SignInRefused):
        invitations.accept(store, token, name="Somebody", password=PASSWORD)


def test_what_others_gave_stays(store):
    demonstration.provide(store, country(), SHOWN)
    first = invitations.create_first_administrator(store, "real@example.org")
    real = invitations.accept(store, first, name="Somebody", password=PASSWORD)
    own = Extent(frozenset({AREA}))
    kept = invited(store, people.scope_of(store, real), "one@example.org", Holding(Role.COORDINATOR, own))

    demonstration.withdraw(store)

    assert people.scope_of(store, real).holdings
    assert people.scope_of(store, kept).holdings
