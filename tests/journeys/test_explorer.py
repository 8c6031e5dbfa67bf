"""The explorer: found by a word, turned this way and that, played without the server, taken away."""

import pytest

from tests.journeys.test_every_page import TAGS, TOO_WIDE, axe  # noqa: F401 (a fixture)

COUNT = "indicator=children_in_institutions"
VIEWS = ("map", "ranking", "composition", "multiples", "pyramid", "compare", "table")
THIRD = "() => document.querySelector('#indicators-figure .js-plotly-plot').data[2].text"
DRAWN = "() => document.querySelector('#indicators-figure .js-plotly-plot .main-svg')"


def shown(visit) -> str:
    """The view that the page shows."""
    return visit.page.get_attribute("#explorer", "data-view")


def turn(visit, view: str) -> None:
    """Choose a view as a person would."""
    visit.page.click(f"#indicators-views a[href*='view={view}']")
    visit.page.wait_for_function(f"() => document.querySelector('#explorer').dataset.view === '{view}'")
    visit.settle()


@pytest.mark.parametrize("lang", ["uk"])
def test_an_indicator_is_found_by_a_word_of_either_language(visit, lang):
    visit.open("/indicators")
    visit.page.fill("#indicators-search", "foster guardianship")
    assert visit.page.locator("#indicators-tree li:visible").count() == 0
    assert visit.page.inner_text("#indicators-found")
    visit.page.fill("#indicators-search", "СІМ'Ї")
    found = visit.page.locator("#indicators-tree li:visible").count()
    assert 0 < found < 10
    visit.page.fill("#indicators-search", "exits to a family")
    assert visit.page.locator("#indicators-tree li:visible").count() == 1
    visit.page.press("#indicators-search", "Enter")
    visit.page.wait_for_function("() => location.search.includes('exits_to_family_share')")
    visit.settle()
    assert visit.page.locator("#indicators-tree a[aria-current]").count() == 1
    visit.check()


def test_back_leads_through_the_views_and_choices(visit):
    visit.open(f"/indicators?lang=en&{COUNT}")
    turn(visit, "map")
    turn(visit, "table")
    visit.page.click(".toggle:has-text('By oblast')")
    visit.page.wait_for_function("() => location.search.includes('by=area')")
    visit.settle()
    cells = visit.page.inner_text(".cell-count")
    visit.page.select_option("#explorer-from", "2023-01-01")
    visit.page.wait_for_function("() => location.search.includes('from=2023-01-01')")
    visit.settle()
    assert visit.page.inner_text(".cell-count") != cells
    for _ in range(2):
        visit.page.go_back()
    visit.page.wait_for_function("() => !location.search.includes('by=')")
    visit.settle()
    assert shown(visit) == "table"
    visit.page.go_back()
    visit.page.wait_for_function("() => document.querySelector('#explorer').dataset.view === 'map'")
    visit.check()


def test_years_play_without_asking_the_server(visit):
    visit.open(f"/indicators?lang=en&view=map&{COUNT}")
    visit.page.wait_for_function(DRAWN)
    title, words = visit.page.inner_text("#indicators-figure h2"), visit.page.inner_text("#indicators-figure .sub")
    asked = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.page.focus(".year-slider")
    visit.page.keyboard.press("Home")
    visit.page.wait_for_function(
        "title => document.querySelector('#indicators-figure h2').textContent !== title", arg=title
    )
    assert "2013" in visit.page.inner_text("#indicators-figure .sub")
    assert "2013" in visit.page.inner_text(".year-shown")
    first = visit.page.evaluate(THIRD)
    visit.page.keyboard.press("ArrowRight")
    assert "2014" in visit.page.inner_text(".year-shown")
    assert (
        visit.page.evaluate("() => document.querySelector('#indicators-figure .js-plotly-plot').data[2].text") != first
    )
    visit.page.keyboard.press("End")
    assert (visit.page.inner_text("#indicators-figure h2"), visit.page.inner_text("#indicators-figure .sub")) == (
        title, words,
    )  # fmt: skip
    visit.page.click(".play")
    visit.page.wait_for_function("() => document.querySelector('.year-slider').value === '1'")
    visit.page.click(".play")
    assert asked == []
    visit.check()


def test_without_motion_all_years_stand_side_by_side(visit):
    visit.page.emulate_media(reduced_motion="reduce")
    visit.open(f"/indicators?lang=en&view=map&{COUNT}")
    visit.page.wait_for_selector(".still-years svg path")
    assert visit.page.locator(".still-years li").count() == int(visit.page.get_attribute(".year-slider", "max")) + 1
    assert not visit.page.is_visible(".play")
    visit.check()


def test_small_figures_lead_to_regions_by_keyboard(visit):
    visit.open("/indicators?lang=en&view=multiples")
    visit.page.wait_for_function(DRAWN)
    visit.page.focus("#indicators-figure .map-keys")
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("() => location.pathname.startsWith('/regions/')")
    visit.check()


def test_a_table_and_its_citation_are_copied(visit):
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open("/indicators?lang=en&view=table&by=area")
    visit.page.click("[data-copy-table]")
    visit.page.wait_for_function("() => document.querySelector('#shell-live').textContent.includes('copied')")
    lines = visit.page.evaluate("() => navigator.clipboard.readText()").split("\n")
    rows = visit.page.locator(".pivot-box tr").count()
    assert len(lines) == rows
    assert len({line.count("\t") for line in lines}) == 1
    visit.page.click("[data-copy-cite]")
    visit.page.wait_for_function("() => navigator.clipboard.readText().then(text => text.includes('release='))")
    cited = visit.page.evaluate("() => navigator.clipboard.readText()").split()[-1]
    assert cited.startswith(visit.address)
    visit.page.goto(cited)
    visit.settle()
    assert visit.page.locator(".pivot-box tr").count() == rows
    visit.check()


def test_a_large_table_draws_only_what_is_in_sight(visit):
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open(f"/indicators?view=table&{COUNT}&by=area,ministry,type")
    visit.page.wait_for_selector(".grid .ag-row")
    total = visit.page.evaluate("() => JSON.parse(document.querySelector('.grid').dataset.grid).rows.length")
    drawn = visit.page.evaluate(
        "() => new Set([...document.querySelectorAll('.ag-row')].map(r => r.ariaRowIndex)).size"
    )
    assert drawn < 60 < total
    visit.page.click("[data-copy-table]")
    visit.page.wait_for_function("() => document.querySelector('#shell-live').textContent")
    copied = visit.page.evaluate("() => navigator.clipboard.readText()").strip().split("\n")
    assert len(copied) >= total
    assert visit.page.locator(".ag-root").get_attribute("role") in ("grid", "treegrid")
    visit.check()


@pytest.mark.parametrize("width", [1440, 320])
@pytest.mark.parametrize("lang", ["en"])
def test_every_view_is_quiet_open_to_everybody_and_fits(visit, axe, lang, width):  # noqa: F811
    visit.open(f"/indicators?lang={lang}&{COUNT}")
    for view in VIEWS:
        turn(visit, view)
        # Figures follow the width a moment later.
        visit.page.wait_for_function(f"() => !({TOO_WIDE})()[0]", timeout=10_000)
        if width < 400:
            continue
        visit.page.evaluate(axe)
        found = visit.page.evaluate("tags => axe.run('main', {runOnly: tags})", TAGS)
        assert [(view, one["id"], one["nodes"][0]["target"]) for one in found["violations"]] == []
    visit.check()
