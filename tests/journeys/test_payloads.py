"""Forty ways to smuggle a script in are stored wherever somebody else's words are shown, and put into every address.
Every page is opened with the Content-Security-Policy switched off and on: nothing runs, nothing was even made of them.
"""

import csv
import json
import os
import socket
import subprocess
import sys
from urllib.parse import quote

import pytest
from sqlalchemy import update

from data.access import Extent, Holding, Role, Scope
from data.people import invitations
from data.records.keys import write_secret
from data.records.opening import open_store
from data.records.tables import people
from data.sources.check import REFERENCE
from tests.dashboard import persons
from tests.data.register import AREA, OTHER_AREA, release_from
from tests.journeys.conftest import ROOT, _wait

RUN = "window.fired=1;document.title='fired'"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT>",
    f'<img src=x onerror="{RUN}">',
    f"<img/src='x'/onerror={RUN.replace(' ', '')}>",
    f'<svg onload="{RUN}">',
    f"<svg><script>{RUN}</script></svg>",
    f'<svg><animate onbegin="{RUN}" attributeName=x dur=1s>',
    f'<body onload="{RUN}">',
    '<iframe srcdoc="<script>parent.fired=1</script>">',
    f'<iframe src="javascript:parent.{RUN}">',
    f'<a href="javascript:{RUN}">x</a>',
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f" \tjavascript:{RUN}",
    f"javascript&colon;{RUN}",
    f"java\tscript:{RUN}",
    "data:text/html,<script>opener.fired=1</script>",
    f"vbscript:{RUN}",
    f'" onmouseover="{RUN}" x="',
    f"' onfocus='{RUN}' autofocus='",
    f'"><script>{RUN}</script>',
    f"'><img src=x onerror='{RUN}'>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"<style>@import 'data:,';</style><img src=x onerror={RUN}>",
    f'<details open ontoggle="{RUN}">',
    f'<video><source onerror="{RUN}">',
    f'<input autofocus onfocus="{RUN}">',
    f'<math><mtext></mtext><mglyph><style><img src=x onerror="{RUN}">',
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"${{{RUN}}}",
    f'{{{{constructor.constructor("{RUN}")()}}}}',
    f'<object data="javascript:{RUN}">',
)
SEEN = """() => {
    const bad = [], own = location.origin;
    for (const node of document.querySelectorAll('*')) {
        for (const one of node.attributes) if (/^on/i.test(one.name)) bad.push(node.tagName + ' ' + one.name);
        for (const name of ['href', 'src', 'action', 'formaction', 'data', 'xlink:href']) {
            const told = node.getAttribute(name);
            const run = told && /^\\s*(javascript|vbscript|data:text)/i.test(told.replace(/[\\t\\n]/g, ''));
            if (run) bad.push(name + '=' + told);
        }
    }
    const carriers = document.querySelectorAll('iframe, object, embed, base, meta[http-equiv=refresh]');
    for (const node of carriers) bad.push(node.tagName);
    for (const node of document.scripts) if (/fired/.test(node.textContent)) bad.push('script');
    return {fired: window.fired || 0, title: document.title, bad};
}"""
HOVER = """() => { for (const node of document.querySelectorAll('main *, .account *'))
    for (const kind of ['mouseover', 'focus', 'toggle']) node.dispatchEvent(new Event(kind, {bubbles: true})); }"""
SCRIPTED = ("/?lang=en", "/regions", "/regions/UA-18", "/methods?lang=en", "/data", "/nowhere")
PLAIN = (
    "/account",
    "/people",
    "/people/{person}",
    "/people/invite",
    "/audit",
    "/roles",
    "/sign-in",
    "/invitation/{link}",
)
KEYS = (
    "indicator",
    "ministry",
    "type",
    "area",
    "release",
    "compare",
    "as_of",
    "lang",
    "series",
    "next",
    "person",
    "object",
    "act",
    "email",
    "done",
    "from",
)
EXPECTED = ("status of 404", "status of 4")


def tables() -> dict[str, list]:
    """A register in which every text that may be free is a payload."""
    many = range(len(PAYLOADS))
    with (REFERENCE / "ua" / "vocabulary.csv").open(encoding="utf-8") as file:
        words = [
            {**row, "uk": f"{number} {PAYLOADS[number % 40]}", "en": f"{number} {PAYLOADS[(number + 7) % 40]}",
             "definition": PAYLOADS[number % 40], "source": PAYLOADS[number % 40]}
            for number, row in enumerate(csv.DictReader(file))
        ]  # fmt: skip
    return {
        "institutions": [
            {
                "institution_id": f"I{number}",
                "name_uk": PAYLOADS[number],
                "name_en": PAYLOADS[(number + 3) % 40],
                "hromada": PAYLOADS[(number + 5) % 40],
                "region": AREA if number % 2 else OTHER_AREA,
            }
            for number in many
        ],
        "placements": [{"institution_id": f"I{number % 40}", "child_id": f"C{number}"} for number in range(400)],
        "published": [
            {
                "indicator": "CH_INST",
                "as_of": f"{2000 + number % 24}-12-31",
                "value": 1000 + number,
                "note": PAYLOADS[number],
                "source": PAYLOADS[number],
                "qualifier": PAYLOADS[number],
                "period_text": PAYLOADS[number],
                "disaggregation": PAYLOADS[number],
                "confidence": "high",
                "url": "https://example.org/" + quote(PAYLOADS[number]),
            }
            for number in many
        ],
        "vocabulary": words,
        "population": [
            {"region": one, "age_band": band} for one in (AREA, OTHER_AREA) for band in ("0-2", "3-6", "7-17")
        ],
    }


