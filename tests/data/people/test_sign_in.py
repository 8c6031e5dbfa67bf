"""Signing in: who gets in, who waits, what ends a session."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from data.access import Extent, Holding, Permission, Role, Scope
from data.errors import BadPassword, GrantRefused, NotFound, SignInRefused, TooManyTries
from data.people import factor, invitations, oversight, own, people, sessions, sign_in, throttle
from data.people.passwords import check_rules
from data.people.sign_in import Caller
from data.records import audit
from data.records.tables import people as people_table

PASSWORD = "тихий-ставок-біля-лісу-41"
HERE, THERE = Caller("10.0.0.0/24"), Caller("192.0.2.0/24")
AREA, OTHER = "AREA-1", "AREA-2"


def joined(store, email="one@example.org", holding=None):
    """A person who accepted an invitation, as the first administrator or as `holding` given by one."""
    if holding is None:
        token = invitations.create_first_administrator(store, email)
    else:
        by = Scope("somebody", frozenset({Holding(Role.ADMINISTRATOR)}))
        token = invitations.invite(store, email, holding, by=by)
        if invitations.open_invitations(store)[0].waiting:
            second = Scope("another", frozenset({Holding(Role.OMBUDSMAN), Holding(Role.ADMINISTRATOR)}))
            invitations.confirm(store, invitations.open_invitations(store)[0].id, by=second)
    return invitations.accept(store, token, name="Test", password=PASSWORD)


def enrolled(store, email="one@example.org"):
    """A session with the factor passed, and the factor's secret."""
    token = sign_in.sign_in(store, email, PASSWORD, HERE)
    session = sessions.find(store, token)
    secret = sign_in.offer_factor(email, "Portal").secret
    code = factor.code_at(secret, factor.step_at(store.clock()))
    token, recovery = sign_in.enrol(store, session, secret, code, HERE)
    return token, secret, recovery


def test_the_first_administrator_comes_by_a_one_time_link(store):
    person = joined(store)
    assert people.scope_of(store, person).can(Permission.SYSTEM_CONFIGURE)
    with pytest.raises(GrantRefused):
        invitations.create_first_administrator(store, "two@example.org")


def test_the_administrator_sees_no_numbers_beyond_the_public(store):
    scope = people.scope_of(store, joined(store))
    assert not scope.can(Permission.NUMBERS_EXACT)
    assert scope.view == "public"


def test_before_the_second_factor_a_session_may_do_nothing(store):
    joined(store)
    token = sign_in.sign_in(store, "ONE@example.org ", PASSWORD, HERE)
    session, scope = sign_in.session_of(store, token)
    assert not session.factor_passed
    assert scope.permissions == Scope().permissions


def test_the_factor_opens_the_rights_and_the_token_changes(store):
    joined(store)
    before = sign_in.sign_in(store, "one@example.org", PASSWORD, HERE)
    token, _, _ = enrolled(store)
    assert sign_in.session_of(store, token)[1].can(Permission.SYSTEM_CONFIGURE)
    assert sign_in.session_of(store, before) is None


