"""Entering the portal: a demonstration role by one click, an invited person with a second step, and out again."""

import json
import re
import time

import pytest

from dashboard import vendor
from data.access import Extent, Holding, Role, Scope
from data.people import demonstration, factor, invitations
from data.records.opening import open_store
from data.records.store import utc_now
from data.warehouse.release import Shelf
from tests.journeys.test_every_page import LOOKS, TAGS, TOO_WIDE

PASSWORD = "тихий-ставок-біля-лісу-41"
BY = Scope("somebody", frozenset({Holding(Role.ADMINISTRATOR)}))
WIDTHS = pytest.mark.parametrize("width", [1440, 390])
SMALL = """() => [...document.querySelectorAll('.form .button, .form-line, .offer, .bar-button, .account-menu a, .account-menu button')]
    .filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 44).map(node => node.outerHTML.slice(0, 80))"""  # noqa: E501


@pytest.fixture(scope="module")
def country():
    from geo.countries import country

    return country()


@pytest.fixture(scope="module")
def store(home, address, country):
    """The records of the portal that is served, with the demonstration accounts in them."""
    opened = open_store(None, home, home / "secret")
    demonstration.provide(opened, country, Shelf(home).current().info)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def axe() -> str:
    names = json.loads((vendor.FOLDER / vendor.MANIFEST).read_text(encoding="utf-8"))["files"]
    return (vendor.FOLDER / names["axe.min.js"]).read_text(encoding="utf-8")


@pytest.fixture
def link(store, country) -> str:
    """The path of a fresh invitation."""
    holding = Holding(Role.HEAD, Extent(frozenset({country.areas[3].code}), None, frozenset({"DEMO-001"})))
    return f"/invitation/{invitations.invite(store, f'guest{time.time_ns()}@example.org', holding, by=BY)}"


def check(visit, axe, part: str = "html") -> None:
    """Nothing for axe to find, nothing too wide, and on a phone nothing too small for a finger."""
    visit.page.evaluate(axe)
    found = visit.page.evaluate("([part, tags]) => axe.run(part, {runOnly: tags})", [part, TAGS])
    assert [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found["violations"]] == []
    too_wide = visit.page.evaluate(TOO_WIDE)
    assert not too_wide[0], too_wide[1]
    if visit.page.viewport_size["width"] < 768:
        assert visit.page.evaluate(SMALL) == []


def click(visit, selector: str) -> None:
    """Click what leads to another page, and wait for it."""
    with visit.page.expect_navigation():
        visit.page.click(selector)
    visit.settle()


def accept(visit, link: str) -> str:
    """Accept the invitation and sign in as far as the second step; returns the e-mail."""
    visit.open(link)
    email = visit.page.locator(".terms dd").nth(2).inner_text()
    visit.page.fill("#field-name", "Олена Приклад")
    visit.page.fill("#field-password", PASSWORD)
    click(visit, "main .button.primary")
    visit.page.fill("#field-email", email)
    visit.page.fill("#field-password", PASSWORD)
    click(visit, "main .button.primary")
    return email


def enrol(visit) -> bytes:
    """Set the second step up as a person would, from the key on the page; returns the secret."""
    import base64

    key = visit.page.inner_text(".key").replace(" ", "")
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    visit.page.fill("#field-code", factor.code_at(secret, factor.step_at(utc_now())))
    click(visit, "main .button.primary")
    return secret


@WIDTHS
def test_a_demonstration_role_is_one_click_away_and_left_by_another(visit, store, axe, width):
    visit.open("/sign-in")
    click(visit, ".offers .offer >> nth=0")
    assert visit.page.url == visit.address + "/"
    visit.page.click("details.account:not(.bell) summary")
    menu = visit.page.locator("details.account:not(.bell) .account-menu")
    assert "coordinator" in menu.inner_text()
    assert "Обласний координатор" in menu.inner_text()
    check(visit, axe, ".bar")
    visit.page.keyboard.press("Escape")
    assert not menu.is_visible()
    visit.page.click("details.account:not(.bell) summary")
    click(visit, "form[action='/sign-out'] button")
    assert visit.page.locator(".bar-button.sign-in").count() == 1
    assert "sid" not in {cookie["name"] for cookie in visit.page.context.cookies()}
    visit.check()


