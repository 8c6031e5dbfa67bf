"""The register of 10,000 institutions: how long the page and a page of its rows take, and how smoothly it scrolls.

Run alone: `python -m bench.register`. The institutions are invented here and hold no children.
"""

import tempfile
import time
import urllib.request
from datetime import date
from itertools import cycle
from pathlib import Path

from playwright.sync_api import Page

from bench.browsing import browser, portal, served
from bench.measuring import p50_p95
from data.records.keys import write_secret
from geo.countries import country
from tests.data.register import release_from

INSTITUTIONS = 10_000
ASKED = 30
SECONDS = 6
WHEEL = 6000  # pixels a second: as fast as a wheel is turned by hand
EMPTY = """() => {
    const box = document.createElement('div'), high = document.createElement('div');
    box.className = 'bench-empty';
    box.style.cssText = 'height:600px;overflow:auto;position:fixed;inset:0;background:#fff;z-index:99';
    high.style.cssText = 'height:480000px;background:repeating-linear-gradient(#fff 0 47px,#ddd 47px 48px)';
    box.appendChild(high);
    document.body.appendChild(box);
}"""
SCROLL = """async ([selector, seconds, speed]) => {
    const box = document.querySelector(selector), frames = [], from = performance.now();
    const rate = speed || (box.scrollHeight - box.clientHeight) / seconds;
    box.scrollTop = 0;
    box.scrollIntoView();
    let last = await new Promise(requestAnimationFrame), blank = 0;
    while (performance.now() - from < seconds * 1000) {
        const now = await new Promise(requestAnimationFrame);
        box.scrollTop += rate * (now - last) / 1000;
        frames.push(now - last);
        last = now;
        const middle = box.getBoundingClientRect();
        const seen = document.elementFromPoint(middle.left + 60, middle.top + middle.height / 2);
        blank += Boolean(seen && !seen.closest('tr, .bench-empty'));
    }
    return {frames, blank, top: box.scrollTop, height: box.scrollHeight};
}"""


def synthetic(folder: Path) -> Path:
    """A home whose release lists INSTITUTIONS institutions all over the country."""
    known = country("ua")
    areas, types = cycle(area.code for area in known.areas), cycle(known.facility_types)
    rows = []
    for number in range(INSTITUTIONS):
        kind = next(types)
        rows.append({
            "institution_id": f"S{number:05}", "name_uk": f"Заклад № {number}", "facility_type": kind,
            "ministry": known.owner_of[kind], "region": next(areas), "capacity": 10 + number % 300,
            "transformation_stage": "PLAN_NONE",
        })  # fmt: skip
    release_from(folder, covers_to=date(2026, 9, 30), institutions=rows)
    write_secret(folder / "home" / "secret")
    return folder / "home"


def register_rows() -> list[tuple[str, str, str]]:
    """The lines of the results."""
    with tempfile.TemporaryDirectory(prefix="portal-register-") as folder:
        home = synthetic(Path(folder))
        with served(portal(home), home) as (address, _, _), browser() as chromium:
            asked = [_seconds(f"{address}/institutions/rows?page={1 + 3 * n}") for n in range(ASKED)]
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{address}/institutions")
            page.wait_for_selector(".endless")
            page.wait_for_load_state("networkidle")
            shown = _shown(page)
            listed, empty = ".register-list .scrolling", ".bench-empty"
            steady, whole = (page.evaluate(SCROLL, [listed, SECONDS, speed]) for speed in (WHEEL, 0))
            page.evaluate(EMPTY)
            bare = [page.evaluate(SCROLL, [empty, SECONDS, speed]) for speed in (WHEEL, 0)]
    half, most = p50_p95([1000 * one for one in asked])
    return [
        (f"register of {INSTITUTIONS:,}: a page of rows, p50 / p95", f"{half:.0f} / {most:.0f} ms", "–"),
        ("register: a search typed → list and map drawn", f"{shown:.0f} ms", "–"),
        ("register scrolled by the wheel (125 rows a second): frame p50 / p95", _frames(steady, bare[0]), "smooth"),
        ("register dragged from end to end in 6 s: frame p50 / p95", _frames(whole, bare[1]), "smooth"),
    ]


def _frames(told: dict, bare: dict) -> str:
    """How long frames took, beside those of an empty box that is scrolled alike in the same minute."""
    (frame, slow), (least, least_slow) = p50_p95(told["frames"]), p50_p95(bare["frames"])
    waited = told["blank"] / len(told["frames"])
    return f"{frame:.0f} / {slow:.0f} ms (an empty box {least:.0f} / {least_slow:.0f}), {waited:.0%} still loading"


def _seconds(address: str) -> float:
    started = time.perf_counter()
    with urllib.request.urlopen(address, timeout=30) as answer:
        answer.read()
    return time.perf_counter() - started


def _shown(page: Page) -> float:
    """Milliseconds from an address with words to its list."""
    started = time.perf_counter()
    page.evaluate("portal.go(new URL('/institutions?q=999', location.href))")
    page.wait_for_function("() => document.querySelector('[data-register]').getAttribute('data-register') < 100")
    took = 1000 * (time.perf_counter() - started)
    page.evaluate("portal.go(new URL('/institutions', location.href))")
    page.wait_for_selector(f"[data-register='{INSTITUTIONS}'].endless", state="attached")
    page.wait_for_load_state("networkidle")
    return took


if __name__ == "__main__":
    for name, measured, budget in register_rows():
        print(f"| {name} | {measured} | {budget} |")
