"""The auditor's page: who did what and when, never contents; the log's state; the file."""

import ast
import csv
import io
import json
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from dashboard.forms.audit import Asked
from data.access import Extent, Holding, Role
from data.people import people
from data.records import audit, audit_search
from data.records.audit import Entry
from geo.text import Lang
from layouts.pages.audit import act_words, detail_words
from layouts.words import has
from tests.architecture.source import name, sources, tree
from tests.dashboard.persons import carrying, person, session, signed_in
from tests.data.incidents import cast

KYIV = ZoneInfo("Europe/Kyiv")
WRITING = {"append", "record", "refusals"}
ACT = re.compile(r"[a-z]+\.[a-z_]+")
OTHERS = {"word", "has", "plural", "ForeignKey"}
FILES = (".csv", ".sql")


@pytest.fixture
def auditor(trial_app, trial_store):
    return signed_in(trial_app.server, trial_store, Holding(Role.AUDITOR))


def rows(page: str) -> list[str]:
    """The rows of the table, as text without marks."""
    body = re.search(r'id="audit-log".*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", " ", row) for row in body[1].split("</tr>")[:-1]] if body else []


def acts_written() -> dict[str, str]:
    """Every act that some module writes into the log → where. An act made of parts is given as a pattern."""
    found = {}
    for path in sources("data", "dashboard", "callbacks"):
        if "audit" not in path.read_text(encoding="utf-8"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.IfExp):
                found |= {one.value: name(path) for one in (node.body, node.orelse) if _is_act(one, "")}
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found |= {one.value: name(path) for one in node.args if _is_act(one, called)}
                found |= {made: name(path) for one in node.args[1:3] if called in WRITING and (made := _pattern(one))}
    return found


def _pattern(node: ast.AST) -> str:
    """A made-up act as a pattern; empty for what is none (an object's reference)."""
    if not isinstance(node, ast.JoinedStr):
        return ""
    pieces = [part.value if isinstance(part, ast.Constant) else "*" for part in node.values]
    whole = "".join(pieces)
    return whole.replace(".", r"\.").replace("*", "[a-z_]+") if ACT.fullmatch(whole.replace("*", "x")) else ""


def _is_act(node: ast.AST, called: str) -> bool:
    """Whether it is text that looks like an act: always where the log is written, elsewhere but keys of words."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or called in OTHERS:
        return False
    is_key = has(node.value, Lang.EN) and not has(f"act.{node.value}", Lang.EN)
    return bool(ACT.fullmatch(node.value)) and (called in WRITING or not is_key) and not node.value.endswith(FILES)


def test_the_search_for_acts_finds_them():
    found = acts_written()
    assert {
        "session.start",
        "person.invite",
        "factor.pass",
        "audit.view",
        "access.refuse",
        "stays.read",
        "person.revoke",
        "audit.export",
    } <= set(found)


@pytest.mark.parametrize("lang", Lang)
def test_every_act_has_its_words(lang):
    from dashboard.forms.audit import acts

    silent = [
        (act, where) for act, where in acts_written().items()
        if not (has(f"act.{act}", lang) or ("[" in act and any(re.fullmatch(act, one) for one in acts())))
    ]  # fmt: skip
    assert silent == []


def test_looking_is_one_row_and_it_is_there_before_the_page(auditor, trial_store):
    before = audit_search.length(trial_store)
    page = auditor.get("/audit?act=session.start&object=person:x&lang=en")
    (entry,) = [one for one in audit.entries(trial_store, limit=20) if one.seq > before]
    assert (page.status_code, entry.act, entry.outcome) == (200, "audit.view", "done")
    assert json.loads(entry.detail) == {"fields": ["about", "act"]}
    assert "Looked at the log" in rows(auditor.get("/audit?lang=en").text)[0]


def test_each_field_narrows_what_is_shown(auditor, trial_store):
    key = person(trial_store, Holding(Role.HEAD), name="Unusual Namesake")
    audit.record(trial_store, "password.change", f"person:{key}", by=key)
    audit.record(trial_store, "person.accept", f"invitation:{key}", by=key, outcome="refused")
    assert len(rows(auditor.get("/audit?person=unusual+name").text)) == 2
    assert len(rows(auditor.get(f"/audit?person={key}&outcome=refused").text)) == 1
    assert len(rows(auditor.get(f"/audit?object=person:{key}").text)) == 1
    assert len(rows(auditor.get(f"/audit?person={key}&act=password.change&lang=en").text)) == 1
    assert rows(auditor.get(f"/audit?person={key}&from=2099-01-01T00:00").text) == []
    (row,) = rows(auditor.get(f"/audit?object=person:{key}&lang=en").text)
    for told in ("Unusual Namesake", "Changed the password", "Head of institution", "Done", f"person:{key[:8]}"):
        assert told in row


@pytest.mark.parametrize("query", ["person=nobody-at-all", "from=yesterday", "to=2026-13-01T00:00"])
def test_what_cannot_be_searched_for_is_said_at_its_field(auditor, query):
    answer = auditor.get(f"/audit?{query}")
    field = query.partition("=")[0]
    assert answer.status_code == 400
    assert f'id="error-{field}"' in answer.text


@pytest.mark.parametrize("before", ["-1", "x", "0", "99999999999999", "1e9", "1' or '1'='1"])
def test_a_page_number_that_is_none_is_no_matter(auditor, before):
    assert auditor.get("/audit", query_string={"before": before}).status_code == 200


def test_local_times_are_searched(auditor):
    asked = Asked({"from": "2026-07-01T12:00", "to": "2026-12-01T12:00"}, {}, KYIV, Lang.EN)
    assert asked.search.since == datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    assert asked.search.until == datetime(2026, 12, 1, 10, 1, tzinfo=UTC)


def test_a_row_tells_local_time_and_carries_the_worlds(auditor):
    page = auditor.get("/audit?lang=en").text
    world = datetime.fromisoformat(re.search(r'<time datetime="([^"]+Z)" title="\1"', page)[1])
    local = world.astimezone(KYIV)
    assert f"{local.day} {local:%b %Y, %H:%M:%S}" in page


def test_pages_of_a_hundred_meet(auditor, trial_store):
    key = person(trial_store, Holding(Role.ANALYST))
    for _ in range(205):
        audit.record(trial_store, "stays.read", "route:/x", by=key)
    seen, way = [], f"/audit?person={key}&lang=en"
    for size in (100, 100, 5):
        page = auditor.get(way).text
        shown = [int(number.replace(",", "")) for row in rows(page) for number in re.findall(r"No\. ([\d,]+)", row)]
        assert len(shown) == size
        seen += shown
        further = re.search(r'href="([^"]+before=\d+)"', page)
        way = further[1].replace("&amp;", "&") if further else ""
    assert way == ""
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 205


class TestNoContents:
    """What somebody put into the detail by mistake is not shown."""

    def entry(self, **detail):
        now = datetime(2026, 11, 23, tzinfo=UTC)
        return Entry(1, now, "stays.read", "route:/x", None, None, "done", json.dumps(detail))

    def test_fields_are_named_and_values_are_not(self):
        told = detail_words(self.entry(child="CHILD-77", children=105_783, rows=12, note="fell ill"), Lang.EN)
        assert told == "child; children; note; number of rows"

    def test_codes_with_words_are_told(self):
        told = detail_words(self.entry(reason="misuse", needed="audit_view", why="CHILD-77"), Lang.EN)
        assert told == "right needed: the access log: who did what, and when; reason: suspected misuse; why"

    @pytest.mark.parametrize("detail", ["[]", "null", "3", "broken", '"CHILD-77"'])
    def test_a_detail_that_is_none_is_left_out(self, detail):
        now = datetime(2026, 11, 23, tzinfo=UTC)
        assert detail_words(Entry(1, now, "x", "x", None, None, "done", detail), Lang.EN) == ""

    def test_neither_page_nor_file_shows_a_value(self, auditor, trial_store):
        detail = {"child": "CANARY-1", "children": 424242, "why": "CANARY-2"}
        audit.record(trial_store, "stays.read", "route:/x", by=None, detail=detail)
        for path in ("/audit", "/audit.csv", "/audit?lang=en"):
            told = auditor.get(path).text
            assert "CANARY" not in told
            assert not re.search(r"424[,\s\u00a0\u202f]?242", told)

    def test_an_act_without_words_is_shown_as_it_is(self):
        assert act_words("moon.land", Lang.EN) == "moon.land"


class TestFile:
    def read(self, answer):
        return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))

    def test_it_holds_what_was_searched_and_is_itself_recorded(self, auditor, trial_store):
        key = person(trial_store, Holding(Role.ANALYST), name="File Person")
        audit.record(trial_store, "stays.read", "route:/x", by=key)
        answer = auditor.get(f"/audit.csv?person={key}&lang=en")
        heads, row = self.read(answer)
        told = dict(zip(heads, row, strict=True))
        assert (told["Who"], told["Act"], told["Act in words"]) == (
            "File Person",
            "stays.read",
            "Read rows about children",
        )
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="access-log_')
        newest = audit.entries(trial_store, limit=1)[0]
        assert (newest.act, json.loads(newest.detail)) == ("audit.export", {"fields": ["people"]})

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
    def test_no_cell_is_a_formula(self, auditor, trial_store, start):
        key = person(trial_store, Holding(Role.ANALYST), name=f"{start}cmd|' /C calc'!A0")
        audit.record(trial_store, "stays.read", f"{start}HYPERLINK(1)", by=key)
        for row in self.read(auditor.get(f"/audit.csv?person={key}"))[1:]:
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


class TestChain:
    """On records of their own: the log is damaged here."""

    @pytest.fixture
    def own(self, tmp_path):
        from dashboard.app import portal
        from dashboard.settings import Settings
        from data.records.keys import read_secret, write_secret
        from data.records.store import Store, sqlite_url

        write_secret(tmp_path / "secret")
        app = portal(Settings(home=tmp_path))
        store = Store(sqlite_url(tmp_path), read_secret(tmp_path / "secret"))
        yield store, carrying(app.server, session(store, person(store, Holding(Role.AUDITOR))))
        store.close()

    def test_it_is_checked_when_asked_and_the_verdict_stays(self, own, tmp_path):
        store, browser = own
        assert "has not been checked" in browser.get("/audit?lang=en").text
        audit.anchor(store, tmp_path / "anchors")
        assert browser.post("/audit/verify").status_code == 303
        page = browser.get("/audit?lang=en").text
        assert re.search(r"The log is whole\. Rows: 1, checked \d+ \w+ \d{4}, \d\d:\d\d", page)
        assert "Last anchor: row 1," in page
        assert audit.entries(store)[1].act == "audit.verify"

    def test_damage_is_shown(self, own):
        store, browser = own
        browser.get("/audit")
        browser.get("/audit")
        with store.write() as connection:
            connection.execute(text("drop trigger audit_no_update"))
            connection.execute(text("update audit set act = 'session.end' where seq = 2"))
        browser.post("/audit/verify")
        page = browser.get("/audit?lang=en").text
        assert "The log is damaged from row 2 on: a row was changed" in page
        assert 'class="panel chain broken"' in page


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VISITOR, Role.AUDITOR}))
def test_to_everybody_else_there_is_no_log(trial_app, trial_store, role):
    browser = signed_in(trial_app.server, trial_store, Holding(role))
    assert [browser.get(path).status_code for path in ("/audit", "/audit.csv")] == [404, 404]
    assert browser.post("/audit/verify").status_code == 404
    assert "/audit" not in browser.get("/roles").text


def test_the_auditor_sees_no_numbers_beyond_the_public(portal_app, portal_store):
    browser = signed_in(portal_app.server, portal_store, Holding(Role.AUDITOR))
    asked = "/api/v1/observations?by=area"
    stranger = portal_app.server.test_client()
    assert browser.get(asked).get_data() == stranger.get(asked).get_data()
    assert browser.get("/people").status_code == 404


def test_names_are_shown_as_text(auditor, trial_store):
    key = person(trial_store, Holding(Role.HEAD, Extent()), name="<img src=x onerror=alert(1)>")
    audit.record(trial_store, "stays.read", "<script>alert(2)</script>", by=key)
    page = auditor.get(f"/audit?person={key}").text
    assert "<img src=x" not in page
    assert "<script>alert(2)" not in page
    assert people.find(trial_store, key).name == "<img src=x onerror=alert(1)>"


def test_an_auditor_finds_no_row_about_a_case_of_their_own_institution(trial_app, trial_store):
    case_id = cast.case(trial_store)
    own = Holding(Role.HEAD, Extent(institutions=frozenset({cast.HOME})))
    implicated = signed_in(trial_app.server, trial_store, Holding(Role.AUDITOR), own)
    other = signed_in(trial_app.server, trial_store, Holding(Role.AUDITOR))
    for address in ("/audit?act=incident.take", f"/audit?object=incident:{case_id}", "/audit.csv?act=incident.take"):
        assert case_id in other.get(address).text
        told = implicated.get(address).text
        assert case_id not in told.replace(f'value="incident:{case_id}"', "").replace(f"object=incident:{case_id}", "")
