"""One number everywhere: the API, the files and the command give the same rows."""

import csv
import io
import json

import openpyxl
import pytest

from dashboard.__main__ import main

COLUMNS = [
    "indicator", "area", "from", "to", "population", "value", "numerator", "denominator", "state", "flags", "release",
    "source",
]  # fmt: skip
QUESTIONS = [
    ("children_in_institutions?by=area", ["--by", "area"]),
    ("children_in_institutions_rate?by=area&population=24h", ["--by", "area", "--population", "24h"]),
    ("children_in_institutions?every=year&ministry=MES", ["--every", "year", "--where", "ministry=MES"]),
    ("exits?by=destination", ["--by", "destination"]),
    ("published_children_in_institutions?by=area", ["--by", "area"]),
]


def address(question: str, ending: str = "") -> str:
    """The API's address for `indicator?rest`."""
    code, rest = question.split("?")
    return f"/api/v1/observations{ending}?indicator={code}&{rest}"


@pytest.mark.parametrize(("question", "options"), QUESTIONS)
def test_api_and_command_give_the_same_rows(client, home, monkeypatch, capsysbinary, question, options):
    monkeypatch.setenv("PORTAL_HOME", str(home))
    text = client.get(address(question, ".csv")).data
    assert main(["measure", question.split("?")[0], *options]) == 0
    assert capsysbinary.readouterr().out == text
    rows = list(csv.reader(io.StringIO(text.decode())))
    assert [column for column in rows[0] if column in COLUMNS] == COLUMNS
    told = client.get(address(question)).get_json()["observations"]
    assert [["" if value is None else str(value) for value in row.values()] for row in told] == rows[1:]


def test_an_answer_the_reader_has_is_not_sent_again(client):
    first = client.get(address(QUESTIONS[0][0], ".csv"))
    again = client.get(address(QUESTIONS[0][0], ".csv"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(address(QUESTIONS[1][0], ".csv"), headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("ministry=ATLANTIS", 400, "bad_filter"),
        ("indicator=happiness", 400, "bad_filter"),
        ("as_of=yesterday", 400, "bad_filter"),
        ("indicator=children_in_institutions&by=destination", 422, "not_allowed"),
        ("indicator=children_in_institutions&by=ministry,type,age,sex", 422, "not_published"),
    ],
)
@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_refusal_is_a_sentence_in_the_readers_language(client, query, status, code, lang):
    answer = client.get(f"/api/v1/observations.csv?{query}&lang={lang}")
    told = answer.get_json()["error"]
    assert (answer.status_code, told["code"]) == (status, code)
    assert told["message"].isascii() == (lang == "en")


def test_other_sites_may_not_read_the_api(client):
    answer = client.get("/api/v1/indicators", headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_every_indicator_is_described_in_both_languages(client):
    from data.indicators.catalogue import catalogue

    told = client.get("/api/v1/indicators").get_json()["indicators"]
    assert [one["code"] for one in told] == list(catalogue())
    assert all(one["label"]["uk"] and one["definition"]["en"] for one in told)


def test_files_name_what_is_in_them_and_say_that_it_is_invented(client):
    answer = client.get("/download/observations.csv?by=area&lang=en")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="children_in_institutions_rate_')
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    text = answer.data.decode("utf-8-sig")
    assert "Demonstration data" in text
    assert "Zhytomyr" in text


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_workbook_holds_the_same_numbers_its_notes_and_definitions(client, lang):
    told = client.get(address(QUESTIONS[0][0])).get_json()["observations"]
    answer = client.get(f"/download/observations.xlsx?indicator=children_in_institutions&by=area&lang={lang}")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert len(book.sheetnames) == 3
    data = book.worksheets[0]
    assert [row[5].value for row in list(data.iter_rows())[1:]] == [row["value"] for row in told]
    assert any("2026" in str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)


def test_published_figures_are_a_file_with_their_sources(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/download/published.csv").data.decode("utf-8-sig"))))
    assert len(rows) > 500
    assert all(row["source"] for row in rows)


def test_ready_names_the_release(client):
    assert client.get("/readyz").get_json()["ready"] is True


def test_json_is_the_commands_json(client, home, monkeypatch, capsysbinary):
    monkeypatch.setenv("PORTAL_HOME", str(home))
    assert main(["measure", "exits", "--format", "json"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == client.get("/api/v1/observations?indicator=exits").get_json()