@pytest.fixture(scope="module")
def smuggled(tmp_path_factory):
    """A served portal over that register, and somebody signed in who may see everybody: address, token, paths."""
    folder = tmp_path_factory.mktemp("payloads")
    release_from(folder, **tables())
    home = folder / "home"
    write_secret(folder / "secret")
    store = open_store(None, home, folder / "secret")
    everything = [Holding(role) for role in Role]
    reader = persons.person(store, *everything, name=PAYLOADS[3])
    for number, payload in enumerate(PAYLOADS):
        person = persons.person(store, Holding(Role.REPORTER, Extent(frozenset({AREA}))), name=payload)
        with store.write() as connection:
            connection.execute(update(people).where(people.c.id == person).values(email=f"{number}{payload}@x"))
    by = Scope(reader, frozenset(everything))
    links = [
        invitations.invite(
            store, f"{number}@example.org", Holding(Role.REPORTER, Extent(frozenset({AREA})), payload), by=by
        )
        for number, payload in enumerate(PAYLOADS)
    ]
    token = persons.session(store, reader)
    store.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    known = {
        **os.environ,
        "PORTAL_HOME": str(home),
        "PORTAL_PORT": str(port),
        "PORTAL_SECRET_FILE": str(folder / "secret"),
        "PORTAL_WORKERS": "1",
        "PORTAL_RECORDS_URL": "",
    }
    log = (folder / "server.log").open("w")
    server = subprocess.Popen([sys.executable, "-m", "dashboard", "serve"], cwd=ROOT, env=known, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", server, folder / "server.log")
        yield f"http://127.0.0.1:{port}", token, {"person": person, "link": links[3]}, folder / "server.log"
    finally:
        server.terminate()
        server.wait(15)
        log.close()


def addresses(paths: dict[str, str]) -> list[tuple[str, bool]]:
    """Every page as it is, and again with payloads in the address: (path, whether scripts fill it)."""
    asked = [(path, True) for path in SCRIPTED] + [(path.format(**paths), False) for path in PLAIN]
    for number in range(0, len(PAYLOADS), 8):
        few = [f"{key}={quote(PAYLOADS[(number + at) % 40])}" for at, key in enumerate(KEYS)]
        path, scripted = (*((one, True) for one in SCRIPTED), ("/sign-in", False), ("/audit", False))[number // 8]
        asked.append((f"{path.partition('?')[0]}?{'&'.join(few)}#{quote(PAYLOADS[number])}", scripted))
        asked.append((f"/audit?{'&'.join(few)}", False))
        asked.append((f"/regions/{quote(PAYLOADS[number + 1], safe='')}", True))
    return asked


def _listened(page, said: list[str], complaints: list[str]):
    """The page, with whatever it asks the reader or complains of written down."""
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@pytest.mark.parametrize("policy", ["off", "on"])
def test_no_stored_or_sent_script_runs(browser, smuggled, policy):
    address, token, paths, _ = smuggled
    said, complaints, wrong, sizes = [], [], [], {}
    pages = {}
    for who, cookie in (("person", token), ("stranger", "")):
        context = browser.new_context(bypass_csp=policy == "off", locale="en-GB")
        context.add_cookies([{"name": "sid", "value": cookie, "url": address}] if cookie else [])
        pages[who] = _listened(context.new_page(), said, complaints)
    for path, scripted in addresses(paths):
        page = pages["stranger" if path.startswith(("/sign-in", "/invitation")) else "person"]
        page.goto(address + path)
        if scripted:
            page.wait_for_selector("main h1, main .refusal", timeout=60_000)
            page.wait_for_load_state("networkidle")
        page.evaluate(HOVER)
        page.wait_for_timeout(40)
        told = page.evaluate(SEEN)
        sizes[path] = len(page.inner_text("main"))
        wrong += [(path, told)] if told["fired"] or told["title"] == "fired" or told["bad"] else []
    for page in pages.values():
        page.context.close()
    assert wrong == []
    assert said == []
    assert [line for line in complaints if not any(known in line for known in EXPECTED)] == []
    assert min(sizes.values()) > 20
    assert len(PAYLOADS) == 40


def test_the_payloads_were_really_shown(browser, smuggled):
    address, token, _, _ = smuggled
    context = browser.new_context()
    context.add_cookies([{"name": "sid", "value": token, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/people")
    everybody = page.content()
    page.goto(f"{address}/data")
    page.wait_for_load_state("networkidle")
    published = page.inner_text("main")
    page.goto(f"{address}/regions/UA-18")
    page.wait_for_load_state("networkidle")
    institutions = page.content()
    context.close()
    assert everybody.count("fired") >= 40
    assert published.count("fired") >= 5
    assert institutions.count("fired") >= 20


def test_the_trap_itself_snaps(browser):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.set_content(f"<title>x</title><main>{PAYLOADS[3]}{PAYLOADS[11]}</main>")
    page.wait_for_timeout(200)
    told = page.evaluate(SEEN)
    context.close()
    assert told["fired"] == 1
    assert told["title"] == "fired"
    assert len(told["bad"]) >= 2


def test_the_policy_stops_what_would_get_in_and_the_browser_tells_the_portal(browser, smuggled):
    address, _, _, log = smuggled
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.evaluate("text => document.body.insertAdjacentHTML('beforeend', text)", PAYLOADS[3])
    page.wait_for_timeout(1500)
    fired = page.evaluate("window.fired || 0")
    context.close()
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    told = [line for line in lines if line.get("what") == "content_policy"]
    assert fired == 0
    assert [(line["directive"], line["blocked"]) for line in told][:1] == [("script-src-attr", "inline")]
    assert [line for line in lines if line["logger"] == "portal.access" and line["status"] >= 500] == []
