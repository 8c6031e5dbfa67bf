"""An XLSX file → records of text. Refuses what could harm the reader or would read wrongly without a word."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

from data.errors import BadFile

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_PARTS = 2_000
PIECE = 1024 * 1024
UNCALCULATED = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def records_of_workbook(raw: bytes, file: str, max_columns: int) -> Iterator[list[str]]:
    """Every row of the first visible sheet, missing rows as empty lists. Raises BadFile."""
    _refuse_harm(raw, file)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which are not read
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise BadFile(reason="broken_workbook", file=file) from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise BadFile(reason="empty", file=file)
    sheets[0].reset_dimensions()
    return _rows(sheets[0], file, max_columns)


def _rows(sheet: object, file: str, max_columns: int) -> Iterator[list[str]]:
    width = 0
    try:
        for values in sheet.iter_rows(values_only=True):  # type: ignore[attr-defined]
            cells = [_text(value) for value in values[: max_columns + 1]]
            width = max(width, len(cells))
            yield cells + [""] * (width - len(cells))
    except BadFile:
        raise
    except Exception as error:
        raise BadFile(reason="broken_workbook", file=file) from error


def _text(value: object) -> str:
    """A cell as text: days as YYYY-MM-DD, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _refuse_harm(raw: bytes, file: str) -> None:
    """Raise BadFile for archives that unpack to too much, declare entities, or hold formulas without a value."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
                size = f"{unpacked // 1024 // 1024} MB"
                raise BadFile(reason="too_large", file=file, value=size, detail=f"{MAX_UNPACKED // 1024 // 1024} MB")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_part(archive, part.filename, file)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BadFile(reason="broken_workbook", file=file) from error


def _refuse_part(archive: zipfile.ZipFile, name: str, file: str) -> None:
    sheet = name.startswith("xl/worksheets/")
    before = b""
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            window = before + piece
            if DECLARATION.search(window):
                raise BadFile(reason="forbidden_workbook", file=file, value="DOCTYPE")
            if sheet and UNCALCULATED.search(window):
                raise BadFile(reason="formula_without_value", file=file)
            before = window[-4096:]
