"""Reporting abuse from a phone: with a script and without, mistakes, impatience, leaving in a hurry, coming back."""

import pytest

from tests.journeys.test_every_page import TAGS, TOO_WIDE, axe

__all__ = ["axe"]
PHONE = pytest.mark.parametrize("width", [390, 320])
LANGS = pytest.mark.parametrize("lang", ["uk", "en"])
SMALL = """() => [...document.querySelectorAll('.button, .form-line, .form-choice, .bar-button, .leave, .other-form a')]
    .filter(node => node.checkVisibility() && !node.closest('.visually-hidden') && !node.matches('.visually-hidden'))
    .filter(node => node.getBoundingClientRect().height < 44).map(node => node.outerHTML.slice(0, 80))"""
SENT = {"uk": "Звернення прийнято", "en": "Your report was received"}
AGREED = (r"status of 422",)


def check(visit, axe) -> None:
    """Nothing for axe to find, nothing too wide, nothing too small for a finger."""
    visit.page.evaluate(axe)
    found = visit.page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    assert [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found["violations"]] == []
    too_wide = visit.page.evaluate(TOO_WIDE)
    assert not too_wide[0], too_wide[1]
    assert visit.page.evaluate(SMALL) == []


def onward(visit) -> None:
    """The next step."""
    visit.page.click("[data-next]")


def to_the_end(visit, text: str) -> None:
    """Through all steps with a few words."""
    onward(visit)
    onward(visit)
    visit.page.fill("#field-text", text)
    onward(visit)


def send(visit) -> None:
    """Send, and wait for what comes."""
    with visit.page.expect_navigation():
        visit.page.click("[data-send]")
    visit.settle()


def receipt(page) -> tuple[str, str]:
    """Number and words."""
    return page.inner_text(".receipt-number"), " ".join(page.locator(".receipt-words li").all_inner_texts())


@PHONE
@LANGS
def test_a_report_from_a_phone(visit, axe, lang, width):
    visit.expected = AGREED
    visit.open(f"/report?lang={lang}")
    check(visit, axe)
    page = visit.page
    assert page.locator(".step:visible").count() == 1
    page.select_option("#field-area", index=3)
    page.wait_for_function("() => document.querySelectorAll('#field-institution option').length > 1")
    page.select_option("#field-institution", index=1)
    onward(visit)
    check(visit, axe)
    assert page.evaluate("document.activeElement.className") == "step-title"
    page.check("[name=kind][value=NEGLECT]")
    page.fill("#field-day", "31")
    page.fill("#field-month", "лютий" if lang == "uk" else "xx")
    page.fill("#field-year", "2026")
    onward(visit)
    check(visit, axe)
    onward(visit)
    check(visit, axe)
    assert not page.is_visible("#field-contact")
    page.uncheck("[name=anonymous]")
    page.fill("#field-contact", "067")
    send(visit)
    assert page.locator(".form-errors a").count() == 1
    check(visit, axe)
    page.click(".form-errors a")
    assert page.evaluate("document.activeElement.id") == "field-day"
    page.fill("#field-month", "1")
    onward(visit)
    onward(visit)
    assert page.input_value("#field-contact") == "067"
    send(visit)
    assert page.inner_text("h1") == SENT[lang]
    check(visit, axe)
    first = receipt(page)
    page.reload()
    assert receipt(page) == first
    page.click(".tools .button")
    visit.settle()
    check(visit, axe)
    page.fill("#field-number", first[0].lower())
    page.fill("#field-words", first[1].upper())
    with page.expect_navigation():
        page.click("main button[type=submit]")
    visit.settle()
    assert page.inner_text("h1") == first[0]
    check(visit, axe)
    visit.check()


@LANGS
def test_a_report_without_a_script(browser, address, lang):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/report?lang={lang}")
    assert page.locator(".step:visible").count() == 4
    page.fill("#field-text", "слова")
    page.select_option("#field-area", index=3)
    page.click("[data-show]")
    assert page.input_value("#field-text") == "слова"
    assert page.locator("#field-institution option").count() > 1
    page.fill("#field-contact", "067")
    page.locator("#field-contact").press("Enter")
    assert page.inner_text("h1") == SENT[lang]
    number, words = receipt(page)
    page.goto(f"{address}/report/back")
    page.fill("#field-number", number)
    page.fill("#field-words", words)
    page.click("main button[type=submit]")
    assert page.inner_text("h1") == number
    page.fill("#field-text", "ще")
    page.click("main button[type=submit]")
    assert page.locator(".form-done").count() == 1
    context.close()


