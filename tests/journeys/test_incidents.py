"""From a phone to the officers' open queue, worked to closure by two; by keyboard, by eye, without scripts."""

import re
import time

import pytest

from data.access import Extent, Holding, Role
from data.incidents import actions, queries
from data.incidents.model import State
from data.people.people import scope_of
from data.records.opening import open_store
from tests.dashboard.persons import person, session
from tests.data.incidents import cast
from tests.journeys.test_sign_in import axe, check, click, country

__all__ = ["axe", "country"]
WITHIN = 2000
TITLE = "document.title"
PAGES = {
    "queue": ("officer", "/incidents"),
    "chosen case": ("officer", "/incidents?case={case}"),
    "empty tab": ("coordinator", "/incidents?state=monitoring"),
    "case": ("officer", "/incidents/{case}"),
    "case of the team": ("coordinator", "/incidents/{ours}"),
    "closing": ("second", "/incidents/{closing}"),
    "where": ("officer", "/incidents/new"),
    "new": ("officer", "/incidents/new?area={area}"),
    "nil return": ("head", "/nil-return"),
}


@pytest.fixture(scope="module")
def store(home, address):
    """The records of the portal that is served."""
    opened = open_store(None, home, home / "secret")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def staff(store):
    """Two officers, a coordinator who was asked to help, a head; a case, a shared one, and one about to be closed."""
    here = frozenset({cast.AREA})
    holdings = {
        "officer": Holding(Role.OFFICER),
        "second": Holding(Role.OMBUDSMAN),
        "coordinator": Holding(Role.COORDINATOR, Extent(here)),
        "head": Holding(Role.HEAD, Extent(here, None, frozenset({cast.HOME}))),
    }
    found = {name: person(store, holding, name=f"Test {name}") for name, holding in holdings.items()}
    officer = scope_of(store, found["officer"])
    second = scope_of(store, found["second"])
    ours = cast.working(store, State.CHECKING, officer, second)
    actions.refer(store, ours, by=officer, seen=None, to=found["coordinator"], text="please help")
    closing = cast.working(store, State.CHECKING, officer, second, closing=True)
    return found | {"case": cast.case(store, danger=True), "ours": ours, "closing": closing, "area": cast.AREA}


@pytest.fixture
def enter(visit, store, staff):
    """Sign a tab in as one of the staff."""

    def signed_in(name, ids=None):
        cookie = {"name": "sid", "value": session(store, (ids or staff)[name]), "url": visit.address}
        visit.page.context.add_cookies([cookie])

    return signed_in


def report(page, address: str, text: str) -> None:
    """Fill the public form in, as somebody with a phone and without a script would, and send it."""
    page.goto(f"{address}/report?lang=en")
    page.check("input[name=reporter][value=other]")
    page.check("input[name=kind][value=NEGLECT]")
    page.check("input[name=alleged][value=staff]")
    page.check("input[name=danger][value=no]")
    page.fill("[name=text]", text)
    page.locator("button[type=submit]:not([name])").last.click()
    page.wait_for_url("**/report/received*")


MOST_USED = ("queue", "chosen case", "case")
SEEN = [(name, lang, width) for name in MOST_USED for lang in ("uk", "en") for width in (1440, 390)]
SEEN += [(name, lang, width) for name in PAGES if name not in MOST_USED for lang, width in (("uk", 390), ("en", 1440))]


@pytest.mark.parametrize(("name", "lang", "width"), SEEN)
def test_it_is_quiet_and_open_to_everybody(visit, enter, staff, axe, name, lang, width):
    who, path = PAGES[name]
    enter(who)
    visit.page.goto(visit.address + path.format(**staff) + ("&" if "?" in path else "?") + f"lang={lang}")
    visit.page.wait_for_selector("main h1")
    assert visit.page.evaluate("document.documentElement.lang") == lang
    assert visit.page.locator("h1").count() == 1
    visit.page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
    check(visit, axe)
    visit.check()


