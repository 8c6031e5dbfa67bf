"""Signing in through an outside provider: who is let in, and that nobody is when anything at all is wrong."""

import http.client
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy import select, update

from dashboard.app import portal
from dashboard.forms.provider import BACK
from dashboard.outside.journey import own_path
from dashboard.settings import BadSetting, Provider, Settings, settings
from data.people import factor, identity, invitations, people, sessions, sign_in
from data.people.sign_in import Caller
from data.records import audit
from data.records.keys import write_secret
from data.records.opening import open_store
from data.records.tables import people as people_table
from data.records.tables import sessions as sessions_table
from geo.text import Lang
from layouts.pages.factor import ADDRESS as FACTOR
from tests import provider as local
from tests.asking import browser

PASSWORD = "тихий-ставок-біля-лісу-41"
EMAIL = "one@example.org"
HERE = Caller("10.0.0.0/24")
ADDRESS = "http://localhost"
FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@dataclass
class Scene:
    """A portal, the provider it trusts, and a browser."""

    app: object
    store: object
    provider: local.LocalProvider
    known: Settings
    client: object

    def another(self):
        return browser(self.app.server)

    def leave(self, client=None, onward="/"):
        """Press the button; returns the address at the provider that the browser is led to."""
        answer = (client or self.client).post("/provider/start", data={"next": onward})
        return answer, (answer.headers.get("Refresh") or "").removeprefix("0; url=")

    def come_back(self, way, client=None):
        """The provider's link, followed from its own page."""
        parts = urlsplit(way)
        return (client or self.client).get(f"{parts.path}?{parts.query}", headers=FROM_ELSEWHERE)

    def sign_in(self, client=None):
        """There and back."""
        _, address = self.leave(client)
        return self.come_back(at_provider(address), client)

    def person(self, email=EMAIL):
        """Somebody with a password and a factor; returns their id and the factor's secret."""
        token = invitations.create_first_administrator(self.store, email)
        person = invitations.accept(self.store, token, name="Test", password=PASSWORD)
        session = sessions.find(self.store, sign_in.sign_in(self.store, email, PASSWORD, HERE))
        secret = sign_in.offer_factor(email, "Portal").secret
        token, codes = sign_in.enrol(self.store, session, secret, self.code(secret), HERE)
        return person, token, codes

    def code(self, secret):
        return factor.code_at(secret, factor.step_at(self.store.clock()))

    def tied(self, subject="subject-1", issuer=None):
        """A person tied to the provider's subject."""
        person, token, _ = self.person()
        identity.link(self.store, sessions.find(self.store, token), issuer or self.provider.issuer, subject)
        with self.store.write() as connection:
            sessions.end(connection, self.store, person_id=person)
        return person

    def living(self):
        with self.store.read() as connection:
            return connection.execute(select(sessions_table.c.id).where(sessions_table.c.ended_at.is_(None))).all()


@pytest.fixture
def idp():
    with local.provider() as server:
        server.back = ADDRESS + BACK
        yield server


@pytest.fixture
def known(idp, tmp_path):
    secret = tmp_path / "provider-secret"
    secret.write_text(local.SECRET + "\n")
    write_secret(tmp_path / "secret")
    names = {Lang.UK: "Тестова служба", Lang.EN: "Test service"}
    outside = Provider(idp.issuer, local.CLIENT, secret, names)
    return Settings(home=tmp_path, address=ADDRESS, provider=outside, language=Lang.EN)


@pytest.fixture
def scene(idp, known):
    return staged(idp, known)


def staged(idp, known):
    app = portal(known)
    return Scene(app, open_store(None, known.home, known.secret_file), idp, known, browser(app.server))


def at_provider(address):
    """What a browser does at the provider, whose page somebody agrees on: the address it is sent back to."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["Location"]


def changed(way, **query):
    """The provider's link with another query."""
    parts = urlsplit(way)
    told = dict(parse_qsl(parts.query)) | query
    return parts._replace(query=urlencode({name: value for name, value in told.items() if value is not None})).geturl()


def refused(scene, answer, status=403):
    """Nobody is signed in, no session lives, the page says why in one plain sentence."""
    assert answer.status_code == status
    assert "sid=" not in str(answer.headers.getlist("Set-Cookie"))
    assert scene.living() == []
    page = answer.get_data(as_text=True)
    assert "Traceback" not in page
    assert "/sign-in" in page
    return page


