"""Measured → JSON: the API's answer, streamed row by row. Keys are the CSV's columns."""

import json
from collections.abc import Iterator, Sequence

from data.export.rows import CODES, columns, rows
from data.indicators.model import Basis, Measured


def stream(
    measured: Measured, total: int | None = None, offset: int = 0, emptied: Sequence[tuple[str, ...]] = ()
) -> Iterator[bytes]:
    """An object of release, demonstration, basis, notices, total, offset and observations (one {column: value} a row).

    `total`: rows there are in all (None: those of `measured`), of which these begin at `offset`. `emptied`: the sets
    of filters without any of which a table without numbers would have some; told only then. UTF-8.
    """
    head = {
        "release": measured.release.id,
        "demonstration": measured.release.demonstration,
        "basis": [_basis(basis) for basis in measured.bases],
        "notices": [{"key": notice.key, **dict(notice.parameters)} for notice in measured.notices],
        "total": len(measured.cells) if total is None else total,
        "offset": offset,
        **({"emptied_by": [list(names) for names in emptied]} if emptied else {}),
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
