"""Role × endpoint × relation, all three found in the code: who may what comes from GRANTS, the rest from the app."""

import pytest
from sqlalchemy import func, select, update

from data.access import GRANTS, Extent, Holding, Permission, Role
from data.people import sessions
from data.records.tables import audit, people, role_grants
from tests.dashboard import persons
from tests.dashboard.endpoints import callbacks, is_open, routes
from tests.dashboard.trial import NEEDLE

AREA, OTHER = "UA18000000000041385", "UA05000000000010236"
OF_STRANGERS = GRANTS[Role.VISITOR]


@pytest.fixture(scope="session")
def endpoints(trial_app, trial_classes):
    return callbacks(trial_app) + routes(trial_app, trial_classes)


def may(role: Role, needed: str) -> bool:
    """What GRANTS says; a session is what everybody here has."""
    return needed in {"public", "same", "session"} or needed in GRANTS[role] | OF_STRANGERS


def refusals(store) -> int:
    """How many refusals have been recorded."""
    with store.read() as connection:
        return connection.execute(select(func.count()).where(audit.c.act == "access.refuse")).scalar_one()


def hidden(answer) -> bool:
    """Whether the answer tells nothing: no page, no data, not even that there is something."""
    return answer.status_code == 404 and NEEDLE not in answer.text


def asked_to_sign_in(answer) -> bool:
    """Whether a stranger was sent away."""
    sent = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in?next=")
    return (sent or answer.status_code in {401, 404}) and NEEDLE not in answer.text


@pytest.mark.parametrize("relation", [Extent(), Extent(frozenset({AREA}))], ids=["everywhere", "one area"])
@pytest.mark.parametrize("query", [f"?area={AREA}", f"?area={OTHER}"], ids=["asks its own", "asks another"])
@pytest.mark.parametrize("role", Role)
def test_each_role_gets_what_it_is_granted_and_nothing_else(trial_app, trial_store, endpoints, role, relation, query):
    person = persons.person(trial_store, Holding(role, relation))
    wrong = []
    for endpoint in endpoints:
        client = persons.carrying(trial_app.server, persons.session(trial_store, person))
        before = refusals(trial_store)
        answer = endpoint.ask(client, trial_app, query)
        refused = refusals(trial_store) > before
        good = (
            not refused if may(role, endpoint.needed) else hidden(answer) and (refused or endpoint.needed == "closed")
        )
        if endpoint.rule.startswith("/trial/") and may(role, endpoint.needed):
            good = good and NEEDLE in answer.text
        wrong += [] if good else [(str(endpoint), endpoint.needed, answer.status_code, refused)]
    assert wrong == []


def test_a_stranger_gets_what_is_public_and_nothing_else(trial_app, endpoints, stranger_of_trial):
    wrong = []
    for endpoint in endpoints:
        answer = endpoint.ask(stranger_of_trial, trial_app)
        if is_open(endpoint.needed):
            good = answer.status_code not in {303, 401} or "/sign-in" not in answer.headers.get("Location", "/sign-in")
        else:
            good = asked_to_sign_in(answer)
        wrong += [] if good else [(str(endpoint), endpoint.needed, answer.status_code)]
    assert wrong == []


def ended(store, person: str, token: str) -> None:
    with store.write() as connection:
        sessions.end(connection, store, person_id=person)


def disabled(store, person: str, token: str) -> None:
    with store.write() as connection:
        connection.execute(update(people).where(people.c.id == person).values(state="disabled"))


def revoked(store, person: str, token: str) -> None:
    with store.write() as connection:
        gone = update(role_grants).where(role_grants.c.person_id == person)
        connection.execute(gone.values(revoked_at=store.clock()))
        bumped = update(people).where(people.c.id == person)
        connection.execute(bumped.values(authorisation_version=people.c.authorisation_version + 1))


@pytest.mark.parametrize("lost", [ended, disabled, revoked])
def test_who_has_lost_the_session_or_the_role_is_a_stranger_at_the_next_request(
    trial_app, trial_store, endpoints, lost
):
    person = persons.person(trial_store, Holding(Role.OMBUDSMAN), Holding(Role.ADMINISTRATOR), Holding(Role.AUDITOR))
    token = persons.session(trial_store, person)
    client = persons.carrying(trial_app.server, token)
    assert NEEDLE in client.get(f"/trial/{Permission.AUDIT_VIEW}").text
    lost(trial_store, person, token)
    closed = [endpoint for endpoint in endpoints if not is_open(endpoint.needed)]
    assert [str(one) for one in closed if not asked_to_sign_in(one.ask(client, trial_app))] == []


def test_before_the_second_factor_only_what_is_open_to_a_session(trial_app, trial_store, endpoints):
    everything = [Holding(role) for role in Role]
    person = persons.person(trial_store, *everything)
    wrong = []
    for endpoint in endpoints:
        client = persons.carrying(trial_app.server, persons.session(trial_store, person, factor=False))
        answer = endpoint.ask(client, trial_app)
        allowed = is_open(endpoint.needed) or endpoint.needed == "session"
        good = answer.status_code != 401 if allowed else hidden(answer)
        wrong += [] if good else [(str(endpoint), endpoint.needed, answer.status_code)]
    assert wrong == []


@pytest.mark.parametrize("cookie", ["", "x", "a" * 3000, "' or 1=1 --", "../../etc", "\u0456", "null", "__Host-sid=1"])
def test_a_forged_cookie_is_nobodys(trial_app, cookie):
    client = persons.carrying(trial_app.server, cookie)
    answer = client.get(f"/trial/{Permission.ACCOUNT_OWN}")
    assert asked_to_sign_in(answer)
    assert client.get("/").status_code == 200


def test_a_request_from_another_site_does_not_carry_the_readers_rights(trial_app, trial_store):
    client = persons.signed_in(trial_app.server, trial_store, Holding(Role.AUDITOR))
    own = f"/trial/{Permission.AUDIT_VIEW}"
    for site in ("cross-site", "same-site"):
        answer = client.get(own, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"})
        assert asked_to_sign_in(answer)
    link = client.get(own, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert NEEDLE in link.text