class TestTheWayIn:
    def test_whoever_is_tied_comes_in_and_still_passes_the_factor(self, scene):
        person = scene.tied()
        answer = scene.sign_in()
        assert (answer.status_code, urlsplit(answer.location).path) == (303, FACTOR)
        token = scene.client.get_cookie("sid", domain="localhost").value
        session = sessions.find(scene.store, token)
        assert (session.person_id, session.factor_passed) == (person, False)
        line = audit.entries(scene.store)[0]
        assert (line.act, line.person_id) == ("session.start", person)
        assert "subject-1" not in line.detail

    def test_what_the_provider_is_asked(self, scene):
        answer, address = scene.leave()
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["redirect_uri"] == ADDRESS + BACK
        assert (asked["response_type"], asked["code_challenge_method"], asked["scope"]) == ("code", "S256", "openid")
        assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))
        assert answer.status_code == 200
        cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("journey="))
        assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Max-Age=600", "Path=/"))
        assert asked["state"] not in cookie

    def test_behind_tls_the_cookie_belongs_to_this_host_alone(self, known):
        server = portal(replace(known, behind_tls=True)).server
        cookies = str(browser(server).post("/provider/start").headers.getlist("Set-Cookie"))
        assert "__Host-journey=" in cookies
        assert "Secure" in cookies

    def test_afterwards_one_is_where_one_wanted_to_be(self, scene):
        scene.tied()
        _, address = scene.leave(onward="/regions?lang=en")
        assert parse_qs(urlsplit(scene.come_back(at_provider(address)).location).query)["next"] == ["/regions?lang=en"]

    @pytest.mark.parametrize(
        "path",
        ["//evil.example", "https://evil.example", "/\\evil.example", "\t//evil.example", "/a\r\nb", "", "x" * 600],
    )
    def test_and_never_anywhere_else(self, path):
        assert own_path(path) == "/"

    @pytest.mark.parametrize(
        ("said", "trusted", "passed"),
        [
            ({}, set(), False),
            ({"amr": ["mfa"], "acr": "high"}, set(), False),
            ({"amr": ["pwd"]}, {"amr:mfa"}, False),
            ({"amr": ["pwd", "mfa"]}, {"amr:mfa"}, True),
            ({"acr": "high"}, {"amr:high"}, False),
            ({"acr": "high"}, {"acr:high"}, True),
        ],
    )
    def test_the_portals_factor_is_left_out_only_where_that_was_allowed(self, known, idp, said, trusted, passed):
        scene = staged(idp, replace(known, provider=replace(known.provider, second_factor=frozenset(trusted))))
        scene.tied()
        idp.claims = lambda claims: claims | said
        answer = scene.sign_in()
        assert (urlsplit(answer.location).path == "/") is passed
        found = sessions.find(scene.store, scene.client.get_cookie("sid", domain="localhost").value)
        assert found.factor_passed is passed

    def test_signing_in_again_ends_the_session_before(self, scene):
        scene.tied()
        scene.sign_in()
        scene.sign_in()
        assert len(scene.living()) == 1

    def test_the_description_and_the_keys_are_read_once(self, scene):
        scene.tied()
        scene.sign_in()
        scene.sign_in()
        assert [scene.provider.asked.count(path) for path in (local.DISCOVERY, local.KEYS, local.TOKEN)] == [1, 1, 2]


MISBEHAVIOURS = {
    "no nonce": {"claims": lambda claims: {name: claims[name] for name in claims if name != "nonce"}},
    "wrong nonce": {"claims": lambda claims: claims | {"nonce": "x" * 43}},
    "for somebody else": {"claims": lambda claims: claims | {"aud": "another"}},
    "for others as well": {"claims": lambda claims: claims | {"aud": [local.CLIENT, "another"], "azp": local.CLIENT}},
    "another issuer": {"claims": lambda claims: claims | {"iss": "https://evil.example"}},
    "expired": {"claims": lambda claims: claims | {"exp": int(time.time()) - 120}},
    "never expires": {"claims": lambda claims: {name: claims[name] for name in claims if name != "exp"}},
    "from the future": {"claims": lambda claims: claims | {"iat": int(time.time()) + 600}},
    "no subject": {"claims": lambda claims: claims | {"sub": ""}},
    "a subject that is a list": {"claims": lambda claims: claims | {"sub": ["subject-1"]}},
    "alg none": {"sign": local.unsigned},
    "alg HS256 with the public key": {"sign": local.signed_with_the_public_key},
    "another's signature": {"sign": local.signed_by_another},
    "a key nobody knows": {"sign": lambda claims: local.signed(claims, "unknown")},
    "not a token": {"sign": lambda _: "a.b.c"},
    "no token": {"sign": lambda _: ""},
}


