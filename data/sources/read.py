"""A CSV or XLSX file → rows of text with the row numbers a spreadsheet shows. Means nothing by them yet."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from data.errors import BadFile
from data.sources.encoding import encoding_of
from data.sources.workbook import records_of_workbook

MAX_BYTES = 512 * 1024 * 1024
MAX_ROWS = 3_000_000
MAX_COLUMNS = 200
DELIMITERS = ",;\t"
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


@dataclass
class Scan:
    """A file being read: its headings now, its rows once, as they come.

    `header` has no trailing empty headings. `rows` gives (row number, cells as many as headings); blank rows are
    skipped, rows of another length are put into `ragged` as (row number, cells found).
    """

    file: str
    header: tuple[str, ...]
    header_row: int
    records: Iterator[list[str]]
    ragged: list[tuple[int, int]] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows. Raises BadFile where the file cannot be read on, or has too many rows."""
        width = len(self.header)
        for number, cells in enumerate(self.records, self.header_row + 1):
            if number > MAX_ROWS:
                raise BadFile(reason="too_many_rows", file=self.file, detail=f"{MAX_ROWS:,}".replace(",", " "))
            if not (cells and cells[0].strip()) and not any(map(str.strip, cells)):
                continue
            if len(cells) == width:
                yield number, cells
            elif len(cells) > width and not any(map(str.strip, cells[width:])):
                yield number, cells[:width]
            else:
                self.ragged.append((number, len(cells)))


@dataclass(frozen=True)
class Sheet:
    """A file read whole: `rows[i]` stood in row `numbers[i]`; cells are text exactly as written."""

    file: str
    header: tuple[str, ...]
    header_row: int
    numbers: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    ragged: tuple[tuple[int, int], ...]


def read(path: Path) -> Sheet:
    """The whole file. Raises BadFile with a `reason` that data/sources/messages.toml has a sentence for."""
    scan = scanned(path)
    numbered = list(scan.rows())
    numbers, rows = tuple(number for number, _ in numbered), tuple(tuple(cells) for _, cells in numbered)
    return Sheet(scan.file, scan.header, scan.header_row, numbers, rows, tuple(scan.ragged))


def scanned(path: Path) -> Scan:
    """The file opened and its header read. Raises BadFile; a BadFile may also come later, from the rows."""
    raw = _bytes(path)
    if raw.startswith(OLD_EXCEL):
        raise BadFile(reason="old_excel", file=path.name)
    if raw.startswith(ZIP) or path.suffix.lower() in (".xlsx", ".xlsm"):
        records = records_of_workbook(raw, path.name, MAX_COLUMNS)
    else:
        records = _records_of_text(raw, path.name)
    return _with_header(path.name, records)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadFile(reason="too_large", file=path.name, value=_megabytes(size), detail=_megabytes(MAX_BYTES))
        return path.read_bytes()
    except OSError as error:
        raise BadFile(reason="not_found", file=path.name) from error


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"


def _with_header(file: str, records: Iterator[list[str]]) -> Scan:
    for number, cells in enumerate(records, 1):
        headings = [cell.strip() for cell in cells]
        while headings and not headings[-1]:
            headings.pop()
        if len(headings) > MAX_COLUMNS:
            raise BadFile(reason="too_many_columns", file=file, value=len(headings), detail=MAX_COLUMNS)
        if headings and not (number == 1 and headings[0].lower().startswith("sep=")):
            return Scan(file, tuple(headings), number, records)
    raise BadFile(reason="empty", file=file)


def _records_of_text(raw: bytes, file: str) -> Iterator[list[str]]:
    """Every record of a CSV file, blank ones as empty lists."""
    text = io.TextIOWrapper(io.BytesIO(raw), encoding=encoding_of(raw, file), newline="")
    head, mark = [], None
    for line in text:
        head.append(line)
        if line.lower().startswith("sep=") and len(head) == 1:
            mark = line[4:5]
        elif line.strip():
            break
    delimiter = mark if mark and mark in DELIMITERS else _delimiter(head[-1] if head else "")
    reader = csv.reader(chain(head, text), delimiter=delimiter, strict=True)
    ended = 0  # the line the last good record ended in
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(error, file, ended + 1, reader.line_num) from error
        ended = reader.line_num
        yield cells


def _delimiter(header: str) -> str:
    """The delimiter that splits the header into most cells; a comma if none does."""
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))


def _broken(error: csv.Error, file: str, first_line: int, last_line: int) -> BadFile:
    what = str(error)
    if "end of data" in what:
        return BadFile(reason="unterminated_quote", file=file, row=first_line)
    if "field limit" in what:
        return BadFile(reason="long_cell", file=file, row=first_line, detail=csv.field_size_limit())
    return BadFile(reason="stray_quote", file=file, row=last_line)
