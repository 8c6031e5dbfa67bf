"""Marked secrets are sent through every door; then everything that others are sent, every line of the log, every row of
the audit and every file of the home is searched for them. Each may stand where it belongs and nowhere else.
"""

import html
import io
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from sqlalchemy import select

from dashboard.logs import JsonLines
from data.access import Extent, Holding, Role
from data.people import factor, invitations, sessions, sign_in
from data.people.sign_in import Caller
from data.records.tables import audit
from tests.dashboard import persons
from tests.dashboard.endpoints import callbacks, routes
from tests.data.register import AREA, OTHER_AREA, release_from

PASSWORD, WRONG = "жовтий-камінь-під-мостом-58", "не-той-камінь-під-мостом-97"
EMAIL, NAME = "canary.mailbox@example.org", "Канарка Пташенко"
CHILD, QUERY, AGENT = "CANARYCHILD0017", "canary-of-a-query", "canary-browser/7.4711"
RECORDS = ("records.sqlite",)
TYPED = [PASSWORD, WRONG, EMAIL, NAME, CHILD, QUERY]


@dataclass
class Seeded:
    """A portal through which all the marked secrets have gone."""

    app: object
    store: object
    home: object
    log: io.StringIO
    link: str
    token: str
    client: object

    @property
    def secrets(self) -> list[str]:
        return [*TYPED, self.link, self.token]


def forms(text: str) -> set[bytes]:
    """The ways a text is written: plainly, in an address, in JSON, in HTML."""
    return {
        text.encode(), quote(text).encode(), quote(text, safe="").encode(), json.dumps(text)[1:-1].encode(),
        html.escape(text).encode(),
    }  # fmt: skip


def found(secrets: Iterable[str], content: bytes) -> list[str]:
    """Which of the secrets stand in `content`, however written."""
    return [secret for secret in secrets if any(form in content for form in forms(secret))]


@pytest.fixture(scope="module")
def log():
    """Everything that is logged, as serving logs it."""
    stream, root, portal = io.StringIO(), logging.getLogger(), logging.getLogger("portal")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    before = portal.level
    portal.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    portal.setLevel(before)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory, log):
    from dashboard.app import portal
    from dashboard.settings import Settings
    from data.records.keys import read_secret, write_secret
    from data.records.store import Store, sqlite_url

    folder = tmp_path_factory.mktemp("canaries")
    stays = [{"child_id": CHILD}, *({"child_id": f"OTHER{number}"} for number in range(30))]
    bands = ("0-2", "3-6", "7-17")
    population = [{"region": area, "age_band": band} for area in (AREA, OTHER_AREA) for band in bands]
    release_from(folder, institutions=[{}], placements=stays, population=population)
    home = folder / "home"
    write_secret(folder / "secret")
    app = portal(Settings(home=home, secret_file=folder / "secret"))
    store = Store(sqlite_url(home), read_secret(folder / "secret"))
    link = invitations.create_first_administrator(store, EMAIL)
    client = persons.browser(app.server)
    client.environ_base["HTTP_USER_AGENT"] = AGENT
    _arrive(client, link)
    token = _enrol(store)
    client.set_cookie("sid", token)
    _wander(app, client)
    yield Seeded(app, store, home, log, link, token, client)
    store.close()


def _arrive(client, link: str) -> None:
    """By the link, with a name and a password; then signing in, rightly and wrongly, with things in the address."""
    client.get(f"/invitation/{link}?{QUERY}=1")
    assert client.post(f"/invitation/{link}", data={"name": NAME, "password": PASSWORD}).status_code == 303
    client.post(f"/invitation/{link}", data={"name": NAME, "password": WRONG})
    for password in (WRONG, PASSWORD, ""):
        client.post(f"/sign-in?next=/{QUERY}", data={"email": EMAIL, "password": password, QUERY: CHILD})
    client.post("/second-factor", data={"code": QUERY})
    client.get(f"/sign-in?email={quote(EMAIL)}&password={quote(PASSWORD)}")


def _enrol(store) -> str:
    caller = Caller(persons.NETWORK, AGENT)
    session = sessions.find(store, sign_in.sign_in(store, EMAIL, PASSWORD, caller))
    secret = sign_in.offer_factor(EMAIL, "Portal").secret
    return sign_in.enrol(store, session, secret, factor.code_at(secret, factor.step_at(store.clock())), caller)[0]


