"""What the operator may do at the command line."""

import pytest

from data.access import Role
from data.errors import SignInRefused
from data.people import invitations, operator, people, sessions, sign_in
from data.people.sign_in import Caller

HERE = Caller("10.0.0.0/24")
OLD, NEW = "кленові листочки восени", "зимові стежки над річкою"
EMAIL = "one@example.org"


def joined(store) -> str:
    token = invitations.create_first_administrator(store, EMAIL)
    return invitations.accept(store, token, name="Somebody", password=OLD)


def test_somebody_who_lost_the_password_comes_back_by_a_link_with_the_same_roles(store):
    person = joined(store)
    session = sign_in.sign_in(store, EMAIL, OLD, HERE)
    token = operator.renew(store, EMAIL)
    assert sessions.find(store, session) is None
    with pytest.raises(SignInRefused):
        sign_in.sign_in(store, EMAIL, OLD, HERE)

    assert invitations.accept(store, token, name="Somebody", password=NEW) == person

    assert sign_in.sign_in(store, EMAIL, NEW, HERE)
    assert [holding.role for holding in people.scope_of(store, person).holdings] == [Role.ADMINISTRATOR]
    with pytest.raises(SignInRefused, match="used"):
        invitations.accept(store, token, name="Somebody", password=OLD)


def test_there_is_no_way_back_for_strangers_and_the_disabled(store):
    joined(store)
    assert operator.renew(store, "nobody@example.org") is None
    operator.disable(store, EMAIL)
    assert operator.renew(store, EMAIL) is None
