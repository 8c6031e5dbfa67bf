"""No text in a file is run by the spreadsheet that opens it, wherever it stands; numbers stay numbers."""

import csv as csv_module
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from data.export import csv, xlsx
from data.export.rows import Names
from data.filters import Filters
from data.indicators.catalogue import catalogue
from data.indicators.model import Cell, Measured, ReleaseInfo
from data.states import State
from geo.text import Lang

PAYLOADS = (
    "=cmd|' /C calc'!A0",
    "+HYPERLINK(\"http://x\")",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "|calc",
    "%0A=1+1",
    "\t=1+1",
    "\r\n=1+1",
    "  \u00a0\u3000=1+1",
    "\ufeff=1+1",
    "\u200b\u200d\u2060@SUM(1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\0=1+1",
    "\n",
    "\u202e=1+1",
)  # fmt: skip
HARMLESS = ("Вінницька", "a=1", "'=1", "5 %", "№ 1", "", "–", "x\t=1")
DAY = date(2024, 12, 31)
RELEASE = ReleaseInfo("2024-12-31-r1", "ua", datetime(2025, 1, 2, tzinfo=UTC), DAY, True, "abc")
SHEETS = ("a", "b", "c")


def answer(text: str) -> Measured:
    """An answer that carries `text` wherever a text can come from outside: a dimension's code, a source."""
    cell = Cell("UA05", DAY, DAY, (("type", text),), -5.0, -5.0, 0.25, State.VALUE, (), text or "s")
    filters = Filters("children_per_institution", DAY, by=("area", "type"))
    return Measured(catalogue()["children_per_institution"], filters, RELEASE, (cell,), (cell,), ())


@pytest.mark.parametrize("text", PAYLOADS)
def test_text_cells_of_a_csv_are_never_formulas(text: str) -> None:
    named = Names(Lang.UK, {"area": text}, {"area": {"UA05": text}})
    contents = (b"".join(csv.stream(answer(text))), csv.download(answer(text), named, [text]))
    for content in contents:
        written = content.decode("utf-8").removeprefix(csv.BYTE_ORDER_MARK)
        cells = [cell for row in csv_module.reader(io.StringIO(written, newline="")) for cell in row]
        assert "'" + text in cells
        assert text not in cells


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_are_left_alone(text: str) -> None:
    assert csv.safe(text) == text


def test_numbers_stay_numbers() -> None:
    assert [csv.safe(number) for number in (-5, -0.5, 0, None)] == [-5, -0.5, 0, None]
    assert ",-5,-5,0.25," in b"".join(csv.stream(answer("x"))).decode()
    sheet = openpyxl.load_workbook(io.BytesIO(workbook("x")))["a"]
    assert [(cell.value, cell.data_type) for cell in sheet[2][6:9]] == [(-5, "n"), (-5, "n"), (0.25, "n")]


@pytest.mark.parametrize("text", PAYLOADS)
def test_text_cells_of_a_workbook_are_texts(text: str) -> None:
    content = workbook(text)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        pages = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(name.startswith("xl/externalLinks") for name in file.namelist())
    assert len(pages) == len(SHEETS)
    assert not any("<f>" in page or "<f " in page or "<hyperlink" in page for page in pages)
    read = openpyxl.load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for name in SHEETS for row in read[name].iter_rows() for cell in row if cell.value}
    assert kinds <= {"s", "n"}
    assert read["b"]["B1"].data_type == "s"


def workbook(text: str) -> bytes:
    book = xlsx.Book(text, SHEETS, ((text, text),), (("definition", text),))
    named = Names(Lang.UK, {"area": text}, {"area": {"UA05": text}})
    return xlsx.workbook(replace(answer(text), notices=()), named, book)
