"""Outside identities in the records, on both engines: who is tied to what, and what may happen once."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from data.errors import SignInRefused
from data.people import arrivals, factor, identity, invitations, sessions, sign_in
from data.people.sign_in import Caller
from data.records import audit
from data.records.tables import people, spent_states

PASSWORD = "тихий-ставок-біля-лісу-41"
HERE = Caller("10.0.0.0/24")
ISSUER = "https://id.example"


@pytest.fixture
def somebody(store):
    """A session of a person with a password and a factor, and recovery codes."""
    link = invitations.create_first_administrator(store, "one@example.org")
    invitations.accept(store, link, name="Test", password=PASSWORD)
    session = sessions.find(store, sign_in.sign_in(store, "one@example.org", PASSWORD, HERE))
    secret = sign_in.offer_factor("one@example.org", "Portal").secret
    code = factor.code_at(secret, factor.step_at(store.clock()))
    token, codes = sign_in.enrol(store, session, secret, code, HERE)
    return sessions.find(store, token), codes


def test_a_tie_lets_in_and_its_end_shuts_out(store, somebody):
    session, _ = somebody
    identity.link(store, session, ISSUER, "s1")
    token = identity.sign_in(store, ISSUER, "s1", HERE)
    assert not sessions.find(store, token).factor_passed
    identity.unlink(store, session)
    assert sessions.find(store, token) is None
    assert sessions.living(store, session.person_id) == [session]
    with pytest.raises(SignInRefused):
        identity.sign_in(store, ISSUER, "s1", HERE)


@pytest.mark.parametrize(("issuer", "subject"), [(ISSUER, "S1"), (ISSUER, "s1 "), ("https://id.example/", "s1")])
def test_what_is_almost_the_same_is_somebody_else(store, somebody, issuer, subject):
    identity.link(store, somebody[0], ISSUER, "s1")
    with pytest.raises(SignInRefused):
        identity.sign_in(store, issuer, subject, HERE)


def test_one_identity_one_person(store, somebody):
    session, _ = somebody
    with store.write() as connection:
        row = dict(connection.execute(select(people)).mappings().one())
        other = {"id": "other", "email": "other@example.org", "identity_issuer": ISSUER, "identity_subject": "s1"}
        connection.execute(insert(people).values(row | other))
    with pytest.raises(SignInRefused):
        identity.link(store, session, ISSUER, "s1")
    identity.link(store, session, ISSUER, "s2")
    with pytest.raises(SignInRefused):
        identity.link(store, session, ISSUER, "s3")
    assert identity.sign_in(store, ISSUER, "s2", HERE)


def test_before_the_factor_nothing_is_linked(store, somebody):
    early = sessions.find(store, sign_in.sign_in(store, "one@example.org", PASSWORD, HERE))
    with pytest.raises(SignInRefused):
        identity.link(store, early, ISSUER, "s1")
    assert identity.linked(store, early.person_id) is None


def test_proving_oneself_anew_changes_the_token(store, somebody):
    session, codes = somebody
    token = identity.step_up(store, session, PASSWORD, codes[0], HERE, act="identity.link")
    assert sessions.find(store, token).factor_passed
    assert [one.id for one in sessions.living(store, session.person_id)] == [sessions.find(store, token).id]


@pytest.mark.parametrize(("password", "number", "why"), [("wrong", 0, "words"), (PASSWORD, None, "code")])
def test_half_a_proof_is_none(store, somebody, password, number, why):
    session, codes = somebody
    code = "nonsense" if number is None else codes[number]
    with pytest.raises(SignInRefused) as refused:
        identity.step_up(store, session, password, code, HERE, act="identity.unlink")
    assert refused.value.parameters["why"] == why
    assert audit.entries(store)[0].outcome == "refused"
    assert sessions.living(store, session.person_id) == [session]


def test_a_demonstration_account_is_never_tied(store, somebody):
    session, codes = somebody
    with store.write() as connection:
        connection.execute(update(people).values(demonstration=True))
    with pytest.raises(SignInRefused) as refused:
        identity.step_up(store, session, PASSWORD, codes[0], HERE, act="identity.link")
    assert refused.value.parameters["why"] == "demonstration"


def test_a_state_is_spent_once_and_then_forgotten(store, clock):
    until = clock() + timedelta(minutes=10)
    arrivals.spend(store, "state-1", until, HERE)
    with pytest.raises(SignInRefused):
        arrivals.spend(store, "state-1", until, HERE)
    clock.move(minutes=11)
    arrivals.spend(store, "state-2", clock() + timedelta(minutes=10), HERE)
    with store.read() as connection:
        assert len(connection.execute(select(spent_states)).all()) == 1


def test_the_log_never_tells_the_subject(store, somebody):
    session, _ = somebody
    identity.link(store, session, ISSUER, "taxpayer-1234567890")
    identity.sign_in(store, ISSUER, "taxpayer-1234567890", HERE)
    with pytest.raises(SignInRefused):
        identity.sign_in(store, ISSUER, "taxpayer-0987654321", HERE)
    identity.unlink(store, session)
    told = "".join(line.detail for line in audit.entries(store))
    assert "taxpayer" not in told
    assert ISSUER in told