@pytest.mark.parametrize(("lang", "width"), LOOKS)
def test_every_form_is_open_to_everybody(visit, store, link, axe, width, lang):
    visit.open(f"/sign-in?lang={lang}")
    check(visit, axe)
    visit.open(link)
    check(visit, axe)
    accept(visit, link)
    visit.open(f"/second-factor?lang={lang}")
    check(visit, axe)
    enrol(visit)
    assert visit.page.locator(".codes code").count() == 10
    check(visit, axe)
    click(visit, "main .button.primary")
    for path in ("/account", "/account/factor"):
        visit.open(f"{path}?lang={lang}")
        assert visit.page.evaluate("document.documentElement.lang") == lang
        check(visit, axe)
    visit.check()


def test_an_invited_person_comes_in_with_a_second_step(visit, store, link):
    email = accept(visit, link)
    enrol(visit)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.click("[data-copy]")
    codes = visit.page.locator(".codes code").all_inner_texts()
    visit.page.wait_for_function("() => document.getElementById('shell-live').textContent !== ''")
    assert visit.page.evaluate("navigator.clipboard.readText()") == "\n".join(codes)
    click(visit, "main .button.primary")
    visit.page.click("details.account:not(.bell) summary")
    assert "Олена Приклад" in visit.page.locator("details.account:not(.bell) .account-menu").inner_text()
    click(visit, "form[action='/sign-out'] button")
    visit.open("/sign-in?next=/account")
    visit.page.fill("#field-email", email)
    visit.page.fill("#field-password", PASSWORD)
    click(visit, "main .button.primary")
    visit.page.fill("#field-code", codes[0].lower())
    click(visit, "main .button.primary")
    assert visit.page.url == visit.address + "/account"
    visit.check()


def test_a_refusal_is_said_and_read_out(visit, store, axe):
    visit.expected = (r"status of 4\d\d",)
    visit.open("/sign-in")
    click(visit, ".form:not(.offer-form) .button.primary")
    assert visit.page.locator("[role=alert] a").count() == 2
    visit.page.click("[role=alert] a >> nth=1")
    assert visit.page.evaluate("document.activeElement.id") == "field-password"
    check(visit, axe)
    visit.page.fill("#field-email", "nobody@example.org")
    visit.page.fill("#field-password", "wrong")
    click(visit, ".form:not(.offer-form) .button.primary")
    assert visit.page.locator("[role=alert]").inner_text()
    assert visit.page.input_value("#field-email") == "nobody@example.org"
    check(visit, axe)
    visit.check()


def test_a_password_can_be_looked_at(visit, store, link):
    visit.open(link)
    visit.page.fill("#field-password", PASSWORD)
    shown = visit.page.get_by_role("button", name=re.compile("Показати пароль"))
    shown.click()
    assert visit.page.get_attribute("#field-password", "type") == "text"
    assert shown.get_attribute("aria-pressed") == "true"
    shown.click()
    assert visit.page.get_attribute("#field-password", "type") == "password"


def test_it_all_works_without_scripts(browser, address, store, link):
    context = browser.new_context(java_script_enabled=False, locale="uk-UA")
    page = context.new_page()
    page.goto(address + "/sign-in")
    page.click(".offers .offer >> nth=0")
    page.goto(address + "/account")
    assert page.locator("h1").inner_text() == "Мій обліковий запис"
    page.click("details.account:not(.bell) summary")
    page.click("form[action='/sign-out'] button")
    assert "sid" not in {cookie["name"] for cookie in context.cookies()}
    context.close()
