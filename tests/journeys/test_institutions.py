"""From an oblast down to an institution and back, searching, and the list that grows as it is scrolled."""

FOUND = "() => document.querySelector('[data-register]')"


def rows(visit) -> int:
    """How many institutions the list says it holds."""
    return int(visit.page.get_attribute("[data-register]", "data-register"))


def test_the_way_down_keeps_the_filters_and_back_returns(visit):
    visit.open("/regions/UA-18?lang=en&population=24h")
    link = visit.page.locator("#region-institutions tbody a").first
    name = link.inner_text()
    link.click()
    visit.page.wait_for_selector("#institution-history")
    visit.settle()
    assert visit.page.inner_text("main h1") == name
    assert "population=24h" in visit.query
    crumbs = visit.page.locator(".crumbs li").all_inner_texts()
    assert [crumbs[0], crumbs[1], crumbs[-1]] == ["Ukraine", "Zhytomyr Oblast", name]
    assert name in visit.page.title()
    visit.page.click(".crumbs a >> nth=1")
    visit.page.wait_for_selector("#region-institutions tbody a")
    assert visit.page.evaluate("location.pathname") == "/regions/UA-18"
    visit.page.go_back()
    visit.page.wait_for_selector("#institution-history")
    visit.check()


def test_what_is_typed_and_chosen_is_in_the_address_and_in_the_list(visit):
    visit.open("/institutions?lang=en")
    everybody = rows(visit)
    visit.page.fill("#register-q", "zhytomyr")
    visit.page.wait_for_function(f"() => ({FOUND})()?.getAttribute('data-register') < {everybody}")
    visit.settle()
    some = rows(visit)
    assert "q=zhytomyr" in visit.query
    assert visit.page.evaluate("document.activeElement.id") == "register-q"
    choice = visit.page.locator("#register-facets .choice:not([aria-current])", has_text="MSP").first
    number = int(choice.locator("small").inner_text())
    choice.click()
    visit.page.wait_for_function("() => location.search.includes('ministry=MSP')")
    visit.page.wait_for_function(f"() => ({FOUND})()?.getAttribute('data-register') === '{number}'")
    assert number < some
    visit.page.go_back()
    visit.page.wait_for_function(f"() => ({FOUND})()?.getAttribute('data-register') === '{some}'")
    visit.page.go_back()
    visit.page.wait_for_function(f"() => ({FOUND})()?.getAttribute('data-register') === '{everybody}'")
    visit.check()


def test_the_list_grows_as_it_is_scrolled(visit):
    visit.open("/institutions?lang=en&working=all")
    total = rows(visit)
    visit.page.eval_on_selector(".register-list .scrolling", "box => { box.scrollTop = box.scrollHeight; }")
    visit.page.wait_for_selector(f"tr[aria-rowindex='{total + 1}']")
    assert visit.page.locator("tbody[data-page] tr").count() <= 150
    visit.check()