@pytest.mark.parametrize("width", [320])
def test_nothing_scrolls_sideways(visit, enter, staff, width):
    for name, (who, path) in PAGES.items():
        enter(who)
        visit.page.goto(visit.address + path.format(**staff))
        visit.page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_from_a_phone_to_the_open_queue_and_to_closure_by_two(browser, visit, enter, store, staff):
    enter("officer")
    visit.page.goto(f"{visit.address}/incidents?lang=en")
    visit.page.mouse.click(5, 400)
    title, there = visit.page.evaluate(TITLE), visit.page.locator("tr[data-case]").count()
    phone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    report(phone.new_page(), visit.address, "what a neighbour saw")
    phone.close()
    visit.page.wait_for_function(
        "count => document.querySelectorAll('tr[data-case]').length > count", arg=there, timeout=WITHIN
    )
    row = visit.page.locator("tr.fresh")
    assert row.count() == 1
    assert visit.page.evaluate(TITLE) == f"(1) {title}"
    assert visit.page.get_attribute("#incidents", "data-sounded") == "1"
    visit.page.wait_for_function("document.getElementById('shell-live').textContent.includes('new report')")
    case_id = row.get_attribute("data-case")
    row.locator("th a").click()
    visit.page.wait_for_selector("#panel-title")
    assert visit.page.evaluate(TITLE) == title
    visit.page.click("#assign-me")
    visit.page.wait_for_selector(".form-done")
    visit.page.click(".act.main > summary")
    visit.page.click(".act.main button[type=submit]")
    visit.page.wait_for_selector(".form-done")
    visit.page.click(f"#incidents-panel a[href='/incidents/{case_id}']")
    visit.page.wait_for_selector("#case-report")
    assert "what a neighbour saw" in visit.page.inner_text("#case-report")
    visit.page.click("#more > summary")
    visit.page.click("#act-ask_close > summary")
    visit.page.select_option("#field-ask_close-outcome", "not_confirmed")
    visit.page.fill("#field-ask_close-text", "looked into")
    visit.page.click("#act-ask_close button[type=submit]")
    visit.page.wait_for_selector(".form-done")
    assert visit.page.locator("form[action$=confirm_close]").count() == 0
    enter("second")
    visit.page.goto(f"{visit.address}/incidents/{case_id}?lang=en")
    visit.page.click("form[action$=confirm_close] button")
    visit.page.wait_for_selector(".form-done")
    assert queries.case(store, scope_of(store, staff["second"]), case_id).state is State.CLOSED
    visit.check()


def test_what_is_typed_and_ticked_outlives_what_arrives(visit, enter, store, staff):
    enter("officer")
    case_id = cast.case(store)
    actions.acknowledge(store, case_id, by=scope_of(store, staff["second"]), seen=None)
    visit.page.goto(f"{visit.address}/incidents?state=checking&case={case_id}&lang=en")
    visit.page.click("#more > summary")
    visit.page.click("#act-note > summary")
    visit.page.fill("#field-note-text", "half a sent")
    visit.page.check(f"#tick-{case_id}")
    visit.page.focus("#field-note-text")
    actions.assign(store, case_id, by=scope_of(store, staff["second"]), seen=None, person_id=staff["second"])
    visit.page.wait_for_selector(".panel-changed", timeout=WITHIN + 1000)
    assert visit.page.input_value("#field-note-text") == "half a sent"
    assert visit.page.evaluate("document.activeElement.id") == "field-note-text"
    assert visit.page.is_checked(f"#tick-{case_id}")
    visit.page.click("#act-note button[type=submit]")
    visit.page.wait_for_selector("#act-note .form-errors")
    assert "Test second" in visit.page.inner_text("#act-note .form-errors")
    assert visit.page.input_value("#field-note-text") == "half a sent"
    visit.page.click("#act-note button[type=submit]")
    visit.page.wait_for_selector(".form-done")
    assert "half a sent" in visit.page.inner_text("#case-thread")
    visit.expected = (r"status of 409",)
    visit.check()


