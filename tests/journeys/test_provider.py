"""Linking an account and signing in through a provider, in a browser that holds the portal's policy and its cookies."""

import os
import socket
import subprocess
import sys

import pytest

from data.people import invitations, sessions, sign_in
from data.people.sign_in import Caller
from data.records.keys import write_secret
from data.records.opening import open_store
from data.records.store import sqlite_url
from tests import provider as local
from tests.journeys.conftest import ROOT, _wait

PASSWORD, EMAIL = "тихий-ставок-біля-лісу-41", "one@example.org"
HERE = Caller("10.0.0.0/24")


@pytest.fixture
def codes(tmp_path):
    """Recovery codes of the one person of a portal's own records."""
    from data.people import factor

    write_secret(tmp_path / "secret")
    store = open_store(None, tmp_path, tmp_path / "secret")
    link = invitations.create_first_administrator(store, EMAIL)
    invitations.accept(store, link, name="Test", password=PASSWORD)
    session = sessions.find(store, sign_in.sign_in(store, EMAIL, PASSWORD, HERE))
    secret = sign_in.offer_factor(EMAIL, "Portal").secret
    code = factor.code_at(secret, factor.step_at(store.clock()))
    _, made = sign_in.enrol(store, session, secret, code, HERE)
    store.close()
    return made


@pytest.fixture
def served(home, tmp_path, codes):
    """A portal at `localhost` and its provider at 127.0.0.1: two sites to a browser."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, log = f"http://localhost:{port}", tmp_path / "server.log"
    (tmp_path / "provider-secret").write_text(local.SECRET)
    (tmp_path / "provider-secret").chmod(0o600)
    with local.provider() as server, log.open("w") as output:
        server.back = f"{address}/provider/return"
        environment = os.environ | {
            "PORTAL_HOME": str(home), "PORTAL_RECORDS_URL": sqlite_url(tmp_path), "PORTAL_PORT": str(port),
            "PORTAL_SECRET_FILE": str(tmp_path / "secret"), "PORTAL_ADDRESS": address, "PORTAL_LANGUAGE": "uk",
            "PORTAL_OIDC_ISSUER": server.issuer, "PORTAL_OIDC_CLIENT_ID": local.CLIENT, "PORTAL_WORKERS": "1",
            "PORTAL_OIDC_SECRET_FILE": str(tmp_path / "provider-secret"), "PORTAL_OIDC_NAME_UK": "Тестова служба",
        }  # fmt: skip
        command = [sys.executable, "-m", "dashboard", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            _wait(f"{address}/readyz", process, log)
            yield address
        finally:
            process.terminate()
            process.wait(15)


@pytest.fixture
def tab(browser):
    """A tab that notes what the browser complains of."""
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    yield page
    context.close()


def second_step(tab, code):
    tab.wait_for_url("**/second-factor*")
    tab.fill("[name=code]", code)
    tab.click("main .button.primary")


def test_link_then_sign_in_through_it(served, tab, codes, tmp_path):
    tab.goto(f"{served}/sign-in?next=/account/identity")
    tab.fill("#field-email", EMAIL)
    tab.fill("#field-password", PASSWORD)
    tab.click("main .button.primary")
    second_step(tab, codes[0])
    tab.wait_for_url("**/account/identity")
    tab.fill("#field-password", PASSWORD)
    tab.fill("#field-code", codes[1])
    tab.click("main .button.primary")
    tab.wait_for_url("**/account/identity?done=linked")
    assert "Тестова служба" in tab.inner_text("main .form-done")
    tab.context.clear_cookies()
    tab.goto(f"{served}/sign-in?next=/account")
    tab.click("main .provider .button")
    second_step(tab, codes[2])
    tab.wait_for_url("**/account")
    assert EMAIL in tab.inner_text("main")
    assert tab.complaints == []
    assert local.SECRET not in (tmp_path / "server.log").read_text()
