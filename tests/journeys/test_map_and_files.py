"""The map without a mouse, and what can be taken away."""

import csv
import io
import re

KEEPS_TO_ITSELF = """() => [...document.querySelectorAll('.js-plotly-plot')].every(
    one => !one._context.showSendToCloud && one._context.plotlyServerURL === '')"""


def test_the_map_leads_to_a_region_by_keyboard(visit):
    visit.open("/?lang=en")
    visit.page.focus("#overview-map .map-keys")
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("ArrowDown")
    spoken = visit.page.evaluate(
        "() => [...document.querySelectorAll('[aria-live], [role=status]')].map(node => node.textContent).join(' ')"
    )
    assert spoken.strip()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("() => location.pathname.startsWith('/regions/')")
    visit.page.wait_for_selector("#region-head h1")
    visit.settle()
    assert visit.page.locator("main h1").count() == 1
    visit.check()


def test_the_area_table_holds_what_the_api_says(visit):
    visit.open("/?lang=en&indicator=children_in_institutions")
    answer = visit.page.request.get(
        f"{visit.address}/api/v1/observations.csv?indicator=children_in_institutions&by=area"
    )
    rows = list(csv.DictReader(io.StringIO(answer.text())))
    words = re.sub(r"\D+", " ", visit.page.inner_text("#overview-areas").replace(",", "").replace("\u00a0", ""))
    values = [row["value"] for row in rows if row["value"]]
    assert values
    assert all(f" {value} " in f" {words} " for value in values)


def test_a_figure_is_saved_as_a_real_picture(visit, tmp_path):
    visit.open("/?lang=en")
    menu = visit.page.locator("details[data-menu]", has=visit.page.locator("[data-export=png]")).first
    menu.locator("summary").click()
    with visit.page.expect_download() as saving:
        menu.locator("[data-export=png]").click()
    saving.value.save_as(tmp_path / "map.png")
    content = (tmp_path / "map.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(content) > 20_000
    assert saving.value.suggested_filename.endswith(".png")
    visit.check()


def test_csv_and_xlsx_are_saved_under_telling_names(visit):
    visit.open("/?lang=en")
    for ending in ("csv", "xlsx"):
        link = visit.page.locator(f"a[href*='/download/observations.{ending}']").first
        visit.page.evaluate(
            "node => { let menu = node.closest('details'); if (menu) menu.open = true; }", link.element_handle()
        )
        with visit.page.expect_download() as saving:
            link.click()
        assert re.fullmatch(r"[a-z0-9_]+_\d{4}-\d{2}-\d{2}_.+\." + ending, saving.value.suggested_filename)
    visit.check()


def test_nothing_offers_to_share_a_chart_with_strangers(visit):
    visit.open("/")
    assert visit.page.locator(".modebar-btn").count() == 0
    assert visit.page.evaluate(KEEPS_TO_ITSELF)
    assert visit.page.evaluate("() => Plotly.version") == "4.1.1"


def test_dash_never_asks_for_its_own_plotly(visit):
    asked = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.open("/")
    assert visit.page.locator(".js-plotly-plot").count() >= 2
    assert not [url for url in asked if "plotly" in url and "/static/" not in url and "00-plotly" not in url]
