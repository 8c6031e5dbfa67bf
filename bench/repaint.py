"""What the reader waits for: from a choice until map and line are painted anew, and the first load."""

from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

from bench.measuring import p50_p95

WATCH = """graphs => {
    window.benchDrawn = Promise.all(graphs.map(one => new Promise(done => {
        document.querySelector(one + ' .js-plotly-plot').once('plotly_afterplot', done);
    }))).then(() => new Promise(done =>
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))));
}"""
SELECT = """([selector, value]) => {
    const select = document.querySelector(selector);
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, value);
    window.benchStarted = performance.now();
    select.dispatchEvent(new Event('change', {bubbles: true}));
}"""
FRAME = """() => new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""
TOOK = "async () => (await window.benchDrawn) - window.benchStarted"
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}


@dataclass(frozen=True)
class Change:
    """Filter changes: ms from choice to painted, bytes received for each."""

    p50: float
    p95: float
    bytes: float


@dataclass(frozen=True)
class Load:
    """A first or second visit: ms until the map was painted, kilobytes received."""

    milliseconds: float
    kilobytes: float


class Traffic:
    """Counts what comes over the wire, compressed as it comes."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.received = 0
        self.session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict) -> None:
        self.received += int(event["encodedDataLength"])

    def slow(self) -> None:
        """20 ms of latency and 10 Mbit/s from now on."""
        self.session.send("Network.emulateNetworkConditions", SLOW)


def changes(page: Page, selector: str, values: list[str], graphs: list[str]) -> Change:
    """Choose each of `values` in turn."""
    traffic, took = Traffic(page), []
    for value in values:
        page.evaluate(WATCH, graphs)
        page.evaluate(SELECT, [selector, value])
        took.append(page.evaluate(TOOK))
        page.wait_for_timeout(120)
    return Change(*p50_p95(took), traffic.received / len(values))


def load(browser: Browser, address: str, painted: str, slowly: bool) -> tuple[Load, Load]:
    """The first visit with an empty cache, and the second one."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    visits = []
    for _ in range(2):
        page = context.new_page()
        traffic = Traffic(page)
        if slowly:
            traffic.slow()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(painted, state="attached", timeout=60_000)
        milliseconds = page.evaluate(FRAME)
        page.wait_for_load_state("networkidle")
        visits.append(Load(milliseconds, traffic.received / 1024))
        page.close()
    context.close()
    return visits[0], visits[1]
