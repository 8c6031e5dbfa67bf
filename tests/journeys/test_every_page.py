"""What holds on every page, in both languages, on a desk and on a phone."""

import json

import pytest

from dashboard import vendor
from tests.proof import LONG

PATHS = {
    "overview": "/",
    "regions": "/regions",
    "region": "/regions/{area}",
    "raion": "/regions/{area}/{raion}",
    "hromada": "/regions/{area}/{raion}/{hromada}",
    "institutions": "/institutions",
    "institution": "/institutions/DEMO-001",
    "indicators": "/indicators",
    "methods": "/methods",
    "data": "/data",
    "missing": "/nowhere",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOO_WIDE = """() => {
    const allowed = '.scroll, .table-scroll, .scrolling, svg, .visually-hidden, [hidden]', wide = [];
    for (const node of document.querySelectorAll('main *')) {
        const right = node.getBoundingClientRect().right;
        if (right > innerWidth + 1 && !node.closest(allowed)) wide.push(node.className || node.tagName);
    }
    return [document.documentElement.scrollWidth > innerWidth, wide.slice(0, 5)];
}"""
# `make prove` looks at every page in every combination; the other runs leave out one.
LOOKS = [("uk", 1440), ("uk", 390), ("en", 1440), *([("en", 390)] if LONG else [])]
NOT_FOUND = (r"status of 404",)


def path_of(name: str, country) -> str:
    """The address of a page; a region's by its ISO code, those below by the codes of its first raion and hromada."""
    area = country.areas[5]
    raion = country.children_of(area.code)[0]
    return PATHS[name].format(area=area.iso, raion=raion.code, hromada=country.children_of(raion.code)[0].code)


@pytest.fixture(scope="session")
def country():
    from geo.countries import country

    return country()


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core's source, fetched and checked with the other browser files."""
    names = json.loads((vendor.FOLDER / vendor.MANIFEST).read_text(encoding="utf-8"))["files"]
    return (vendor.FOLDER / names["axe.min.js"]).read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "width"), LOOKS)
@pytest.mark.parametrize("name", PATHS)
def test_it_is_quiet_and_open_to_everybody(visit, country, axe, name, lang, width):
    visit.expected = NOT_FOUND if name == "missing" else ()
    visit.open(f"{path_of(name, country)}?lang={lang}")
    assert visit.page.evaluate("document.documentElement.lang") == lang
    visit.page.evaluate(axe)
    found = visit.page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    told = [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found["violations"]]
    assert told == []
    visit.check()


@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("lang", ["uk", "en"] if LONG else ["uk"])
@pytest.mark.parametrize("name", PATHS)
def test_nothing_scrolls_sideways(visit, country, name, lang, width):
    visit.open(f"{path_of(name, country)}?lang={lang}")
    too_wide = visit.page.evaluate(TOO_WIDE)
    assert not too_wide[0], too_wide[1]


def test_a_page_that_does_not_exist_says_so(visit):
    visit.expected = NOT_FOUND
    answer = visit.page.goto(f"{visit.address}/regions/atlantis")
    visit.settle()
    assert answer.status == 404
    assert visit.page.locator("main .problem").count() == 1
    visit.check()