def test_keys_move_and_can_be_turned_off(visit, enter, store, staff):
    enter("officer")
    for _ in range(2):
        cast.case(store)
    visit.page.goto(f"{visit.address}/incidents?lang=en")
    rows = visit.page.locator("tr[data-case]").evaluate_all(
        "rows => rows.map(row => 'row-' + row.getAttribute('data-case'))"
    )
    focused = "document.activeElement.id"
    visit.page.keyboard.press("j")
    visit.page.keyboard.press("j")
    assert visit.page.evaluate(focused) == rows[1]
    visit.page.keyboard.press("k")
    assert visit.page.evaluate(focused) == rows[0]
    visit.page.focus("#queue-search")
    visit.page.keyboard.press("j")
    assert visit.page.input_value("#queue-search") == "j"
    visit.page.locator("#" + rows[1]).focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#panel-title")
    visit.page.go_back()
    visit.page.wait_for_selector(".choose")
    visit.page.locator("#" + rows[1]).focus()
    visit.page.keyboard.press("a")
    visit.page.wait_for_selector(".form-done")
    given = queries.case(store, scope_of(store, staff["officer"]), rows[1].removeprefix("row-"))
    assert given.assigned_to == staff["officer"]
    visit.page.keyboard.press("?")
    assert visit.page.is_visible("#incidents-help")
    visit.page.click("#incidents-keys")
    visit.page.keyboard.press("Escape")
    visit.page.keyboard.press("j")
    assert not visit.page.evaluate(focused).startswith("row-")
    visit.page.reload()
    visit.page.keyboard.press("?")
    assert not visit.page.is_visible("#incidents-help")
    visit.check()


def test_the_sound_can_be_turned_off_for_good(visit, enter, store):
    enter("officer")
    visit.page.goto(f"{visit.address}/incidents?lang=en")
    visit.page.click("#incidents-sound")
    assert visit.page.get_attribute("#incidents-sound", "aria-pressed") == "false"
    visit.page.reload()
    assert visit.page.get_attribute("#incidents-sound", "aria-pressed") == "false"
    visit.page.mouse.click(5, 400)
    cast.case(store)
    visit.page.wait_for_selector("tr.fresh", timeout=WITHIN + 1000)
    assert visit.page.get_attribute("#incidents", "data-sounded") is None
    visit.check()


def test_deadlines_count_on_by_the_servers_clock(visit, enter, store, staff):
    enter("officer")
    visit.page.route("**/incidents/changes*", lambda _: None)  # an answer would tell the page what time it really is
    visit.page.clock.install(time=time.time() - 7 * 3600)
    visit.page.goto(f"{visit.address}/incidents?lang=en")
    first = visit.page.locator("tr[data-case] .due-pill span").first
    before = first.inner_text()
    visit.page.clock.run_for(2000)
    assert first.inner_text() == before
    visit.page.clock.fast_forward("26:00:00")
    visit.page.clock.run_for(2000)
    assert re.fullmatch(r"Overdue by (2[4-9]|[34]\d) h|Overdue by \d+ days", first.inner_text())


def test_without_scripts_everything_works(browser, address, store, staff):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sid", "value": session(store, staff["officer"]), "url": address}])
    page = context.new_page()
    case_id = cast.case(store)
    page.goto(f"{address}/incidents?case={case_id}&lang=en")
    assert not page.is_visible("#incidents-sound")
    page.click("#assign-me")
    page.wait_for_selector(".form-done")
    page.click("#more > summary")
    page.click("#act-note > summary")
    page.fill("#field-note-text", "written without a script")
    page.click("#act-note button[type=submit]")
    page.wait_for_selector(".form-done")
    page.goto(f"{address}/incidents/{case_id}")
    assert "written without a script" in page.inner_text("#case-thread")
    context.close()


def test_the_head_of_the_institution_finds_nothing(visit, enter, store, staff):
    number = queries.case(store, scope_of(store, staff["officer"]), staff["case"]).number
    enter("head")
    for path in ("/", "/account", "/nil-return"):
        visit.open(path)
        assert visit.page.locator("header a[href^='/incidents']").count() == 0
        assert visit.page.locator(".bell").count() == 0
        assert number not in visit.page.content()
    for path in ("/incidents", f"/incidents/{staff['case']}", "/incidents/changes?since=0"):
        assert visit.page.request.get(visit.address + path).status == 404
    visit.check()


def test_one_click_a_month(visit, enter, store, staff):
    own = frozenset({f"DEMO-{time.time_ns()}"})
    enter(
        "fresh head", ids={"fresh head": person(store, Holding(Role.HEAD, Extent(frozenset({cast.AREA}), None, own)))}
    )
    visit.open("/nil-return?lang=en")
    waiting = visit.page.locator("main .button.primary").count()
    click(visit, "main .button.primary >> nth=0")
    assert visit.page.locator(".form-done").count() == 1
    assert visit.page.locator("main .button.primary").count() == waiting - 1
    visit.check()