@pytest.mark.parametrize(("email", "password"), [("one@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_a_wrong_word_and_an_unknown_person_are_answered_alike(store, email, password):
    joined(store)
    with pytest.raises(SignInRefused) as refused:
        sign_in.sign_in(store, email, password, HERE)
    assert refused.value.parameters == {"why": "words"}
    assert audit.entries(store)[0].outcome == "refused"


def test_a_code_works_once_and_only_around_its_time(store, clock):
    joined(store)
    _, secret, _ = enrolled(store)
    clock.move(seconds=60)
    code = factor.code_at(secret, factor.step_at(clock()))
    session = sessions.find(store, sign_in.sign_in(store, "one@example.org", PASSWORD, HERE))
    sign_in.pass_factor(store, session, code, HERE)
    again = sessions.find(store, sign_in.sign_in(store, "one@example.org", PASSWORD, HERE))
    with pytest.raises(SignInRefused):
        sign_in.pass_factor(store, again, code, HERE)


SKEWS = [(-95, False), (-65, False), (-35, True), (0, True), (35, True), (65, False), (95, False)]


@pytest.mark.parametrize(("skew", "good"), SKEWS)
def test_skew_of_the_clock(skew, good, clock):
    secret = b"12345678901234567890"
    moment = clock().replace(second=15)
    code = factor.code_at(secret, (int(moment.timestamp()) + skew) // factor.STEP)
    assert (factor.accepted_step(secret, code, moment, 0) is not None) is good


def test_the_reference_codes_of_rfc_6238():
    assert factor.code_at(b"12345678901234567890", 59 // 30) == "287082"
    assert factor.code_at(b"12345678901234567890", 1111111109 // 30) == "081804"


def test_a_recovery_code_works_once(store):
    joined(store)
    _, _, recovery = enrolled(store)
    first = sessions.find(store, sign_in.sign_in(store, "one@example.org", PASSWORD, HERE))
    sign_in.pass_factor(store, first, recovery[0], HERE)
    second = sessions.find(store, sign_in.sign_in(store, "one@example.org", PASSWORD, HERE))
    with pytest.raises(SignInRefused):
        sign_in.pass_factor(store, second, recovery[0], HERE)


def test_guessing_from_elsewhere_never_locks_the_owner_out(store, clock):
    joined(store)
    for _ in range(30):
        with pytest.raises((SignInRefused, TooManyTries)):
            sign_in.sign_in(store, "one@example.org", "guess", THERE)
    with pytest.raises(TooManyTries) as waits:
        sign_in.sign_in(store, "one@example.org", PASSWORD, THERE)
    assert waits.value.parameters["seconds"] >= 1
    assert sign_in.sign_in(store, "one@example.org", PASSWORD, HERE)


def test_the_wait_passes(store, clock):
    joined(store)
    for _ in range(throttle.FREE_TRIES):
        with pytest.raises(SignInRefused):
            sign_in.sign_in(store, "one@example.org", "wrong", HERE)
    with pytest.raises(TooManyTries):
        sign_in.sign_in(store, "one@example.org", PASSWORD, HERE)
    clock.move(seconds=2)
    assert sign_in.sign_in(store, "one@example.org", PASSWORD, HERE)


def test_sessions_end_by_idling_by_age_and_by_hand(store, clock):
    joined(store)
    token, _, _ = enrolled(store)
    clock.move(minutes=10)
    assert sign_in.session_of(store, token)
    clock.move(minutes=16)
    assert sign_in.session_of(store, token) is None


def test_signing_out_ends_the_session_at_once(store):
    joined(store)
    token, _, _ = enrolled(store)
    sign_in.sign_out(store, sessions.find(store, token))
    assert sessions.find(store, token) is None


def test_taking_a_role_away_ends_the_sessions(store):
    person = joined(store, holding=Holding(Role.COORDINATOR, Extent(frozenset({AREA}))))
    token, _, _ = enrolled(store)
    (held,) = next(held for someone, held in people.everybody(store) if someone.id == person)
    by = Scope("somebody", frozenset({Holding(Role.ADMINISTRATOR)}))
    oversight.revoke(store, held.id, by=by, reason="left")
    assert sessions.find(store, token) is None
    assert people.scope_of(store, person).holdings == frozenset()


def test_a_disabled_person_is_out_at_the_next_request(store):
    person = joined(store)
    token, _, _ = enrolled(store)
    with store.write() as connection:
        connection.execute(update(people_table).where(people_table.c.id == person).values(state="disabled"))
    assert sessions.find(store, token) is None


def test_no_secret_is_kept_in_the_clear(store):
    joined(store)
    token, secret, recovery = enrolled(store)
    with store.read() as connection:
        everything = repr(connection.execute(select(people_table)).all()) + repr(sessions.living(store, "x"))
    for word in (PASSWORD, token, repr(secret)[2:-1], *recovery):
        assert word not in everything


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "short"), ("x" * 80, "long"), ("Password12345678", "common"), ("one-example-2026!", "personal")],
)
def test_password_rules(password, why):
    with pytest.raises(BadPassword) as refused:
        check_rules(password, "one@example.org")
    assert refused.value.parameters["why"] == why


def test_a_changed_password_ends_the_other_sessions(store):
    joined(store)
    token, _, _ = enrolled(store)
    session = sessions.find(store, token)
    new = sign_in.change_password(store, session, PASSWORD, "зовсім-інша-дорога-додому", HERE)
    assert sessions.find(store, token) is None
    assert sessions.find(store, new).factor_passed


class TestInvitations:
    def coordinator(self, area=AREA):
        return Scope("coordinator", frozenset({Holding(Role.COORDINATOR, Extent(frozenset({area})))}))

    def test_inside_the_own_scope(self, store):
        holding = Holding(Role.HEAD, Extent(frozenset({AREA}), None, frozenset({"DEMO-001"})))
        assert invitations.invite(store, "head@example.org", holding, by=self.coordinator())

    @pytest.mark.parametrize(
        "holding",
        [
            Holding(Role.HEAD, Extent(frozenset({OTHER}))),
            Holding(Role.HEAD, Extent(frozenset({AREA, OTHER}))),
            Holding(Role.HEAD, Extent()),
            Holding(Role.COORDINATOR, Extent(frozenset({AREA}))),
            Holding(Role.ADMINISTRATOR),
            Holding(Role.OMBUDSMAN),
        ],
    )
    def test_never_outside_it(self, store, holding):
        with pytest.raises(GrantRefused):
            invitations.invite(store, "x@example.org", holding, by=self.coordinator())
        assert audit.entries(store)[0].outcome == "refused"
        assert invitations.open_invitations(store) == []

    def test_an_analyst_invites_nobody(self, store):
        with pytest.raises(NotFound):
            invitations.invite(
                store, "x@example.org", Holding(Role.HEAD), by=Scope("a", frozenset({Holding(Role.ANALYST)}))
            )

    def test_a_national_role_waits_for_a_second_person(self, store):
        first = Scope("first", frozenset({Holding(Role.ADMINISTRATOR)}))
        token = invitations.invite(store, "x@example.org", Holding(Role.OFFICER), by=first)
        with pytest.raises(SignInRefused):
            invitations.accept(store, token, name="X", password=PASSWORD)
        (waiting,) = invitations.open_invitations(store)
        with pytest.raises(GrantRefused):
            invitations.confirm(store, waiting.id, by=first)
        invitations.confirm(store, waiting.id, by=Scope("second", frozenset({Holding(Role.OMBUDSMAN)})))
        assert invitations.accept(store, token, name="X", password=PASSWORD)

    def test_a_link_works_once_and_three_days(self, store, clock):
        token = invitations.create_first_administrator(store, "one@example.org")
        invitations.accept(store, token, name="X", password=PASSWORD)
        with pytest.raises(SignInRefused):
            invitations.accept(store, token, name="X", password=PASSWORD)
        holding = Holding(Role.HEAD, Extent(frozenset({AREA})))
        late = invitations.invite(store, "late@example.org", holding, by=self.coordinator())
        clock.move(hours=73)
        with pytest.raises(SignInRefused):
            invitations.accept(store, late, name="X", password=PASSWORD)

    def test_an_invitation_never_takes_over_an_account(self, store):
        joined(store)
        holding = Holding(Role.HEAD, Extent(frozenset({AREA})))
        token = invitations.invite(store, "one@example.org", holding, by=self.coordinator())
        with pytest.raises(SignInRefused):
            invitations.accept(store, token, name="Intruder", password="їхній-власний-пароль-77")
        invitations.accept(store, token, name="Owner", password=PASSWORD)
        assert sign_in.sign_in(store, "one@example.org", PASSWORD, HERE)


class TestOwnAccount:
    def test_national_roles_idle_out_after_fifteen_minutes_and_stay_out(self, store, clock):
        joined(store)
        token, _, _ = enrolled(store)
        clock.move(minutes=16)
        assert [sign_in.session_of(store, token) for _ in range(2)] == [None, None]

    def test_what_is_listed_is_alive(self, store, clock):
        person = joined(store, holding=Holding(Role.COORDINATOR, Extent(frozenset({AREA}))))
        for _ in range(2):
            sign_in.sign_in(store, "one@example.org", PASSWORD, HERE)
            clock.move(minutes=20)
        assert len(sessions.living(store, person)) == 1

    def test_all_sessions_end_but_this_one(self, store):
        person = joined(store)
        tokens = [sign_in.sign_in(store, "one@example.org", PASSWORD, HERE) for _ in range(3)]
        this = sessions.find(store, tokens[1])
        assert own.end_others(store, this) == 2
        assert [one.id for one in sessions.living(store, person)] == [this.id]

    def test_nobody_ends_a_session_of_somebody_else(self, store):
        joined(store)
        joined(store, "two@example.org", Holding(Role.COORDINATOR, Extent(frozenset({AREA}))))
        mine, other = (
            sessions.find(store, sign_in.sign_in(store, email, PASSWORD, HERE))
            for email in ("one@example.org", "two@example.org")
        )
        assert not own.end_session(store, mine, other.id)
        assert own.end_session(store, other, other.id)

    def test_replacing_the_factor_needs_the_present_one(self, store, clock):
        joined(store)
        token, _, recovery = enrolled(store)
        clock.move(seconds=60)
        fresh = sign_in.offer_factor("one@example.org", "Portal").secret
        session, code = sessions.find(store, token), factor.code_at(fresh, factor.step_at(clock()))
        for present in ("", "000000", code):
            with pytest.raises(SignInRefused) as refused:
                sign_in.enrol(store, session, fresh, code, HERE, present=present)
            assert refused.value.parameters == {"why": "present"}
        assert sign_in.enrol(store, session, fresh, code, HERE, present=recovery[0])

    def test_codes_are_renewed_for_a_code(self, store, clock):
        joined(store)
        token, secret, old = enrolled(store)
        clock.move(seconds=60)
        session = sessions.find(store, token)
        new = sign_in.renew_codes(store, session, factor.code_at(secret, factor.step_at(clock())), HERE)
        with pytest.raises(SignInRefused):
            sign_in.renew_codes(store, session, old[0], HERE)
        assert sign_in.renew_codes(store, session, new[0].lower(), HERE)

    def test_codes_are_guessed_ten_times_at_most_from_everywhere(self, store):
        joined(store)
        enrolled(store)
        found = []
        for number in range(12):
            session = sessions.find(store, sign_in.sign_in(store, "one@example.org", PASSWORD, HERE))
            with pytest.raises((SignInRefused, TooManyTries)) as refused:
                sign_in.pass_factor(store, session, "000000", Caller(f"10.{number}.0.0/24"))
            found.append(type(refused.value))
        assert found == [SignInRefused] * 10 + [TooManyTries] * 2

    def test_a_password_is_the_same_however_its_letters_are_composed(self, store):
        joined(store)
        assert unicodedata.normalize("NFD", PASSWORD) != PASSWORD
        assert sign_in.sign_in(store, "one@example.org", unicodedata.normalize("NFD", PASSWORD), HERE)

    def test_a_shared_account_keeps_what_it_is_entered_with(self, store):
        person = joined(store)
        with store.write() as connection:
            connection.execute(update(people_table).values(demonstration=True))
        session = sessions.find(store, sign_in.sign_in(store, "one@example.org", PASSWORD, HERE))
        secret = sign_in.offer_factor("one@example.org", "Portal").secret
        code = factor.code_at(secret, factor.step_at(store.clock()))
        for change in (
            lambda: sign_in.enrol(store, session, secret, code, HERE),
            lambda: sign_in.change_password(store, session, PASSWORD, "зовсім-інша-дорога-додому", HERE),
            lambda: sign_in.renew_codes(store, session, code, HERE),
        ):
            with pytest.raises(SignInRefused) as refused:
                change()
            assert refused.value.parameters == {"why": "demonstration"}
        assert not people.find(store, person).has_factor


class TestLinks:
    def invited(self, store, email="one@example.org"):
        return invitations.create_first_administrator(store, email)

    def test_a_link_tells_why_it_is_closed(self, store, clock):
        token = self.invited(store)
        invitations.accept(store, token, name="X", password=PASSWORD)
        with pytest.raises(SignInRefused) as used:
            invitations.opened(store, token)
        with pytest.raises(SignInRefused) as unknown:
            invitations.opened(store, "nothing")
        assert (used.value.parameters["why"], unknown.value.parameters["why"]) == ("used", "link")

    def test_of_two_at_once_one_is_let_in(self, store):
        token = self.invited(store)

        def accept(_) -> str:
            try:
                return invitations.accept(store, token, name="X", password=PASSWORD)
            except SignInRefused:
                return ""

        with ThreadPoolExecutor(4) as pool:
            found = [one for one in pool.map(accept, range(4)) if one]
        assert len(found) == 1
        assert [len(held) for _, held in people.everybody(store)] == [1]

    def test_guessing_a_password_by_a_link_is_slowed_and_logged(self, store):
        joined(store)
        by = Scope("coordinator", frozenset({Holding(Role.COORDINATOR, Extent(frozenset({AREA})))}))
        token = invitations.invite(store, "one@example.org", Holding(Role.HEAD, Extent(frozenset({AREA}))), by=by)
        for _ in range(throttle.FREE_TRIES):
            with pytest.raises(SignInRefused):
                invitations.accept(store, token, name="", password="guess", network=HERE.network)
        assert audit.entries(store)[0].act == "person.accept"
        with pytest.raises(TooManyTries):
            invitations.accept(store, token, name="", password=PASSWORD, network=HERE.network)
