"""A portal to enter: its own records, a clock that a test moves, and people who really were invited."""

import base64
import re
from datetime import date
from html import unescape
from itertools import count
from pathlib import Path

import pytest

from data.access import Extent, Holding, Role, Scope
from data.people import demonstration, factor, invitations
from data.records.keys import read_secret, write_secret
from data.records.store import Store, sqlite_url
from tests.asking import browser
from tests.data.records.conftest import Clock

PASSWORD = "тихий-ставок-біля-лісу-41"
COUNTRY = Scope("somebody", frozenset({Holding(Role.ADMINISTRATOR)}))
SECOND = Scope("another", frozenset({Holding(Role.OMBUDSMAN)}))
NUMBER = count(1)


class Entrance:
    """The app over the releases in `home`, its records in `folder`."""

    def __init__(self, home: Path, folder: Path, clock=None) -> None:
        from callbacks.services import Services
        from dashboard.app import create_app
        from dashboard.gate import request_scope
        from dashboard.language import request_language
        from dashboard.settings import Settings
        from data.warehouse.release import Shelf
        from geo.countries import country
        from geo.text import Lang

        write_secret(folder / "secret")
        self.clock, self.country = clock or Clock(), country()
        self.store = Store(sqlite_url(folder), read_secret(folder / "secret"), self.clock)
        self.store.migrate()
        known = Settings(home=home, secret_file=folder / "secret", records_url=sqlite_url(folder))
        services = Services(Shelf(home), self.country, request_scope, request_language(Lang.UK), date.today, self.store)
        self.services, self.app = services, create_app(services, known)

    def client(self, address: str = "10.0.0.7"):
        """A browser at this address."""
        made = browser(self.app.server)
        made.environ_base["REMOTE_ADDR"] = address
        return made

    def invite(self, email: str = "", holding: Holding | None = None, confirmed: bool = True) -> tuple[str, str]:
        """An e-mail and the path of the link sent to it."""
        email = email or f"guest{next(NUMBER)}@example.org"
        holding = holding or Holding(Role.COORDINATOR, Extent(frozenset({self.country.areas[0].code})))
        token = invitations.invite(self.store, email, holding, by=COUNTRY)
        (made,) = [one for one in invitations.open_invitations(self.store) if one.email == email]
        if made.waiting and confirmed:
            invitations.confirm(self.store, made.id, by=SECOND)
        return email, f"/invitation/{token}"

    def guest(self, holding: Holding | None = None) -> str:
        """The e-mail of somebody who accepted an invitation, by the page."""
        email, link = self.invite(holding=holding)
        answer = self.client().post(link, data={"name": "Олена Приклад", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return email

    def code(self, secret: bytes, skew: int = 0) -> str:
        """What an authenticator shows whose clock is `skew` seconds ahead."""
        return factor.code_at(secret, (int(self.clock().timestamp()) + skew) // factor.STEP)


def sign_in(client, email: str, password: str = PASSWORD, **more: str):
    """The form on the page of signing in."""
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def hidden(page: str, name: str) -> str:
    """What a hidden field of the page carries."""
    found = re.search(rf'<input name="{name}" type="hidden" value="([^"]*)">', page)
    return unescape(found[1]) if found else ""


def key_on(page: str) -> bytes:
    """The secret behind the key shown for typing in."""
    shown = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page)
    key = shown[1].replace(" ", "")
    return base64.b32decode(key + "=" * (-len(key) % 8))


def enter(house: Entrance, email: str, address: str = "10.0.0.7"):
    """A browser signed in with the factor just set up; the factor's secret; the recovery codes."""
    client = house.client(address)
    assert sign_in(client, email).headers["Location"].startswith("/second-factor")
    page = client.get("/second-factor").text
    secret = key_on(page)
    answer = client.post("/second-factor", data={"offer": hidden(page, "offer"), "code": house.code(secret)})
    assert answer.status_code == 303, answer.text
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", client.get(answer.headers["Location"]).text)
    client.post("/recovery-codes")
    return client, secret, codes


def again(house: Entrance, email: str, secret: bytes, address: str = "10.0.0.7"):
    """Another browser in which the same person signs in with password and code, a minute later."""
    house.clock.move(seconds=60)
    client = house.client(address)
    sign_in(client, email)
    assert client.post("/second-factor", data={"code": house.code(secret)}).headers["Location"] == "/"
    return client


def token_of(client) -> str | None:
    """The session's token in the browser."""
    cookie = client.get_cookie("sid")
    return cookie.value if cookie else None


@pytest.fixture(scope="module")
def built(home, tmp_path_factory):
    """A portal over the demonstration, as `serve` prepares it."""
    house = Entrance(home, tmp_path_factory.mktemp("entrance"))
    demonstration.provide(house.store, house.country, house.services.shelf.current().info)
    yield house
    house.store.close()


@pytest.fixture
def house(built):
    """The same, a day later: nobody has to wait for what another test did."""
    built.clock.move(days=1)
    return built