class TestNothingIsBelieved:
    @pytest.mark.parametrize("name", MISBEHAVIOURS)
    def test_an_id_token_that_proves_nothing(self, scene, name):
        scene.tied()
        for switch, value in MISBEHAVIOURS[name].items():
            setattr(scene.provider, switch, value)
        refused(scene, scene.sign_in())
        line = audit.entries(scene.store)[0]
        assert (line.act, line.outcome) == ("identity.return", "refused")

    @pytest.mark.parametrize("state", ["", None, "x" * 43])
    def test_a_wrong_state(self, scene, state):
        scene.tied()
        _, address = scene.leave()
        refused(scene, scene.come_back(changed(at_provider(address), state=state)))
        assert local.TOKEN not in scene.provider.asked

    def test_a_state_works_once_even_with_the_cookie_put_back(self, scene):
        scene.tied()
        _, address = scene.leave()
        sealed = scene.client.get_cookie("journey", domain="localhost").value
        assert scene.come_back(at_provider(address)).status_code == 303
        ended(scene)
        scene.client.set_cookie("journey", sealed, domain="localhost")
        refused(scene, scene.come_back(at_provider(address)))
        assert scene.provider.asked.count(local.TOKEN) == 1

    def test_a_code_works_once(self, scene):
        scene.tied()
        _, address = scene.leave()
        used = at_provider(address)
        scene.come_back(used)
        ended(scene)
        _, address = scene.leave()
        code = parse_qs(urlsplit(used).query)["code"][0]
        refused(scene, scene.come_back(changed(at_provider(address), code=code)))
        assert "code" in scene.provider.refused

    def test_the_answer_to_another_browser(self, scene):
        """Login CSRF: a link with the attacker's own code and state must sign nobody in as the attacker."""
        scene.tied()
        attacker, victim = scene.another(), scene.client
        _, address = scene.leave(attacker)
        link = at_provider(address)
        refused(scene, scene.come_back(link, victim))
        scene.leave(victim)
        refused(scene, scene.come_back(link, victim))
        assert local.TOKEN not in scene.provider.asked

    def test_a_code_injected_into_ones_own_journey_fails_at_the_verifier(self, scene):
        scene.tied()
        _, address = scene.leave(scene.another())
        stolen = parse_qs(urlsplit(at_provider(address)).query)["code"][0]
        _, address = scene.leave()
        refused(scene, scene.come_back(changed(at_provider(address), code=stolen)))
        assert scene.provider.refused == ["verifier"]

    def test_too_late(self, scene):
        scene.tied()
        _, address = scene.leave()
        way = at_provider(address)
        later = scene.store.clock() + timedelta(seconds=601)
        scene.app.server.view_functions["provider_start"].__self__.store.clock = lambda: later
        assert "ten minutes" in refused(scene, scene.come_back(way))
        assert local.TOKEN not in scene.provider.asked

    @pytest.mark.parametrize("sealed", ["", "x", "AAAA", "А" * 3, "A" * 400])
    def test_a_cookie_that_is_not_ours(self, scene, sealed):
        scene.client.set_cookie("journey", sealed, domain="localhost")
        refused(scene, scene.come_back(f"{ADDRESS}{BACK}?code=x&state=y"))

    def test_somebody_who_changes_their_mind(self, scene):
        scene.tied()
        scene.provider.declines = True
        assert "cancelled" in refused(scene, scene.sign_in())

    def test_an_answer_that_names_another_issuer(self, scene):
        scene.tied()
        _, address = scene.leave()
        refused(scene, scene.come_back(changed(at_provider(address), iss="https://evil.example")))
        assert local.TOKEN not in scene.provider.asked

    def test_a_provider_that_names_itself_must(self, scene):
        scene.tied()
        told = {"authorization_response_iss_parameter_supported": True}
        scene.provider.description = lambda description: description | told
        refused(scene, scene.sign_in())
        _, address = scene.leave()
        assert scene.come_back(changed(at_provider(address), iss=scene.provider.issuer)).status_code == 303

    def test_guessing_is_slowed_down(self, scene):
        scene.provider.sign = local.unsigned
        for _ in range(20):
            refused(scene, scene.sign_in())
        before = scene.provider.asked.count(local.TOKEN)
        assert scene.sign_in().status_code in {400, 429}
        assert scene.provider.asked.count(local.TOKEN) == before


