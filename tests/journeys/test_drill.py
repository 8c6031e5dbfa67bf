"""Down from the country to an institution: every step is an address, filters stay, breadcrumb and Back agree."""

import re

import pytest

AREA = "UA-18"
LINE = re.compile(r"/regions/UA-18/UA18\d{15}/UA18\d{15}$")


def path(visit) -> str:
    return visit.page.evaluate("location.pathname")


def follow(visit, selector: str) -> str:
    """Click a link and wait for its page; returns the path."""
    link = visit.page.locator(selector).first
    link.wait_for()
    target = link.get_attribute("href").split("?")[0]
    link.click()
    visit.page.wait_for_function("path => location.pathname === path", arg=target)
    visit.settle()
    return target


def crumbs(visit) -> list[str]:
    return [link.get_attribute("href").split("?")[0] for link in visit.page.locator("nav.crumbs a").all()]


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_from_the_country_to_an_institution_and_back(visit, lang):
    visit.open(f"/regions?population=24h&lang={lang}")
    taken = ["/regions", follow(visit, f"main a[href^='/regions/{AREA}?']")]
    for count in (1, 2):
        visit.page.wait_for_selector(".places-table tbody td a, .places-table tbody th a")
        taken.append(follow(visit, ".places-table tbody tr:not(:has(td:nth-child(2):text-is('0'))) th a"))
        assert crumbs(visit)[-count:] == taken[-count - 1 : -1][-count:]
        assert "population=24h" in visit.query
        assert ("lang=en" in visit.query) == (lang == "en")
    assert LINE.search(path(visit))
    link = visit.page.locator("#place-institutions tbody th a").first
    assert link.get_attribute("href").startswith("/institutions/DEMO-")
    visit.check()
    for step in reversed(taken[:-1]):
        visit.page.go_back()
        visit.page.wait_for_function("path => location.pathname === path", arg=step)
        visit.settle()
        assert "population=24h" in visit.query
    visit.check()


def test_the_breadcrumb_leads_to_where_back_does(visit):
    visit.open(f"/regions/{AREA}/UA1804?lang=en")
    visit.page.wait_for_selector(".places-table tbody th a")
    raion = path(visit)
    deeper = follow(visit, ".places-table tbody tr:not(.whole) th a")
    assert deeper.startswith("/regions/UA-18/UA18040000000058965/")
    follow(visit, "nav.crumbs li:nth-child(4) a")
    assert path(visit) == "/regions/UA-18/UA18040000000058965"
    assert raion == f"/regions/{AREA}/UA1804"
    visit.check()


def test_the_map_of_raions_leads_to_one_by_keyboard(visit):
    visit.open(f"/regions/{AREA}?lang=en")
    visit.page.wait_for_selector("#region-places-map .map-keys")
    visit.page.focus("#region-places-map .map-keys")
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("End")
    assert "raion" in visit.page.inner_text("#region-places-map .map-keys")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("() => /^.regions.UA-18.UA18/.test(location.pathname)")
    visit.settle()
    assert "raion" in visit.page.inner_text("main h1")
    visit.check()


def test_a_place_under_the_wrong_parent_is_not_there(visit):
    visit.expected = (r"status of 404",)
    answer = visit.page.goto(f"{visit.address}/regions/UA-05/UA18040000000058965")
    visit.settle()
    assert answer.status == 404
    assert visit.page.locator("main .problem").count() == 1
