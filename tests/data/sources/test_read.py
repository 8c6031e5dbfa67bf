"""Files as people send them: read exactly, or refused in words that help."""

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import BadFile
from data.sources import read as reader
from data.sources.read import Sheet, read
from data.sources.report import problem_of

HEADER = ["Код закладу", "Назва", "Примітка"]


def sheet(folder: Path, raw: bytes | str, name: str = "institutions.csv") -> Sheet:
    path = folder / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return read(path)


def workbook(folder: Path, rows: list[list[object]], name: str = "institutions.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇabcXYZ0123456789"
CELLS = st.text(LETTERS + " ,;\t\"'«»№\n-.’", max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8)


@settings(deadline=None)
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1251"]),
    line=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_every_dialect_reads_the_same(tmp_path_factory, rows, delimiter, encoding, line, quoting):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line, quoting=quoting).writerows([HEADER, *rows])
    found = sheet(tmp_path_factory.mktemp("csv"), text.getvalue().encode(encoding))
    numbered = [(n, tuple(row)) for n, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    assert found.header == tuple(HEADER)
    assert list(zip(found.numbers, found.rows, strict=True)) == numbered
    assert not found.ragged


@settings(deadline=None, max_examples=40)
@given(rows=st.lists(st.lists(st.text(LETTERS + " ,;'«", max_size=8), min_size=3, max_size=3), max_size=5))
def test_a_workbook_reads_the_same(tmp_path_factory, rows):
    found = read(workbook(tmp_path_factory.mktemp("xlsx"), [HEADER, *[[cell or None for cell in row] for row in rows]]))
    assert list(found.rows) == [tuple(row) for row in rows if any(cell.strip() for cell in row)]


def test_row_numbers_are_those_a_spreadsheet_shows(tmp_path):
    found = sheet(tmp_path, 'a,b\n\n1,"two\nlines"\n,\n  , \n3,4\n')
    assert found.numbers == (3, 6)


def test_a_title_of_the_separator_is_not_the_header(tmp_path):
    found = sheet(tmp_path, "sep=;\r\na;b\r\n1;2\r\n")
    assert (found.header, found.numbers) == (("a", "b"), (3,))


def test_empty_columns_at_the_end_are_cut(tmp_path):
    found = sheet(tmp_path, "a,b,,\n1,2,,\n3,4,,\n")
    assert (found.header, found.rows) == (("a", "b"), (("1", "2"), ("3", "4")))


def test_ragged_rows_are_named_and_left_out(tmp_path):
    found = sheet(tmp_path, "a,b\n1,2\n1\n1,2,3\n5,6\n")
    assert found.numbers == (2, 5)
    assert found.ragged == ((3, 1), (4, 3))


def test_cells_of_a_workbook_become_text(tmp_path):
    row = [12, 12.0, 1.5, date(2024, 2, 29), datetime(2024, 2, 29, 13, 5), True, "0012", None]
    found = read(workbook(tmp_path, [list("abcdefgh"), row]))
    assert found.rows == (("12", "12", "1.5", "2024-02-29", "2024-02-29 13:05:00", "true", "0012", ""),)


def test_missing_rows_of_a_workbook_count(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A5"] = "a", "x"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").numbers == (5,)


def test_the_first_visible_sheet_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    book.create_sheet("Дані").append(["a"])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").header == ("a",)


def _bomb() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<!DOCTYPE lolz [<!ENTITY lol 'lol'>]><worksheet/>")
    return raw.getvalue()


def _formula() -> bytes:
    book, raw = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a"])
    book.active.append(["=1+1"])
    book.save(raw)
    return raw.getvalue()


CASES = {
    "empty": (b"", "Файл порожній", "The file is empty"),
    "blank": (b"\xef\xbb\xbf\r\n\r\n ; ;\r\n", "Файл порожній", "The file is empty"),
    "nul": (b"a,b\n1,\x002\n", "керівні символи (рядок 2)", "control characters (row 2)"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "не текстовий файл", "not a text file"),
    "utf16": ("Код;Назва\n1;2\n".encode("utf-16"), "кодування файлу не UTF-8", "neither UTF-8 nor"),
    "koi8": (("Код закладу;Назва закладу\n" * 5).encode("koi8-u"), "кодування файлу не UTF-8", "neither UTF-8 nor"),
    "cp866": (("Код закладу;Назва закладу\n" * 5).encode("cp866"), "кодування файлу не UTF-8", "neither UTF-8 nor"),
    "unterminated": (b'a,b\n1,2\n3,"four\n5,6\n', "Лапки, відкриті в рядку 3", "opened in row 3 is never closed"),
    "stray": (b'a,b\n1,"two" three\n', "У рядку 2 після закритих лапок", "In row 2 other characters follow"),
    "long": (b"a,b\n1,2\n3," + b"x" * 200_000 + b"\n", "У рядку 3 є комірка, довша", "In row 3 a cell is longer"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "старий формат Excel", "old Excel format"),
    "zip": (b"PK\x03\x04 not a workbook", "Книгу Excel пошкоджено", "The Excel workbook is damaged"),
    "bomb": (_bomb(), "чого в таблиці даних бути не може", "cannot hold (DOCTYPE)"),
    "formula": (_formula(), "формули без обчисленого значення", "never calculated"),
}


@pytest.mark.parametrize(("raw", "uk", "en"), CASES.values(), ids=CASES)
def test_what_cannot_be_read_is_said_in_both_languages(tmp_path, raw, uk, en):
    path = tmp_path / "institutions.csv"
    path.write_bytes(raw)
    with pytest.raises(BadFile) as caught:
        read(path)
    problem = problem_of(caught.value, path.name, "institutions")
    assert uk in problem.message.uk
    assert en in problem.message.en
    assert problem.remedy.uk
    assert problem.remedy.en
    assert "{" not in repr(problem)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadFile, match="not_found"):
        read(tmp_path / "placements.csv")


def test_files_have_a_largest_size(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_BYTES", 10)
    with pytest.raises(BadFile, match="too_large"):
        sheet(tmp_path, "a,b\n1,2\n3,4\n")
    monkeypatch.undo()
    monkeypatch.setattr(reader, "MAX_ROWS", 2)
    with pytest.raises(BadFile, match="too_many_rows"):
        sheet(tmp_path, "a,b\n1,2\n3,4\n")
    with pytest.raises(BadFile, match="too_many_columns"):
        sheet(tmp_path, ",".join("a" * 201))


def test_a_workbook_that_unpacks_to_too_much(tmp_path, monkeypatch):
    from data.sources import workbook as module

    monkeypatch.setattr(module, "MAX_UNPACKED", 100)
    with pytest.raises(BadFile, match="too_large"):
        read(workbook(tmp_path, [["a"], ["b"]]))