def _wander(app, client) -> None:
    """Everywhere, with things in the address, in forms, in headers and in bodies that break."""
    from dashboard.gate import route_classes

    more = {"Referer": f"http://localhost/{QUERY}?child={CHILD}", "X-Note": quote(NAME)}
    for endpoint in callbacks(app) + routes(app, route_classes()):
        if endpoint.rule in {"/sign-out", "/sign-in"}:
            continue
        endpoint.ask(client, app, f"?child={CHILD}&email={quote(EMAIL)}&q={QUERY}&name={quote(NAME)}")
    client.get(f"/api/v1/stays/{CHILD}", headers=more)
    client.get(f"/people/{quote(NAME)}/{CHILD}", headers=more)
    client.post("/_dash-update-component", data=json.dumps({"output": CHILD, "x": PASSWORD}), headers=more)
    client.post("/csp", data=json.dumps({"csp-report": {"document-uri": f"/{CHILD}?{QUERY}", "blocked-uri": QUERY}}))


def bodies(seeded: Seeded, client) -> bytes:
    """All that a reader is sent, heads included."""
    from dashboard.gate import route_classes

    parts = []
    for endpoint in callbacks(seeded.app) + routes(seeded.app, route_classes()):
        if endpoint.rule == "/sign-out":
            continue
        answer = endpoint.ask(client, seeded.app)
        parts += [str(answer.headers).encode(), answer.data]
    return b"\n".join(parts)


def test_a_visitor_is_sent_none_of_it(seeded):
    assert found(seeded.secrets, bodies(seeded, persons.browser(seeded.app.server))) == []


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.OMBUDSMAN, Role.AUDITOR, Role.ADMINISTRATOR}]
)
def test_a_colleague_is_sent_none_of_it(seeded, role):
    client = persons.signed_in(seeded.app.server, seeded.store, Holding(role, Extent(frozenset({AREA}))))
    assert found(seeded.secrets, bodies(seeded, client)) == []


@pytest.mark.parametrize("role", [Role.OMBUDSMAN, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_looks_after_people_sees_their_names_and_no_secrets(seeded, role):
    client = persons.signed_in(seeded.app.server, seeded.store, Holding(role))
    unseen = [one for one in seeded.secrets if one not in {EMAIL, NAME}]
    assert found(unseen, bodies(seeded, client)) == []


def test_rows_about_children_hold_the_release_s_codes_and_never_the_source_s(seeded):
    client = persons.signed_in(seeded.app.server, seeded.store, Holding(Role.OMBUDSMAN))
    answer = client.get("/api/v1/stays?size=1000")
    assert len(answer.get_json()["stays"]) >= 31
    assert found([CHILD], answer.data) == []


def test_no_line_of_the_log_holds_any_of_it(seeded):
    written = seeded.log.getvalue()
    assert len(written.splitlines()) > 100
    assert found([*seeded.secrets, AGENT, "canary"], written.lower().encode() + written.encode()) == []


def test_no_row_of_the_audit_holds_any_of_it(seeded):
    with seeded.store.read() as connection:
        rows = [dict(row) for row in connection.execute(select(audit)).mappings()]
    assert len(rows) > 10
    assert found([*seeded.secrets, AGENT], json.dumps(rows, default=str, ensure_ascii=False).encode()) == []


def test_files_hold_only_what_belongs_there(seeded):
    seeded.store.close()
    files = [path for path in seeded.home.rglob("*") if path.is_file()]
    assert len(files) > 3
    for path in files:
        belongs = {EMAIL, NAME, AGENT} if path.name.startswith(RECORDS) else set()
        unwanted = [one for one in [*seeded.secrets, AGENT] if one not in belongs]
        assert found(unwanted, path.read_bytes()) == [], path.name


def test_the_search_itself_finds_what_is_there(seeded):
    assert found([NAME], f"x{quote(NAME)}".encode()) == [NAME]
    assert found([NAME], json.dumps({"a": NAME}).encode()) == [NAME]
    whole = b"".join(path.read_bytes() for path in seeded.home.glob("records.sqlite*"))
    assert found([EMAIL, NAME, AGENT], whole) == [EMAIL, NAME, AGENT]
