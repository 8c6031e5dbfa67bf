"""Measured → JSON: the API's answer, streamed row by row. Keys are the CSV's columns."""

import json
from collections.abc import Iterator

from data.export.rows import CODES, columns, rows
from data.indicators.model import Basis, Measured


def stream(measured: Measured) -> Iterator[bytes]:
    """An object of release, demonstration, basis, notices and observations (one {column: value} a row), UTF-8."""
    head = {
        "release": measured.release.id,
        "demonstration": measured.release.demonstration,
        "basis": [_basis(basis) for basis in measured.bases],
        "notices": [{"key": notice.key, **dict(notice.parameters)} for notice in measured.notices],
    }
    yield (_text(head)[:-1] + ', "observations": [').encode()
    names = columns(measured)
    for number, row in enumerate(rows(measured, CODES)):
        yield ((",\n" if number else "\n") + _text(dict(zip(names, row, strict=True)))).encode()
    yield b"\n]}\n"


def _basis(basis: Basis) -> dict[str, object]:
    return {
        "to": basis.until.isoformat(),
        "areas_with_value": basis.areas_with_value,
        "areas": basis.areas,
        "share": basis.share,
    }


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