class TestWhoIsWho:
    def test_nobody_is_taken_in_who_was_not_invited(self, scene):
        before = people.count(scene.store)
        page = refused(scene, scene.sign_in())
        assert "not linked" in page
        assert people.count(scene.store) == before
        line = audit.entries(scene.store)[0]
        assert (line.act, line.outcome, line.object) == ("session.start", "refused", "person:unknown")

    def test_an_equal_e_mail_links_nobody(self, scene):
        person, token, _ = scene.person(EMAIL)
        sign_in.sign_out(scene.store, sessions.find(scene.store, token))
        refused(scene, scene.sign_in())
        assert identity.linked(scene.store, person) is None

    def test_the_same_subject_of_another_issuer_is_somebody_else(self, scene):
        scene.tied(issuer="https://another.example")
        refused(scene, scene.sign_in())

    def test_a_disabled_person(self, scene):
        person = scene.tied()
        with scene.store.write() as connection:
            connection.execute(update(people_table).where(people_table.c.id == person).values(state="disabled"))
        assert "not linked" in refused(scene, scene.sign_in())


def ended(scene):
    with scene.store.write() as connection:
        connection.execute(update(sessions_table).values(ended_at=scene.store.clock()))


OUTAGES = ["garbage", "a_list", "deep", "huge", "failing", "silent", "dripping", "dripping_headers", "redirecting"]


class TestTheProviderIsUnwell:
    @pytest.fixture
    def scene(self, idp, known):
        """A portal that waits for its provider half a second at most."""
        return staged(idp, replace(known, provider=replace(known.provider, seconds=0.5)))

    @pytest.mark.parametrize("outage", OUTAGES)
    @pytest.mark.parametrize("path", [local.DISCOVERY, local.KEYS, local.TOKEN])
    def test_a_plain_sentence_in_time(self, scene, outage, path):
        scene.tied()
        scene.provider.instead[path] = getattr(local, outage)
        began = time.monotonic()
        answer, address = scene.leave()
        answer = scene.come_back(at_provider(address)) if address else answer
        assert time.monotonic() - began < 4
        assert "does not answer" in refused(scene, answer, 503)
        assert "/inside" not in scene.provider.asked

    def test_signing_in_here_works_while_the_provider_is_down(self, scene):
        scene.person()
        scene.provider.server_close()
        ended(scene)
        refused(scene, scene.leave()[0], 503)
        assert sign_in.sign_in(scene.store, EMAIL, PASSWORD, HERE)

    def test_it_recovers_with_the_provider(self, scene):
        scene.tied()
        scene.provider.instead[local.DISCOVERY] = local.failing
        refused(scene, scene.leave()[0], 503)
        scene.provider.instead.clear()
        assert scene.sign_in().status_code == 303

    @pytest.mark.parametrize(
        "told",
        [
            {"issuer": "https://evil.example"},
            {"token_endpoint": "http://169.254.169.254/latest/meta-data"},
            {"token_endpoint": "http://localhost:1/token"},
            {"jwks_uri": "file:///etc/passwd"},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"authorization_endpoint": "https://evil.example/authorize"},
            {"token_endpoint": None},
            {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
        ],
    )
    def test_a_description_that_leads_elsewhere(self, scene, told):
        scene.provider.description = lambda description: description | told
        refused(scene, scene.leave()[0], 503)
        assert scene.provider.asked == [local.DISCOVERY]

    def test_a_wrong_secret(self, scene):
        scene.tied()
        scene.known.provider.secret_file.write_text("wrong")
        refused(scene, scene.sign_in())
        assert scene.provider.refused == ["client"]

    def test_no_secret(self, scene):
        scene.tied()
        scene.known.provider.secret_file.unlink()
        refused(scene, scene.sign_in(), 503)

    def test_few_readers_wait_at_once(self, idp, known):
        """Those who sign in here are not kept waiting by those who wait for the provider."""
        scene = staged(idp, replace(known, provider=replace(known.provider, seconds=2.0)))
        scene.provider.instead[local.DISCOVERY] = local.silent
        clients = [scene.another() for _ in range(8)]
        began = time.monotonic()
        with ThreadPoolExecutor(8) as pool:
            times = list(pool.map(lambda client: (scene.leave(client), time.monotonic() - began)[1], clients))
        assert sum(one >= 2.0 for one in times) <= 3