@LANGS
def test_a_child_answers_three_questions(visit, axe, lang):
    visit.open(f"/report?lang={lang}")
    with visit.page.expect_navigation():
        visit.page.click("[data-child]")
    visit.settle()
    check(visit, axe)
    assert visit.page.locator("main .form-field").count() <= 4
    visit.page.fill("#field-text", "мені страшно")
    send(visit)
    assert visit.page.inner_text("h1") == SENT[lang]
    visit.check()


@pytest.mark.parametrize("width", [390])
def test_impatience_sends_once_and_back_leads_to_the_form(visit, width):
    posts = []
    visit.page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    visit.open("/report")
    to_the_end(visit, "двічі")
    with visit.page.expect_navigation():
        visit.page.dblclick("[data-send]")
    visit.settle()
    assert receipt(visit.page)[0]
    assert len(posts) == 1
    visit.page.go_back()
    visit.page.wait_for_selector("#report")
    assert visit.page.input_value("[name=attempt]")
    visit.check()


@pytest.mark.parametrize("how", ["click", "escape"])
def test_leaving_in_a_hurry_leaves_nothing(visit, how):
    visit.page.route("https://**", lambda route: route.fulfill(body="<h1>weather</h1>", content_type="text/html"))
    visit.open("/methods")
    visit.open("/report")
    visit.page.fill("#field-place", "тут")
    with visit.page.expect_navigation():
        if how == "click":
            visit.page.click(".leave", no_wait_after=True)
        else:
            for _ in range(3):
                visit.page.keyboard.press("Escape")
    assert visit.page.inner_text("h1") == "weather"
    visit.page.go_back()
    assert visit.page.url.endswith("/methods")
    visit.open("/report")
    assert visit.page.input_value("#field-place") == ""


def test_what_was_typed_lives_in_its_tab_alone(visit):
    visit.open("/report")
    visit.page.fill("#field-place", "тут")
    visit.page.reload()
    assert visit.page.input_value("#field-place") == "тут"
    other = visit.page.context.new_page()
    other.goto(f"{visit.address}/report")
    assert other.input_value("#field-place") == ""
    to_the_end(visit, "текст")
    send(visit)
    visit.open("/report")
    assert visit.page.input_value("#field-place") == ""
    visit.check()


@LANGS
def test_the_page_is_light_as_a_browser_loads_it(visit, lang, record_property):
    answers = []
    visit.page.on("response", lambda one: answers.append(one))  # playwright marks what it is given
    visit.open(f"/report?lang={lang}")
    sizes = {one.url: len(one.body()) for one in answers}
    record_property("bytes, uncompressed", sum(sizes.values()))
    assert sum(sizes.values()) < 200_000, sizes
    visit.page.wait_for_function("() => document.querySelector('[name=proof]').value !== ''")
    visit.check()


def test_what_looks_like_a_surname_is_reminded_of_and_too_much_is_held_back(visit):
    visit.open("/report")
    onward(visit)
    onward(visit)
    visit.page.fill("#field-text", "Вихователька кричить")
    assert visit.page.locator(".reminder").count() == 0
    visit.page.fill("#field-text", "Це бачив Петренко")
    assert visit.page.locator(".reminder").count() == 1
    files = [{"name": f"{number}.txt", "mimeType": "text/plain", "buffer": b"x"} for number in range(6)]
    visit.page.set_input_files("[name=files]", files)
    assert visit.page.locator(".reminder").count() == 2
    onward(visit)
    visit.page.click("[data-send]")
    assert visit.page.locator("#report").count() == 1
    visit.check()


def test_a_screen_reader_hears_named_groups(visit):
    visit.open("/report")
    onward(visit)
    tree = visit.page.locator("#report").aria_snapshot()
    for named in (
        'group "Що сталося"',
        'group "Що ви побачили або дізналися?',
        'radio "Фізичне насильство"',
        'textbox "Рік"',
    ):
        assert named in tree
