"""Coming back with number and words: nobody else may, guessing is slow, and what is added is kept like a report."""

import errno
import io
import os

import pytest
from sqlalchemy.exc import OperationalError

from data.incidents import taking
from data.incidents.model import Addition
from data.incidents.places import NOWHERE
from geo.duties import duties
from tests.dashboard.reporting import hidden, opened_place, place, receipt, send

__all__ = ["opened_place", "place"]


@pytest.fixture
def told(place) -> tuple[str, str]:
    """Number and words of a report that waits."""
    client = place.client()
    send(client, text="перше")
    return receipt(client.get("/report/received").text)


def come_back(client, number: str, words: str):
    return client.post("/report/back", data={"number": number, "words": words})


def test_before_the_worker_has_it_a_report_is_kept_and_unread(place, told):
    client = place.client()
    answer = come_back(client, told[0].lower().replace("-", " "), told[1].upper())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/report/back")
    assert "Його ще ніхто не прочитав" in client.get("/report/back").text
    assert told[0] not in answer.headers["Set-Cookie"]
    assert "перше" not in client.get("/report/back").text


def test_what_officers_wrote_is_read_and_nothing_else(place, told, monkeypatch):
    (report,) = place.kept()
    case = taking.take_in(place.store, duties(), NOWHERE, report)
    place.emptied()
    client = place.client()
    assert come_back(client, *told).status_code == 303
    page = client.get("/report/back").text
    assert "Чергова особа ще не почала перевірку" in page
    assert case not in page
    assert "перше" not in page


@pytest.mark.parametrize("change", ["half the words", "another number", "no words", "nothing"])
def test_what_does_not_fit_gets_one_and_the_same_answer(place, told, change):
    number, words = told
    tried = {"half the words": (number, words[:-1]), "another number": ("K7QF-3M2D", words), "no words": (number, "")}
    answer = come_back(place.client(), *tried.get(change, ("", "")))
    assert answer.status_code == 422
    assert "Такого номера з такими словами немає" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_guessing_is_slowed_down_by_network_and_by_number(place, told):
    client = place.client("203.0.113.7")
    answers = [
        come_back(client, f"AAAA-BB{n:02d}".replace("0", "C").replace("1", "D"), "a b c d e f").status_code
        for n in range(22)
    ]
    assert answers == [422] * 20 + [429] * 2
    assert come_back(client, *told).status_code == 429
    assert come_back(place.client("192.0.2.9"), *told).status_code == 303


def test_more_is_added_to_the_spool_once_however_often_it_is_sent(place, told):
    client = place.client()
    come_back(client, *told)
    page = client.get("/report/back").text
    data = {"ticket": hidden(page, "ticket"), "attempt": hidden(page, "attempt"), "text": "друге"}
    for _ in range(2):
        answer = client.post(
            "/report/back", data=data | {"files": [(io.BytesIO(b"text"), "a.txt"), (io.BytesIO(b"MZ\0"), "b.exe")]}
        )
        assert answer.status_code == 303
    page = client.get("/report/back").text
    assert "Додане збережено" in page
    assert "b.exe" in page
    added = [one for one in place.kept() if isinstance(one, Addition)]
    assert {(one.text, one.reference, one.attempt) for one in added} == {("друге", told[0], data["attempt"])}
    assert [one.name for one in added[0].attachments] == ["a.txt"]


def test_nothing_is_added_where_nothing_was_written(place, told):
    client = place.client()
    come_back(client, *told)
    ticket = hidden(client.get("/report/back").text, "ticket")
    answer = client.post("/report/back", data={"ticket": ticket, "text": " "})
    assert answer.status_code == 422
    assert "Напишіть щось або додайте файл" in answer.text
    assert len(place.kept()) == 1


def test_what_cannot_be_kept_stays_in_the_form(place, told, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "full")

    client = place.client()
    come_back(client, *told)
    ticket = hidden(client.get("/report/back").text, "ticket")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = client.post("/report/back", data={"ticket": ticket, "text": "друге"})
    assert answer.status_code == 507
    assert "друге" in answer.text
    assert "НЕ збережено" in answer.text
    assert len(place.kept()) == 1


@pytest.mark.parametrize("ticket", ["x", "", "AAAA" * 30])
def test_a_ticket_made_up_opens_nothing(place, ticket):
    answer = place.client().post("/report/back", data={"ticket": ticket, "text": "x"})
    assert answer.status_code in {200, 422}
    assert place.kept() == []


def test_a_ticket_is_good_for_half_an_hour(place, told):
    client = place.client()
    come_back(client, *told)
    ticket = hidden(client.get("/report/back").text, "ticket")
    place.clock.move(minutes=31)
    client.post("/report/back", data={"ticket": ticket, "text": "пізно"})
    assert len(place.kept()) == 1


def test_closing_forgets_what_the_browser_carried(place, told):
    client = place.client()
    come_back(client, *told)
    client.get("/report/back?close=1")
    assert told[0] not in client.get("/report/back").text


def test_while_the_records_are_closed_it_says_so(place, monkeypatch):
    def closed():
        raise OperationalError("", {}, Exception("closed"))

    monkeypatch.setattr(place.store, "read", closed)
    answer = come_back(place.client(), "K7QF-3M2D", "a b c d e f")
    assert answer.status_code == 503
    assert "тимчасово не має доступу" in answer.text
