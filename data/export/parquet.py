"""Measured → Parquet: the API's columns with their types, for programs that read tables. Codes, no words."""

import tempfile
from pathlib import Path

import duckdb

from data.export.rows import CODES, Value, columns, rows
from data.indicators.model import Measured

NUMBERS = frozenset({"value", "numerator", "denominator"})
DAYS = frozenset({"from", "to"})


def file(measured: Measured) -> bytes:
    """The file's bytes. Numbers are doubles, days dates, all else text; a cell without a number has a state."""
    names = columns(measured)
    given = {f"c{place}": list(column) for place, column in enumerate(_columns(measured, len(names)))}
    told = ", ".join(f'unnest($c{place}::{_type(name)}[]) as "{name}"' for place, name in enumerate(names))
    with tempfile.TemporaryDirectory(prefix="portal-") as folder, duckdb.connect(":memory:") as connection:
        path = Path(folder) / "observations.parquet"
        connection.execute(f"create table observations as select {told}", given)
        connection.execute(f"copy observations to '{path}' (format parquet, compression zstd)")
        return path.read_bytes()


def _columns(measured: Measured, number: int) -> list[list[Value]]:
    found: list[list[Value]] = [[] for _ in range(number)]
    for row in rows(measured, CODES):
        for place, value in enumerate(row):
            found[place].append(value)
    return found


def _type(name: str) -> str:
    return "double" if name in NUMBERS else "date" if name in DAYS else "varchar"