class TestTheAccount:
    def ready(self, scene):
        """Somebody signed in with the factor passed, their recovery codes, and their id."""
        person, token, codes = scene.person()
        scene.client.set_cookie("sid", token, domain="localhost")
        return person, codes

    def tie(self, scene, code, act="link", password=PASSWORD):
        answer = scene.client.post("/account/identity", data={"act": act, "password": password, "code": code})
        return answer, (answer.headers.get("Refresh") or "").removeprefix("0; url=")

    def test_linking_and_unlinking(self, scene):
        person, codes = self.ready(scene)
        assert "Link to Test service" in scene.client.get("/account/identity").get_data(as_text=True)
        _, address = self.tie(scene, codes[0])
        answer = scene.come_back(at_provider(address))
        assert (answer.status_code, answer.location) == (303, "/account/identity?done=linked")
        assert identity.linked(scene.store, person) == scene.provider.issuer
        assert "Remove the link" in scene.client.get(answer.location).get_data(as_text=True)
        assert scene.sign_in(scene.another()).status_code == 303
        answer, _ = self.tie(scene, codes[1], "unlink")
        assert answer.location == "/account/identity?done=unlinked"
        assert identity.linked(scene.store, person) is None
        assert len(scene.living()) == 1
        acts = [line.act for line in audit.entries(scene.store)]
        assert {"identity.link", "identity.unlink"} <= set(acts)

    @pytest.mark.parametrize(("password", "number"), [("wrong", 0), ("", 0), (PASSWORD, None)])
    def test_it_takes_the_password_and_a_code_again(self, scene, password, number):
        person, codes = self.ready(scene)
        answer, address = self.tie(scene, "000000" if number is None else codes[number], password=password)
        assert (answer.status_code, address) == (401, "")
        assert "not right" in answer.get_data(as_text=True)
        assert scene.provider.asked == []
        assert identity.linked(scene.store, person) is None
        assert audit.entries(scene.store)[0].outcome == "refused"

    def test_a_stranger_is_asked_to_sign_in(self, scene):
        assert scene.client.get("/account/identity", headers={"Accept": "text/html"}).status_code == 303
        assert self.tie(scene, "000000")[0].status_code == 401

    def test_not_before_the_factor(self, scene):
        scene.person()
        scene.client.set_cookie("sid", sign_in.sign_in(scene.store, EMAIL, PASSWORD, HERE), domain="localhost")
        assert self.tie(scene, "000000")[0].status_code == 404

    def test_not_from_another_site(self, scene):
        _, codes = self.ready(scene)
        asked = {"act": "link", "password": PASSWORD, "code": codes[0]}
        answer = scene.client.post("/account/identity", data=asked, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert scene.another().post("/provider/start", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403

    def test_the_session_that_left_must_come_back(self, scene):
        person, codes = self.ready(scene)
        _, address = self.tie(scene, codes[0])
        way = at_provider(address)
        ended(scene)
        refused(scene, scene.come_back(way))
        assert identity.linked(scene.store, person) is None

    def test_another_session_in_the_same_browser_is_not_linked(self, scene):
        """Whoever sits down at the machine in between gets nothing of what somebody else began."""
        person, codes = self.ready(scene)
        _, address = self.tie(scene, codes[0])
        token = sign_in.sign_in(scene.store, EMAIL, PASSWORD, HERE)
        token = sign_in.pass_factor(scene.store, sessions.find(scene.store, token), codes[1], HERE)
        scene.client.set_cookie("sid", token, domain="localhost")
        assert scene.come_back(at_provider(address)).status_code == 403
        assert identity.linked(scene.store, person) is None

    def test_an_identity_belongs_to_one_person(self, scene):
        person, codes = self.ready(scene)
        with scene.store.write() as connection:
            values = dict(next(iter(connection.execute(select(people_table)).mappings())))
            values |= {"id": "another", "email": "another@example.org", "identity_subject": "subject-1",
                       "identity_issuer": scene.provider.issuer}  # fmt: skip
            connection.execute(people_table.insert().values(values))
        _, address = self.tie(scene, codes[0])
        assert scene.come_back(at_provider(address)).status_code == 403
        assert identity.linked(scene.store, person) is None
        line = audit.entries(scene.store)[0]
        assert (line.act, line.outcome) == ("identity.link", "refused")

    def test_a_link_is_never_replaced_unasked(self, scene):
        person, codes = self.ready(scene)
        scene.come_back(at_provider(self.tie(scene, codes[0])[1]))
        scene.provider.subject = "subject-2"
        assert scene.come_back(at_provider(self.tie(scene, codes[1])[1])).status_code == 403
        with scene.store.read() as connection:
            query = select(people_table.c.identity_subject).where(people_table.c.id == person)
            assert connection.execute(query).scalar_one() == "subject-1"


class TestWithout:
    def test_a_portal_without_a_provider_knows_nothing_of_it(self, stranger):
        assert stranger.post("/provider/start").status_code == 404
        assert stranger.get(BACK, headers=FROM_ELSEWHERE).status_code == 404

    @pytest.mark.parametrize("configured", [False, True])
    def test_nothing_is_loaded_or_asked_before_somebody_goes_there(self, tmp_path, configured):
        write_secret(tmp_path / "secret")
        (tmp_path / "provider-secret").write_text("x")
        program = (
            "import sys\n"
            "asked = []\n"
            "sys.addaudithook(lambda event, rest: asked.append(event) if event in "
            "('socket.connect', 'socket.getaddrinfo') else None)\n"
            "from dashboard.app import portal\n"
            "from dashboard.settings import settings\n"
            f"client = portal(settings({_environment(tmp_path) if configured else {'PORTAL_HOME': str(tmp_path)}}))"
            ".server.test_client()\n"
            "client.get('/provider/return?state=x&code=y')\n"
            "print(asked, [one for one in ('authlib', 'joserfc', 'requests', 'urllib3') if one in sys.modules])"
        )
        root = Path(__file__).parents[2]
        done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
        assert done.stdout.split("\n")[-2] == "[] []"


def _environment(folder):
    return {
        "PORTAL_HOME": str(folder), "PORTAL_ADDRESS": "https://portal.example", "PORTAL_OIDC_CLIENT_ID": "portal",
        "PORTAL_OIDC_ISSUER": "https://id.example", "PORTAL_OIDC_SECRET_FILE": str(folder / "provider-secret"),
        "PORTAL_OIDC_NAME_UK": "Служба",
    }  # fmt: skip


class TestSettings:
    @pytest.fixture
    def environment(self, tmp_path):
        (tmp_path / "provider-secret").write_text("x")
        return _environment(tmp_path)

    def test_a_whole_provider(self, environment):
        known = settings(environment | {"PORTAL_OIDC_HOSTS": "keys.example, token.example:8443"})
        assert known.address == "https://portal.example"
        assert known.provider.names == {Lang.UK: "Служба", Lang.EN: "Служба"}
        assert known.provider.hosts == {"keys.example", "token.example:8443"}
        assert known.provider.second_factor == frozenset()

    @pytest.mark.parametrize("name", ["ADDRESS", "OIDC_CLIENT_ID", "OIDC_ISSUER", "OIDC_SECRET_FILE", "OIDC_NAME_UK"])
    def test_half_a_provider_is_refused(self, environment, name):
        with pytest.raises(BadSetting, match=f"PORTAL_{name}"):
            settings({**environment, f"PORTAL_{name}": ""})

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("ADDRESS", "http://portal.example"),
            ("ADDRESS", "https://portal.example/path"),
            ("ADDRESS", "portal.example"),
            ("OIDC_ISSUER", "http://id.example"),
            ("OIDC_ISSUER", "https://user:word@id.example"),
            ("OIDC_ISSUER", "https://id.example/?a=b"),
            ("OIDC_ISSUER", "https://"),
            ("OIDC_ISSUER", "https://id.example:x"),
        ],
    )
    def test_addresses_that_will_not_do(self, environment, name, value):
        with pytest.raises(BadSetting, match=f"PORTAL_{name}"):
            settings({**environment, f"PORTAL_{name}": value})

    def test_a_secret_in_place_of_its_file_is_refused_and_not_told(self, environment):
        with pytest.raises(BadSetting) as said:
            settings({**environment, "PORTAL_OIDC_SECRET_FILE": "s3cr3t-value"})
        assert "s3cr3t-value" not in str(said.value)
