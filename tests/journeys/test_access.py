"""People and access, roles, the log: by keyboard and eye, with and without scripts, on a desk and on a phone."""

import re
import time
import uuid

import pytest
from sqlalchemy import update

from data.access import Extent, Holding, Role
from data.people import invitations, lost_factor, people
from data.records.opening import open_store
from data.records.tables import people as people_table
from tests.dashboard.persons import person, session
from tests.journeys.test_every_page import LOOKS
from tests.journeys.test_sign_in import WIDTHS, axe, check, click, country

__all__ = ["axe", "country"]
PAGES = {
    "people": ("admin", "/people"),
    "one person": ("admin", "/people/{head}"),
    "taking a role away": ("admin", "/people/roles/{line}/revoke"),
    "which role": ("admin", "/people/invite"),
    "which area": ("admin", "/people/invite?role=institution_head"),
    "the form": ("admin", "/people/invite?role=oblast_coordinator"),
    "an institution": ("coordinator", "/people/invite?role=institution_reporter"),
    "the link is gone": ("admin", "/people/invited"),
    "roles": ("coordinator", "/roles"),
    "log": ("auditor", "/audit"),
}


@pytest.fixture(scope="module")
def store(home, address):
    """The records of the portal that is served."""
    opened = open_store(None, home, home / "secret")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def staff(store, country):
    """People in several roles, an invitation and a lost factor that wait for a second person."""
    here = frozenset({country.resolve("UA-18")})
    holdings = {
        "admin": Holding(Role.ADMINISTRATOR),
        "ombudsman": Holding(Role.OMBUDSMAN),
        "auditor": Holding(Role.AUDITOR),
        "coordinator": Holding(Role.COORDINATOR, Extent(here)),
        "head": Holding(Role.HEAD, Extent(here, None, frozenset({"DEMO-001"}))),
    }
    found = {name: person(store, holding, name=f"{name} {uuid.uuid4().hex[:6]}") for name, holding in holdings.items()}
    with store.write() as connection:
        changing = update(people_table).where(people_table.c.id == found["head"])
        connection.execute(changing.values(factor_secret=b"-"))
    lost_factor.ask(store, found["head"], by=people.scope_of(store, found["coordinator"]))
    by = people.scope_of(store, found["ombudsman"])
    invitations.invite(store, f"{uuid.uuid4().hex[:8]}@example.org", Holding(Role.ANALYST, purpose="reviews"), by=by)
    line = next(held for one, held in people.everybody(store) if one.id == found["head"])[0]
    return found | {"line": line.id}


@pytest.fixture
def enter(visit, store, staff):
    """Sign this tab in as one of the staff."""

    def signed_in(name, tab=visit):
        token = session(store, staff[name])
        tab.page.context.add_cookies([{"name": "sid", "value": token, "url": tab.address}])

    return signed_in


@pytest.mark.parametrize(("lang", "width"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_it_is_quiet_and_open_to_everybody(visit, enter, staff, axe, name, lang, width):
    who, path = PAGES[name]
    enter(who)
    visit.open(path.format(**staff) + ("&" if "?" in path else "?") + f"lang={lang}")
    assert visit.page.evaluate("document.documentElement.lang") == lang
    assert visit.page.locator("h1").count() == 1
    check(visit, axe)
    visit.check()


@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways(visit, enter, staff, name, width):
    who, path = PAGES[name]
    enter(who)
    visit.open(path.format(**staff))
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@WIDTHS
def test_a_national_role_is_given_by_two(visit, enter, store, axe, width):
    email = f"officer{time.time_ns()}@example.org"
    enter("admin")
    visit.open("/people?lang=en")
    click(visit, "a[href='/people/invite']")
    click(visit, "a[href='/people/invite?role=case_officer']")
    click(visit, "main .button.primary")
    assert visit.page.locator("[aria-invalid=true]").count() == 2
    visit.page.click(".form-errors a >> nth=0")
    assert visit.page.evaluate("document.activeElement.id") == "field-email"
    check(visit, axe)
    visit.page.keyboard.type(email)
    visit.page.fill("#field-purpose", "following up reports")
    click(visit, "main .button.primary")
    check(visit, axe)
    link = visit.page.inner_text("#invite-link")
    assert re.fullmatch(rf"{visit.address}/invitation/[\w-]{{43}}", link)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.click("[data-share]")
    assert visit.page.evaluate("navigator.clipboard.readText()") == link
    visit.page.goto(link)
    assert "second person" in visit.page.inner_text("main")
    enter("ombudsman")
    visit.open("/people?lang=en")
    visit.page.locator(".waiting-list > li", has_text=email).get_by_role("button", name="Agree").click()
    visit.page.wait_for_selector(".form-done")
    assert email in visit.page.locator("#invitations").inner_text()
    visit.page.goto(link)
    assert visit.page.locator("#field-password").count() == 1
    visit.expected = (r"status of (400|403)",)
    visit.check()


def test_without_scripts_everything_works(browser, address, store, staff):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sid", "value": session(store, staff["coordinator"]), "url": address}])
    page = context.new_page()
    email = f"reporter{time.time_ns()}@example.org"
    page.goto(f"{address}/people/invite?role=institution_reporter&lang=en")
    page.fill("#field-email", email)
    page.select_option("#field-institution", index=1)
    page.fill("#field-purpose", "quarterly report")
    page.click("main .button.primary")
    assert "/invitation/" in page.inner_text("#invite-link")
    assert not page.locator(".script-only").is_visible()
    page.reload()
    assert page.locator("#invite-link").count() == 0
    page.goto(f"{address}/people")
    page.locator("#invitations tr", has_text=email).get_by_role("button").click()
    assert page.locator(".form-done").count() == 1
    assert email not in page.inner_text("main")
    context.close()


@WIDTHS
def test_a_role_is_taken_away_only_after_a_reason(visit, enter, store, country, axe, width):
    enter("coordinator")
    key = person(store, Holding(Role.HEAD, Extent(frozenset({country.resolve("UA-18")}))), name=f"gone {width}")
    visit.open(f"/people?q=gone+{width}&lang=en")
    visit.page.click(f"a[href='/people/{key}']")
    visit.page.click("#person-roles .button")
    visit.page.wait_for_selector("#field-reason")
    visit.page.click("main .button.danger")
    visit.page.wait_for_selector(".form-errors")
    check(visit, axe)
    visit.page.select_option("#field-reason", "left")
    visit.page.click("main .button.danger")
    visit.page.wait_for_selector(".form-done")
    assert "Without a role" in visit.page.inner_text("main")
    assert people.scope_of(store, key).holdings == frozenset()
    visit.expected = (r"status of 400",)
    visit.check()


@WIDTHS
def test_the_auditor_checks_the_log_finds_a_row_and_takes_a_file(visit, enter, axe, width):
    enter("auditor")
    visit.open("/audit?lang=en")
    visit.page.click(".chain button")
    visit.page.wait_for_selector(".chain.whole")
    assert "The log is whole" in visit.page.inner_text(".chain")
    check(visit, axe)
    visit.page.select_option("#field-act", "audit.verify")
    visit.page.click(".audit-search button")
    visit.page.wait_for_load_state("networkidle")
    shown = visit.page.locator("#audit-log tbody tr")
    assert {"Checked the log" in text for text in shown.all_inner_texts()} == {True}
    with visit.page.expect_download() as waiting:
        visit.page.click("#audit-log a[href^='/audit.csv']")
    assert waiting.value.suggested_filename.startswith("access-log_")
    visit.check()
