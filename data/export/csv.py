"""Measured → CSV: for programs (plain UTF-8, codes, no remarks) and for people (opens rightly in a spreadsheet)."""

import csv
import io
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from unicodedata import category

from data.export.rows import CODES, Names, Row, Value, columns, rows, titles
from data.indicators.model import Measured

UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})
BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20")
BREAKS = frozenset("\t\r\n\0")
TOGETHER = 500


def safe(value: Value) -> Value:
    """A text that a spreadsheet might run as a formula gets a leading apostrophe; numbers are left alone."""
    return f"'{value}" if isinstance(value, str) and _risky(value) else value


@lru_cache(maxsize=4096)  # the same codes and sources stand in every row
def _risky(text: str) -> bool:
    """Whether it begins like a formula, half or full width, whatever blanks and unseen characters stand before."""
    if text[:1] in BREAKS:
        return True
    return next((letter for letter in text if category(letter) not in UNSEEN), "") in FORMULA_STARTS


def stream(measured: Measured) -> Iterator[bytes]:
    """The API's CSV, in parts: a header of column codes, then the rows. UTF-8 without a mark, no other lines."""
    yield line(columns(measured)).encode()
    found = rows(measured, CODES)
    while part := list(islice(found, TOGETHER)):
        yield _lines(part).encode()


def download(measured: Measured, names: Names, remarks: Iterable[str] = ()) -> bytes:
    """The CSV a person saves: titles and words in their language, UTF-8 with a mark.

    `remarks` (the demonstration notice, the release, the source) follow the table after an empty line, one a line.
    """
    told = [line(titles(measured, names)), *(line(row) for row in rows(measured, names))]
    told += [line(())] + [line((remark,)) for remark in remarks]
    return (BYTE_ORDER_MARK + "".join(told)).encode()


def line(row: Row) -> str:
    """One CSV line, every text cell safe, ended by CR LF as RFC 4180 says."""
    return _lines((row,))


def _lines(found: Iterable[Row]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([safe(value) for value in row] for row in found)
    return buffer.getvalue()
