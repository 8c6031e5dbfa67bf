"""Whatever is asked: no error of ours, no row that was not there, and nothing told of how the portal is made.

CI asks 300 hostile things of each kind; PORTAL_FUZZ=2000 asks as many as it says.
"""

import os
import random
import re
import tempfile
from pathlib import Path

import pytest

from dashboard.web import CALLBACK
from data.access import Extent, Holding, Role
from data.filters import DIMENSIONS
from tests.architecture.source import ROOT
from tests.asking import browser
from tests.dashboard import persons
from tests.dashboard.endpoints import callback_body, callbacks

MANY = int(os.environ.get("PORTAL_FUZZ", "300"))
KEYS = (
    "indicator",
    "as_of",
    "from",
    "to",
    "every",
    "by",
    "population",
    "release",
    "lang",
    "compare",
    "page",
    "size",
    "on",
    "institution",
    "series",
    "sort",
    "x",
    "__proto__",
    *DIMENSIONS,
)
HOSTILE = (
    "' or 1=1 --",
    "'; drop table stock; --",
    "1) union select * from presence --",
    "$1",
    "$area",
    "{allowed}",
    "%s",
    "%00",
    "%",
    "\\",
    '"',
    "`",
    ";",
    "--",
    "/*",
    "*/",
    "\x00",
    "\u202e",
    "\uff07 or 1=1",
    "null",
    "None",
    "NaN",
    "inf",
    "-1",
    "9" * 400,
    "1e999",
    "0x10",
    "../../secret",
    "/etc/passwd",
    "file:///etc/passwd",
    "${7*7}",
    "{{7*7}}",
    "{0.__class__}",
    "<script>",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "a" * 4000,
    "," * 500,
    "area" + ",area" * 200,
    "\ud7ff\ue000",
    "2024-02-30",
    "0000-00-00",
    "99999-01-01",
    "-2024-01-01",
    "2024-01-01T00:00",
    "MES'",
    "MES,MOH,'",
    "UA'",
    "presence",
    "information_schema.tables",
    "read_csv('/etc/passwd')",
    "pragma_version()",
    "(select 1)",
    "true",
    "[]",
    "{}",
    "\n",
    "\t",
    "case when 1=1 then 1 end",
    "area; select 1",
    "child_id",
    "placement_id",
    "birth_month",
    "value",
    "numerator",
)
PLAIN = {
    "indicator": ("children_in_institutions", "exits"), "by": ("area", "ministry", "area,ministry"),
    "ministry": ("MES", "MOH,MES"), "as_of": ("2024-12-31",), "every": ("year",), "population": ("24h", "status"),
}  # fmt: skip
WAYS = (
    "/api/v1/observations",
    "/api/v1/observations.csv",
    "/api/v1/stays",
    "/api/v1/stays.csv",
    "/download/observations.csv",
    "/download/published.csv",
    "/",
    "/methods",
    "/api/v1/indicators",
)
PLACES = "|".join(
    re.escape(str(place)) for place in (Path(__file__).parents[2], Path.home(), Path(tempfile.gettempdir()))
)
TELLS = re.compile(
    rf"{PLACES}|Traceback|\.py\b|site-packages|sqlite|duckdb|SELECT |select \*|Binder Error|Catalog Error|Parser Error"
)


def questions(seed: int):
    """MANY query strings, most of them with something hostile in a value, a few in a key."""
    chance = random.Random(seed)
    for _ in range(MANY):
        asked = [(chance.choice(KEYS), chance.choice(HOSTILE)) for _ in range(chance.randint(1, 3))]
        asked += [(key, chance.choice(PLAIN[key])) for key in chance.sample(sorted(PLAIN), 2)]
        if chance.random() < 0.15:
            asked.append((chance.choice(HOSTILE), "1"))
        yield asked


def rows_of(answer, way: str) -> set[str]:
    """The area of each row."""
    if answer.status_code != 200 or not way.startswith("/api/v1/"):
        return set()
    if way.endswith(".csv"):
        lines = answer.text.splitlines()
        at = lines[0].split(",").index("area")
        return {line.split(",")[at] for line in lines[1:]}
    told = answer.get_json()
    return {row["area"] for row in told.get("observations", told.get("stays", []))}


