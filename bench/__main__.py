"""Measures the budgets and writes bench/RESULTS.md: `python -m bench [--quick]`. No test asserts a time."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.browsing import ROOT, browser, portal, served
from bench.gate import gate_cost
from bench.measuring import machine, p50_p95, proportional_megabytes
from bench.register import register_rows
from bench.repaint import Change, Load, changes, load
from bench.serverside import READERS, Callback, ask, repeated, searches, widest
from dashboard.settings import settings

RESULTS = Path(__file__).parent / "RESULTS.md"
NAIVE = [sys.executable, "-m", "bench.baseline.page"]
GRAPHS = ["#overview-map", "#overview-trend"]
PAINTED = "#overview-map-aside .ramp-step"
TIMES = 24
WIDEST = "indicators?view=table&indicator=children_in_institutions&by=area,ministry,type&every=year&lang=en"
Row = tuple[str, str, str]


def main() -> None:
    """All of it takes some minutes; --quick leaves the build out."""
    home = settings().home
    told = [f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on " + " · ".join(machine())]
    rows: list[Row] = [] if "--quick" in sys.argv else building(home)
    rows += server_side(home)
    rows += at_the_gate(home)
    rows += in_the_browser(home)
    rows += register_rows()
    write(told, rows)
    print(RESULTS.read_text(encoding="utf-8"))


def building(home: Path) -> list[Row]:
    """The demonstration release from its CSV files, in a home of its own."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as other:
        command = [sys.executable, "-m", "dashboard", "build", str(home / "demonstration")]
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env={"PORTAL_HOME": other, "PATH": ""}, check=True, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    stays = sum(1 for _ in (home / "demonstration" / "placements.csv").open("rb")) - 1
    return [
        ("demonstration release built", f"{seconds:.1f} s, {peak:,.0f} MB", "≤ 60 s, ≤ 2,000 MB"),
        ("rows built a second", f"{stays / seconds:,.0f} ({stays:,} stays)", "–"),
    ]


def server_side(home: Path) -> list[Row]:
    """Ready, CPU, throughput, memory."""
    starts = []
    for _ in range(3):
        with served(portal(home), home) as (_, _, seconds):
            starts.append(seconds)
    with served(portal(home), home) as (address, server, _):
        callback = Callback(address, GRAPHS[0].removeprefix("#"))
        fresh = searches(["MES", "MOH", "MSP"], [])
        one = ask(callback, fresh[:60], server)
        kept = ask(callback, repeated(fresh[:60], 300), server)
        many = ask(callback, fresh[60:], server, READERS)
        many_kept = ask(callback, repeated(fresh[:60], 1200), server, READERS)
        table = widest(address, server)
        memory = proportional_megabytes(server.pid)
    return [
        ("ready after start", f"{p50_p95(starts)[0]:.1f} s", "≤ 3 s"),
        ("server CPU a filter change: cube / kept", f"{one['cpu']:.1f} / {kept['cpu']:.1f} ms", "≤ 12 / 2 ms"),
        ("answer time: cube p50 / p95", f"{one['p50']:.1f} / {one['p95']:.1f} ms", "–"),
        (
            "filter changes a second, 2 workers: cube / kept",
            f"{many['rate']:,.0f} / {many_kept['rate']:,.0f}",
            "≥ 200 / 1,000",
        ),
        ("bytes of the answer, br", f"{one['bytes'] / 1000:.1f} kB", "≤ 10 kB"),
        (
            f"the widest table, {table['rows']:,.0f} rows: p50 / p95, CPU",
            f"{table['p50']:,.0f} / {table['p95']:,.0f} ms, {table['cpu']:,.0f} ms",
            "≤ 400 ms (painted)",
        ),
        ("memory, 2 workers, proportional", f"{memory:,.0f} MB", "≤ 320 MB"),
    ]


def at_the_gate(home: Path) -> list[Row]:
    """What knowing who asks costs those who are nobody in particular, in one process, without HTTP."""
    told = [f"{name} {guarded - bare:+.2f} ms of {bare:.2f}" for name, (guarded, bare) in gate_cost(home).items()]
    return [("the gate, for a visitor", ", ".join(told), "≤ 10 % of an answer")]


def in_the_browser(home: Path) -> list[Row]:
    """Repaint against the naive page, first and second load."""
    with browser() as running:
        with served(portal(home), home) as (address, _, _):
            ours = _changes(running, f"{address}/?lang=en", _portal_changes)
            cold, warm = load(running, f"{address}/?lang=en", PAINTED, slowly=True)
            form, _ = load(running, f"{address}/report?lang=uk", "form", slowly=True)
            table, again = load(running, f"{address}/{WIDEST}", ".grid .ag-row", slowly=False)
        with served(NAIVE, home, "/") as (address, _, _):
            theirs = _changes(running, address, _naive_changes)
            naive_cold, _ = load(running, address, "#map .choroplethlayer path", slowly=True)
    ratio = f"{ours.p50 / theirs.p50:.2f} × naive ({theirs.p50:.0f} / {theirs.p95:.0f} ms)"
    repainted = f"{ours.p50:.0f} / {ours.p95:.0f} ms = {ratio}"
    traffic = f"{ours.bytes / 1000:.1f} kB (naive {theirs.bytes / 1000:.1f})"
    return [
        ("filter change → repainted, p50 / p95", repainted, "≤ 70 / 110 ms, ≤ 0.45 ×"),
        ("bytes a filter change, all requests", traffic, "≤ 10 kB"),
        ("overview cold at 20 ms, 10 Mbit/s", f"{_told(cold)} (naive {_told(naive_cold)})", "≤ 1.6 s, ≤ 1,400 kB"),
        ("overview warm at 20 ms, 10 Mbit/s", _told(warm), "≤ 0.8 s"),
        ("report form cold at 20 ms, 10 Mbit/s", _told(form), "≤ 200 kB"),
        ("explorer's widest table, page opened cold / again", f"{_told(table)} / {_told(again)}", "–"),
    ]


def _told(found: Load) -> str:
    return f"{found.milliseconds / 1000:.2f} s, {found.kilobytes:,.0f} kB"


def _changes(running: object, address: str, act: Callable) -> Change:
    page = running.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg path", state="attached")
    page.wait_for_load_state("networkidle")
    found = act(page)
    page.close()
    return found


def _portal_changes(page: object) -> Change:
    values = page.eval_on_selector_all(
        "select[data-filter=as_of] option", "all => all.map(one => one.value).filter(Boolean)"
    )
    return changes(page, "select[data-filter=as_of]", (values * TIMES)[1 : TIMES + 1], GRAPHS)


def _naive_changes(page: object) -> Change:
    page.evaluate(
        "() => { const select = document.createElement('select'); select.id = 'bench';"
        " for (let year = 2014; year < 2026; year++) select.add(new Option(year, year));"
        " select.addEventListener('change', () => dash_clientside.set_props('year', {value: Number(select.value)}));"
        " document.body.append(select); }"
    )
    years = [str(2014 + number % 12) for number in range(TIMES)]
    return changes(page, "#bench", years, ["#map", "#trend"])


def write(told: list[str], rows: list[Row]) -> None:
    """The table of results."""
    lines = ["# Measured against the budgets\n", *(f"{line}.\n" for line in told)]
    lines += [
        "Run it again with `make bench`. “Naive” is `bench/baseline`, run in the same minutes on the same rows.\n"
    ]
    lines += ["| what | measured | budget |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
