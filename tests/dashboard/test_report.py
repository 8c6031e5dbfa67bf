"""Reporting abuse as a browser without scripts does it: kept and told so, or refused with the numbers to call."""

import errno
import io
import json
import logging
import os
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from sqlalchemy.exc import OperationalError

from data.access import Extent, Holding, Role
from data.incidents.flood import FREE, proven
from data.incidents.model import Channel, Kind, Report, Reporter
from tests.dashboard.entrance import enter
from tests.dashboard.reporting import NUMBERS, filled, hidden, opened_place, place, receipt, send

__all__ = ["opened_place", "place"]
LANGS = pytest.mark.parametrize("lang", ["uk", "en"])
TYPED = {"text": "текст, який набрано", "contact": "067 000 00 00", "place": "село Приклад", "kind": "NEGLECT"}


@LANGS
def test_anybody_may_open_the_form_and_the_numbers_come_first(place, lang):
    answer = place.client().get(f"/report?lang={lang}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    page = answer.text
    assert all(page.index(f'href="tel:{number.replace(" ", "")}"') < page.index("<form") for number in NUMBERS)
    assert page.count("<fieldset") >= 10
    assert len(re.findall(r'<fieldset class="step"', page)) == 4
    assert all(cookie.startswith("lang=") for cookie in answer.headers.getlist("Set-Cookie"))
    assert "plotly" not in page


def test_every_field_has_a_label_and_nobody_is_asked_a_childs_name(place):
    page = place.client().get("/report").text
    fields = re.findall(r"<(?:input|select|textarea)[^>]*>", page)
    names = {re.search(r'\bname="([^"]+)"', one)[1] for one in fields if 'type="hidden"' not in one and "name=" in one}
    ids = [re.search(r'\bid="([^"]+)"', one)[1] for one in fields if 'type="hidden"' not in one]
    assert all(f'for="{one}"' in page for one in ids)
    assert not [name for name in names if "name" in name]
    assert len(set(ids)) == len(ids)


def test_a_report_is_kept_and_its_receipt_shown_for_a_while(place):
    client = place.client()
    answer = send(client, **TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/report/received")
    (kept,) = place.kept()
    assert isinstance(kept, Report)
    assert (kept.text, kept.contact, kept.place, kept.kind) == (*list(TYPED.values())[:3], Kind.NEGLECT)
    assert (kept.channel, kept.sender, kept.quarantined, kept.language) == (Channel.FORM, None, False, "uk")
    first, again = client.get("/report/received").text, client.get("/report/received").text
    assert receipt(first) == receipt(again)
    cookie = answer.headers["Set-Cookie"]
    assert "Max-Age=120" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert receipt(first)[0] not in cookie
    assert "link" not in place.client().get("/report/received").text.split("<main")[1].split("</main")[0].lower()[:20]
    assert "receipt-number" not in place.client().get("/report/received").text


def test_the_web_needs_no_key_that_opens_what_it_keeps(place):
    private = place.home / "intake/private"
    client = place.client()
    send(client, **TYPED)
    hidden_away = private.rename(private.with_name("elsewhere"))
    try:
        assert send(client, **TYPED).status_code == 303
        assert client.get("/report/received").status_code == 200
    finally:
        hidden_away.rename(private)
    assert len(place.kept()) == 2


def test_sent_twice_it_is_one_receipt(place):
    client = place.client()
    data = filled(client, **TYPED)
    with ThreadPoolExecutor(3) as pool:
        clients = [place.client() for _ in range(3)]
        answers = list(pool.map(lambda one: one.post("/report", data=data), clients))
    pages = {receipt(one.get("/report/received").text) for one in clients}
    assert {answer.status_code for answer in answers} == {303}
    assert len(pages) == 1
    assert {report.attempt for report in place.kept()} == {data["attempt"]}


def test_sent_again_from_a_page_in_another_language_it_is_the_same_receipt(place):
    data = filled(place.client(), **TYPED)
    data["words"] = "uk"
    pages = []
    for lang in ("uk", "en"):
        client = place.client()
        client.get(f"/report?lang={lang}")
        client.post("/report", data=data)
        pages.append(receipt(client.get("/report/received").text))
    assert pages[0] == pages[1]
    assert {report.language for report in place.kept()} == {"uk"}


def test_a_form_that_lacks_everything_is_sent_back_with_its_sentence(place):
    answer = send(place.client(), place="<b>село</b>", children="багато", day="31", month="2", year="2026", contact="я")
    assert (answer.status_code, place.kept()) == (422, [])
    for words in (
        "Напишіть хоча б кілька слів",
        "Такої дати немає",
        "Напишіть число від 1",
        "&lt;b&gt;село",
        'value="31"',
    ):
        assert words in answer.text
    assert 'href="#field-when"' in answer.text
    assert 'href="#field-text"' in answer.text
    assert answer.text.count("data-again") == 1


def test_a_mark_made_up_is_replaced_and_a_form_sent_back_keeps_its_own(place):
    client = place.client()
    data = filled(client)
    assert hidden(client.post("/report", data=data).text, "attempt") == data["attempt"]
    assert len(hidden(client.post("/report", data={"attempt": "<x>"}).text, "attempt")) == 32


def test_without_a_script_the_institutions_of_an_area_are_shown_on_asking(place):
    area = place.country.areas[3].code
    client = place.client()
    rows = client.get(f"/report/institutions?area={area}").get_json()
    answer = client.post("/report", data=filled(client, area=area, text="набрано", show="area"))
    assert answer.status_code == 200
    assert rows
    assert all(f'value="{code}"' in answer.text for code, _ in rows)
    assert "набрано" in answer.text
    assert place.kept() == []
    assert client.get("/report/institutions?area=x").get_json() == []


def test_place_and_institution_are_kept_where_they_exist(place):
    client, area = place.client(), place.country.areas[3].code
    (code, _), *_ = client.get(f"/report/institutions?area={area}").get_json()
    send(client, text="x", area=area, institution=code)
    send(client, text="x", area=area, institution="REAL-1")
    assert [(one.area, one.institution_id) for one in place.kept()] == [(area, code), (area, "")]


@LANGS
def test_a_child_is_asked_three_questions(place, lang):
    client = place.client()
    page = client.get(f"/report?for=child&lang={lang}").text
    main = page.split("<main")[1].split("</main")[0]
    names = set(re.findall(r'name="([a-z_]+)"', main)) - {"attempt", "words", "proof", "short"}
    assert names == {"text", "area", "place", "danger"}
    answer = client.post(
        "/report", data=filled(client, "/report?for=child", short="child", text="страшно", danger="yes")
    )
    assert answer.status_code == 303
    (kept,) = place.kept()
    assert (kept.reporter, kept.danger, kept.language) == (Reporter.CHILD, True, lang)
    assert hidden(client.post("/report", data={"short": "child"}).text, "short") == "child"


def test_files_are_kept_clean_and_what_was_refused_is_told_on_the_receipt(place):
    client = place.client()
    files = [(io.BytesIO(b"text"), "../notes.txt"), (io.BytesIO(b"MZ\0"), "virus.exe"), (io.BytesIO(b""), "")]
    answer = send(client, text="x", files=files)
    assert answer.status_code == 303
    (kept,) = place.kept()
    assert [(one.name, one.media_type) for one in kept.attachments] == [("notes.txt", "text/plain")]
    page = client.get("/report/received").text
    assert "virus.exe" in page
    assert "такі файли ми не приймаємо" in page


def test_files_beyond_the_room_are_let_go_and_the_words_kept(place):
    client = place.client()
    files = [
        (io.BytesIO(b"a" * 12_000_000), "a.txt"),
        (io.BytesIO(b"b" * 12_000_000), "b.txt"),
        (io.BytesIO(b"c"), "c.txt"),
    ]
    assert send(client, text="слова", files=files).status_code == 303
    (kept,) = place.kept()
    assert (kept.text, [one.name for one in kept.attachments]) == ("слова", ["a.txt", "c.txt"])
    assert "b.txt" in client.get("/report/received").text


def test_a_body_that_is_far_too_large_is_refused_with_the_numbers(place):
    told = {"content_type": "multipart/form-data; boundary=x", "environ_overrides": {"CONTENT_LENGTH": "41943041"}}
    answer = place.client().post("/report", **told)
    assert answer.status_code == 413
    assert all(number in answer.text for number in NUMBERS)
    assert place.client().post("/sign-in", data={"email": "x" * 300_000}).status_code == 413


@pytest.mark.parametrize("broken", ["fsync", "write"])
@LANGS
def test_what_cannot_be_kept_is_said_with_the_numbers_and_nothing_typed_is_lost(place, monkeypatch, broken, lang):
    def full(*_args):
        raise OSError(errno.ENOSPC, "full")

    client = place.client()
    client.get(f"/report?lang={lang}")
    data = filled(client, **TYPED)
    with monkeypatch.context() as patch:
        patch.setattr(os, broken, full)
        answer = client.post("/report", data=data)
    assert answer.status_code == 507
    assert {"uk": "НЕ збережено", "en": "NOT kept"}[lang] in answer.text
    assert all(number in answer.text for number in NUMBERS)
    assert all(value in answer.text for value in TYPED.values())
    assert hidden(answer.text, "attempt") == data["attempt"]
    assert place.kept() == []
    assert client.post("/report", data=data).status_code == 303


def test_what_nobody_foresaw_still_tells_whom_to_call(place, monkeypatch):
    from data.incidents import filled as form

    client = place.client()
    data = filled(client, **TYPED)
    monkeypatch.setattr(form, "wrong", lambda *_: 1 / 0)
    answer = client.post("/report", data=data)
    assert answer.status_code == 500
    assert all(number in answer.text for number in NUMBERS)
    assert "НЕ збережено" in answer.text


def test_reports_are_taken_while_the_records_are_closed(place, monkeypatch):
    def closed():
        raise OperationalError("", {}, Exception("closed"))

    client = place.client()
    client.set_cookie("sid", "a" * 43)
    with monkeypatch.context() as patch:
        for name in ("read", "write"):
            patch.setattr(place.store, name, closed)
        answer = send(client, **TYPED)
        page = client.get("/report/received").text
    assert answer.status_code == 303
    assert receipt(page)
    assert len(place.kept()) == 1


def test_the_log_and_the_records_know_nothing_of_who_reports(place, caplog):
    with caplog.at_level(logging.INFO, logger="portal.access"):
        client = place.client("203.0.113.9")
        send(client, **TYPED)
        client.get("/report/received")
    lines = [record.told for record in caplog.records if record.name == "portal.access"]
    assert len(lines) == 3
    assert {(line["network"], line["person"]) for line in lines} == {("-", None)}
    told = json.dumps(lines, ensure_ascii=False) + caplog.text
    assert not [value for value in ("203.0.113", *TYPED.values()) if value in told and value != "NEGLECT"]
    assert b"203.0.113" not in b"".join(path.read_bytes() for path in place.home.rglob("*") if path.is_file())


def test_a_flood_goes_to_a_lane_of_its_own_and_no_report_is_dropped(place):
    client = place.client("198.51.100.4")
    for number in range(FREE + 3):
        assert send(client, text=f"{number}", files=[(io.BytesIO(b"x"), "a.txt")]).status_code == 303
    assert [one.quarantined for one in place.kept()] == [False] * FREE + [True] * 3
    assert [len(one.attachments) for one in place.kept()] == [1] * FREE + [0] * 3
    assert "дуже багато звернень" in client.get("/report/received").text
    data = filled(client, text="worked for")
    data["proof"] = next(str(number) for number in count() if proven(data["attempt"], str(number)))
    client.post("/report", data=data)
    send(place.client("192.0.2.1"), text="elsewhere")
    assert [one.quarantined for one in place.kept()[-2:]] == [False, False]


def test_somebody_of_an_institution_reports_by_name_or_without_it(place):
    area = place.country.areas[3].code
    (code, _), *_ = place.client().get(f"/report/institutions?area={area}").get_json()
    holding = Holding(Role.REPORTER, Extent(frozenset({area}), None, frozenset({code})))
    client, *_ = enter(place, place.guest(holding))
    page = client.get("/report").text
    assert f'<option selected value="{code}">' in page
    assert "Олена Приклад" in page
    assert 'name="time_NOTIFIED_POLICE"' in page
    steps = {"done": ["NOTIFIED_POLICE"], "time_NOTIFIED_POLICE": "9:30"}
    for number in range(FREE + 2):
        send(client, text=f"{number}", area=area, institution=code, reporter="staff", **steps)
    send(client, text="нишком", unnamed="yes")
    kept = place.kept()
    assert {one.quarantined for one in kept} == {False}
    assert (kept[0].channel, kept[0].done, kept[0].institution_id) == (Channel.STAFF, ("NOTIFIED_POLICE",), code)
    assert "Повідомлено Національну поліцію: 9:30" in kept[0].text
    assert kept[0].sender
    assert (kept[-1].sender, kept[-1].channel) == (None, Channel.FORM)


def test_when_nobody_takes_reports_in_the_form_says_so(place, monkeypatch):
    from dashboard import letterbox

    monkeypatch.setattr(letterbox, "LOOK_EVERY", -1.0)
    send(place.client(), text="x")
    assert "із запізненням" not in place.client().get("/report").text
    (path,) = (place.home / "spool").glob("*.sealed")
    path.rename(path.with_name("1" + path.name[1:]))
    os.utime(path.with_name("1" + path.name[1:]), (0, 0))
    assert "із запізненням" in place.client().get("/report").text


@pytest.mark.parametrize("path", ["/sign-in", "/"])
def test_the_way_to_the_form_is_on_every_public_page(place, path):
    from dash import html  # the shell is the same for Dash's own pages

    from layouts.components.shell import footer
    from layouts.markup import markup

    if path == "/":
        assert 'href="/report"' in markup(html.Div(footer(place.country, place.services.lang())))
    else:
        assert place.client().get(path).text.count('href="/report"') == 2


def test_the_whole_page_is_light(place, record_property):
    client = place.client()
    for path in ("/report", "/report?for=child", "/report/back"):
        page = client.get(path)
        sizes = {path: len(page.data)}
        for address in re.findall(r'(?:href|src)="(/report/files/[^"]+)"', page.text):
            answer = client.get(address, headers={"Accept-Encoding": "identity"})
            sizes[address] = len(answer.data)
            fonts = re.findall(r"url\(([^)]+-(?:latin|cyrillic)-wght[^)]+)\)", answer.text) if ".css" in address else []
            for font in fonts:
                found = client.get(f"/report/files/{font.rpartition('/')[2]}")
                assert found.status_code == 200
                sizes[font] = len(found.data)
        assert len(sizes) == 7
        record_property(f"bytes of {path}", sum(sizes.values()))
        assert sum(sizes.values()) < 200_000