@pytest.fixture(scope="module")
def country_codes(portal_app):
    return {"UA", *(area.code for area in portal_app.country.areas)}


def test_hostile_questions_break_nothing_and_give_nothing_more(portal_app, portal_store, country_codes):
    mine = portal_app.country.areas[17].code
    holding = Holding(Role.COORDINATOR, Extent(frozenset({mine})))
    client, visitor = persons.signed_in(portal_app.server, portal_store, holding), browser(portal_app.server)
    statuses = set()
    for number, asked in enumerate(questions(seed=20)):
        way = WAYS[number % len(WAYS)]
        for who in (client, visitor):
            answer = who.get(way, query_string=asked)
            statuses.add(answer.status_code)
            assert answer.status_code < 500, (way, asked)
            assert not TELLS.search(answer.text) or way in {"/", "/methods"}, (way, asked)
            assert rows_of(answer, way) <= ({mine} if "stays" in way else country_codes), (way, asked)
    assert {200, 400, 404} <= statuses


def test_hostile_addresses_break_no_page(portal_app, portal_store):
    client = persons.signed_in(portal_app.server, portal_store, Holding(Role.ANALYST))
    chance, outputs = random.Random(3), [one.output for one in callbacks(portal_app)]
    for number, asked in enumerate(questions(seed=21)):
        if number % 3:
            continue
        search = "?" + "&".join(f"{key}={value}" for key, value in asked)
        path = chance.choice(
            ["/", "/regions", "/regions/" + chance.choice(HOSTILE), chance.choice(HOSTILE), "/methods"]
        )
        body = callback_body(portal_app, chance.choice(outputs), search=search[:8000], pathname=path[:8000])
        answer = (client if number % 2 else browser(portal_app.server)).post(CALLBACK, json=body)
        assert answer.status_code < 500, (path, search)
        assert not TELLS.search(answer.text)


def test_column_names_are_never_taken_from_the_reader(portal_app, portal_store):
    client = persons.signed_in(portal_app.server, portal_store, Holding(Role.ANALYST))
    for name in (
        "child_id",
        "institution_id",
        "birth_month",
        "placement_id",
        "from_day",
        "1",
        "*",
        "area) from presence --",
    ):
        assert client.get("/api/v1/observations", query_string={"by": name}).status_code == 400
        assert client.get("/api/v1/observations", query_string={"by": f"area,{name}"}).status_code == 400


SECRET = f"select canary from children where name = 'Canary' -- {ROOT}/canary.py"


class Canary(Exception):
    """An error whose message must stay in the house."""


def broken(*_args, **_more):
    raise Canary(SECRET)


def test_an_error_in_any_callback_tells_nothing(portal_app, portal_store, monkeypatch):
    client = persons.signed_in(portal_app.server, portal_store, *[Holding(role) for role in Role])
    for endpoint in callbacks(portal_app):
        monkeypatch.setitem(portal_app.callback_map[endpoint.output], "callback", broken)
        answer = endpoint.ask(client, portal_app)
        assert answer.status_code == 500
        assert "anary" not in answer.text
        assert not TELLS.search(answer.text)
        assert answer.headers["X-Request-Id"] in answer.text
        assert answer.headers["Content-Security-Policy"]


def test_an_error_in_any_route_tells_nothing(portal_app, portal_store, monkeypatch):
    client = persons.signed_in(portal_app.server, portal_store, *[Holding(role) for role in Role])
    from dashboard.gate import route_classes

    for rule in list(portal_app.server.url_map.iter_rules()):
        if route_classes()[rule.rule] == "closed":
            continue
        monkeypatch.setitem(portal_app.server.view_functions, rule.endpoint, broken)
        path = re.sub(r"<[^>]*>", "x", rule.rule)
        for method in sorted(rule.methods - {"OPTIONS", "HEAD"}):
            if rule.rule == CALLBACK:
                answer = callbacks(portal_app)[0].ask(client, portal_app)
            else:
                answer = client.open(path, method=method, data={} if method == "POST" else None)
            assert answer.status_code == 500, (path, method)
            assert "anary" not in answer.text
            assert not TELLS.search(answer.text)
            assert answer.headers["Content-Security-Policy"]
