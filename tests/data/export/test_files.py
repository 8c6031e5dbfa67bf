"""Files say what the answer says: same rows, same numbers, nothing a spreadsheet would run."""

import csv as csv_module
import io
import json as json_module
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from data.export import csv, json, xlsx
from data.export.rows import CODES, Names, columns, rows
from data.filters import Filters, Notice, Population
from data.indicators.catalogue import catalogue
from data.indicators.model import Basis, Cell, Measured, ReleaseInfo
from data.states import Flag, State
from geo.text import Lang

DAY = date(2024, 12, 31)
RELEASE = ReleaseInfo("2024-12-31-r1", "ua", datetime(2025, 1, 2, tzinfo=UTC), DAY, True, "abc")
WORDS = Names(
    Lang.UK,
    {"area": "Область", "value": "Значення"},
    {"area": {"UA": "Україна", "UA05": "=Вінницька"}, "state": {"value": "є дані"}, "type": {"NRC": "НРЦ"}},
)


@pytest.fixture
def measured() -> Measured:
    kinds = (("type", "NRC"),)
    cells = (
        Cell("UA05", DAY, DAY, kinds, 1 / 3, 1.0, 3.0, State.VALUE, (Flag.PARTIAL, Flag.PROVISIONAL)),
        Cell("UA07", DAY, DAY, kinds, None, None, None, State.SUPPRESSED),
        Cell("UA12", DAY, DAY, kinds, 20.0, 20.0, 1.0, State.VALUE, (), "@somebody"),
    )
    filters = Filters("children_per_institution", DAY, population=Population.ALL, by=("area", "type"))
    return Measured(
        catalogue()["children_per_institution"], filters, RELEASE, cells, cells[:1],
        (Basis(DAY, 24, 27, 0.96),), (Notice("as_of_moved", (("asked", "2025-01-01"),)),),
    )  # fmt: skip


def test_columns_stand_in_the_order_agreed(measured: Measured) -> None:
    wanted = "indicator,area,from,to,population,type,value,numerator,denominator,state,flags,release,source"
    assert ",".join(columns(measured)) == wanted


def test_rows_are_the_cells(measured: Measured) -> None:
    first, second, third = rows(measured)
    assert first[5:12] == ("NRC", 1 / 3, 1, 3, "value", "partial;provisional", "2024-12-31-r1")
    assert second[5:11] == ("NRC", None, None, None, "suppressed", "")
    assert first[-1] == catalogue()["children_per_institution"].source.en
    assert third[-1] == "@somebody"


def test_the_api_csv_is_plain(measured: Measured) -> None:
    text = b"".join(csv.stream(measured)).decode("utf-8")
    assert not text.startswith(csv.BYTE_ORDER_MARK)
    header, *lines = csv_module.reader(io.StringIO(text, newline=""))
    assert header == list(columns(measured))
    assert [line[6] for line in lines] == [str(1 / 3), "", "20"]
    assert not any(line[0].startswith("#") for line in lines)
    assert lines[2][-1] == "'@somebody"


def test_a_saved_csv_opens_in_a_spreadsheet(measured: Measured) -> None:
    content = csv.download(measured, WORDS, ["Демонстраційні дані", "=1+1"]).decode("utf-8")
    assert content.startswith(csv.BYTE_ORDER_MARK)
    header, first, *_, empty, note, formula = csv_module.reader(io.StringIO(content[1:], newline=""))
    assert header[1] == "Область"
    assert (first[1], first[5], first[9]) == ("'=Вінницька", "НРЦ", "є дані")
    assert (empty, note, formula) == ([], ["Демонстраційні дані"], ["'=1+1"])


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_no_text_is_a_formula(text: str) -> None:
    assert csv.safe(text) == "'" + text
    assert csv.safe(-5) == -5
    assert csv.safe("a=1") == "a=1"


def test_json_has_the_same_rows(measured: Measured) -> None:
    told = json_module.loads(b"".join(json.stream(measured)))
    assert [tuple(row.values()) for row in told["observations"]] == list(rows(measured, CODES))
    assert tuple(told["observations"][0]) == columns(measured)
    assert told["basis"] == [{"to": "2024-12-31", "areas_with_value": 24, "areas": 27, "share": 0.96}]
    assert told["notices"] == [{"key": "as_of_moved", "asked": "2025-01-01"}]
    assert (told["release"], told["demonstration"]) == ("2024-12-31-r1", True)


def test_json_of_nothing_is_json(measured: Measured) -> None:
    told = json_module.loads(b"".join(json.stream(replace(measured, cells=()))))
    assert told["observations"] == []


def test_a_workbook_holds_the_same_numbers(measured: Measured) -> None:
    notes = (("Увага", "Демонстраційні дані"), ("Випуск", "=HYPERLINK(1)"))
    book = xlsx.Book("Назва", ("Дані", "Примітки", "Визначення"), notes, (("definition", "Визначення"),))
    content = xlsx.workbook(measured, WORDS, book)
    read = openpyxl.load_workbook(io.BytesIO(content))
    assert read.sheetnames == ["Дані", "Примітки", "Визначення"]
    header, *lines = read["Дані"].iter_rows(values_only=True)
    assert header[1] == "Область"
    for line, row in zip(lines, rows(measured, WORDS), strict=True):
        assert [value or None for value in line] == [value or None for value in row]
    assert read["Примітки"]["B1"].value == "Демонстраційні дані"
    assert read["Примітки"]["B2"].data_type == "s"
    assert read["Дані"]["B2"].data_type == "s"
    fields = {row[0]: row[1] for row in read["Визначення"].iter_rows(values_only=True)}
    assert fields["Визначення"] == measured.indicator.definition.uk


def test_the_demonstration_is_said_inside_each_file(measured: Measured) -> None:
    remark = "Демонстраційні дані"
    assert remark in csv.download(measured, WORDS, [remark]).decode()
    assert json_module.loads(b"".join(json.stream(measured)))["demonstration"] is True
    book = xlsx.Book(remark, ("a", "b", "c"), ((remark, remark),))
    properties = openpyxl.load_workbook(io.BytesIO(xlsx.workbook(measured, WORDS, book))).properties
    assert properties.description == remark
