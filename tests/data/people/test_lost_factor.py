"""A lost second factor: two people must agree, neither alone, nor the person concerned."""

import threading
import uuid

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from data.access import Extent, Holding, Role
from data.errors import GrantRefused, NotFound, SignInRefused
from data.people import invitations, lost_factor, oversight, people, sessions
from data.records import audit
from data.records.tables import factor_resets, recovery_codes
from data.records.tables import people as people_table
from tests.dashboard.persons import person, session

AREA, OTHER = frozenset({"AREA-1"}), frozenset({"AREA-2"})


def give_factor(store, key):
    """A factor and recovery codes for somebody."""
    with store.write() as connection:
        changing = update(people_table).where(people_table.c.id == key)
        connection.execute(changing.values(factor_secret=b"sealed", factor_last_step=7))
        connection.execute(insert(recovery_codes).values(code_hash=uuid.uuid4().hex, person_id=key))


@pytest.fixture
def staff(store):
    """A head of an institution with a factor, two coordinators of the area, one of another."""
    holdings = {
        "head": Holding(Role.HEAD, Extent(AREA)),
        "first": Holding(Role.COORDINATOR, Extent(AREA)),
        "second": Holding(Role.COORDINATOR, Extent(AREA)),
        "elsewhere": Holding(Role.COORDINATOR, Extent(OTHER)),
    }
    found = {name: person(store, holding, name=name) for name, holding in holdings.items()}
    give_factor(store, found["head"])
    return found


def scope(store, staff, name):
    return people.scope_of(store, staff[name])


def test_two_people_take_it_off(store, staff):
    token = session(store, staff["head"])
    request = lost_factor.ask(store, staff["head"], by=scope(store, staff, "first"))
    assert people.find(store, staff["head"]).has_factor
    (waits,) = lost_factor.waiting(store, scope(store, staff, "second"))
    assert (waits.id, waits.name, waits.asked_by) == (request, "head", staff["first"])
    lost_factor.confirm(store, request, by=scope(store, staff, "second"))
    assert not people.find(store, staff["head"]).has_factor
    assert sessions.find(store, token) is None
    with store.read() as connection:
        assert connection.execute(recovery_codes.select()).all() == []
    assert lost_factor.waiting(store, scope(store, staff, "second")) == []
    assert [(one.act, one.person_id) for one in audit.entries(store)[:2]] == [
        ("factor.reset", staff["second"]), ("factor.ask", staff["first"])]  # fmt: skip


def test_one_alone_never_does(store, staff):
    by = scope(store, staff, "first")
    request = lost_factor.ask(store, staff["head"], by=by)
    with pytest.raises(GrantRefused) as refused:
        lost_factor.confirm(store, request, by=by)
    assert refused.value.parameters == {"why": "second"}
    with pytest.raises(GrantRefused):
        lost_factor.ask(store, staff["head"], by=by)
    assert people.find(store, staff["head"]).has_factor
    assert audit.entries(store)[0].outcome == "refused"


def test_the_tables_themselves_refuse_one_person_as_both(store, staff):
    now, one = store.clock(), staff["first"]
    row = {"id": "x", "person_id": staff["head"], "asked_by": one, "confirmed_by": one, "asked_at": now}
    with pytest.raises(IntegrityError), store.write() as connection:
        connection.execute(insert(factor_resets).values(**row, expires_at=now))


def test_nobody_helps_themselves(store):
    admins = [person(store, Holding(Role.ADMINISTRATOR)) for _ in range(2)]
    for key in admins:
        give_factor(store, key)
    own, other = (people.scope_of(store, key) for key in admins)
    with pytest.raises(GrantRefused):
        lost_factor.ask(store, admins[0], by=own)
    request = lost_factor.ask(store, admins[0], by=other)
    with pytest.raises(GrantRefused):
        lost_factor.confirm(store, request, by=own)
    assert lost_factor.waiting(store, own) == []


def test_to_somebody_elsewhere_there_is_no_such_person(store, staff):
    by = scope(store, staff, "elsewhere")
    with pytest.raises(NotFound):
        lost_factor.ask(store, staff["head"], by=by)
    request = lost_factor.ask(store, staff["head"], by=scope(store, staff, "first"))
    assert lost_factor.waiting(store, by) == []
    for act in (lost_factor.confirm, lost_factor.withdraw):
        with pytest.raises(NotFound):
            act(store, request, by=by)


def test_the_word_of_somebody_who_lost_the_office_does_not_count(store, staff):
    request = lost_factor.ask(store, staff["head"], by=scope(store, staff, "first"))
    root = people.scope_of(store, person(store, Holding(Role.ADMINISTRATOR)))
    oversight.disable(store, staff["first"], by=root, reason="left")
    with pytest.raises(GrantRefused):
        lost_factor.confirm(store, request, by=scope(store, staff, "second"))
    assert people.find(store, staff["head"]).has_factor


def test_a_request_lasts_a_day_and_can_be_withdrawn(store, staff, clock):
    first, second = (scope(store, staff, name) for name in ("first", "second"))
    late = lost_factor.ask(store, staff["head"], by=first)
    clock.move(hours=25)
    with pytest.raises(GrantRefused):
        lost_factor.confirm(store, late, by=second)
    request = lost_factor.ask(store, staff["head"], by=first)
    lost_factor.withdraw(store, request, by=second)
    with pytest.raises(GrantRefused):
        lost_factor.confirm(store, request, by=second)


def test_where_there_is_no_factor_nothing_is_asked(store):
    key = person(store, Holding(Role.HEAD, Extent(AREA)))
    with pytest.raises(GrantRefused):
        lost_factor.ask(store, key, by=people.scope_of(store, person(store, Holding(Role.COORDINATOR, Extent(AREA)))))


def at_once(*acts):
    """Run these at the same moment; how many were obeyed, how many refused."""
    start, ended = threading.Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            act()
            ended.append("done")
        except (GrantRefused, SignInRefused):
            ended.append("refused")

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


@pytest.mark.parametrize("round_", range(3))
def test_of_two_confirmations_at_once_one_wins(store, staff, round_):
    third = people.scope_of(store, person(store, Holding(Role.COORDINATOR, Extent(AREA))))
    request = lost_factor.ask(store, staff["head"], by=scope(store, staff, "first"))
    second = scope(store, staff, "second")
    ended = at_once(*(lambda by=by: lost_factor.confirm(store, request, by=by) for by in (second, third)))
    assert ended == ["done", "refused"]
    acts = [(one.act, one.outcome) for one in audit.entries(store)]
    assert acts.count(("factor.reset", "done")) == 1


@pytest.mark.parametrize("round_", range(3))
def test_of_two_second_persons_at_once_one_confirms_an_invitation(store, round_):
    admin, *others = (people.scope_of(store, person(store, Holding(Role.ADMINISTRATOR))) for _ in range(3))
    invitations.invite(store, "x@example.org", Holding(Role.ANALYST), by=admin)
    (waits,) = invitations.given_by(store, others[0])
    acts = (lambda by=by: invitations.confirm(store, waits.id, by=by) for by in others)
    assert at_once(*acts) == ["done", "refused"]
    assert not invitations.given_by(store, others[0])[0].waiting
