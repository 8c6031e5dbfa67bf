"""A file → a table of its text, `raw_<dataset>`, one column for each heading that was recognised.

Python's csv module reads the upload; what it read is written out plainly, and only that is loaded by the database,
whose own reader guesses and accepts unterminated quotes.
"""

import csv
import tempfile
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

from duckdb import DuckDBPyConnection

from data.errors import BadFile
from data.sources.datasets import Dataset
from data.sources.mapping import matched
from data.sources.read import Scan, scanned
from data.sources.report import Problem, Report, Severity, listed, problem, problem_of
from data.sources.statements import statement


def stage(connection: DuckDBPyConnection, dataset: Dataset, path: Path) -> Report:
    """Load the file as `raw_<dataset>`: row_number INTEGER, and a VARCHAR for each column found, NULL where blank.

    There is no such table if the file cannot be read or lacks a required column; the report says why. Needs the
    macros of kinds.sql.
    """
    try:
        scan = scanned(path)
        found, wrong = matched(dataset, scan.header, scan.file, scan.header_row)
        if any(one.severity is Severity.ERROR for one in wrong):
            return listed(wrong)
        count = _load(connection, dataset.code, scan, found)
    except BadFile as error:
        return listed([problem_of(error, path.name, dataset.code)])
    if not count:
        wrong.append(problem("no_rows", file=scan.file, dataset=dataset.code, severity=Severity.WARNING))
    report = listed([*wrong, *_ragged(scan, dataset.code)])
    return Report(report.problems, {dataset.code: count}, report.totals)


def _load(connection: DuckDBPyConnection, dataset: str, scan: Scan, found: dict[str, int]) -> int:
    """How many rows were loaded."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.csv"
        count = _write_plain(plain, scan, list(found.values()))
        types = ", ".join(("'row_number': 'INTEGER'", *(f"'{code}': 'VARCHAR'" for code in found)))
        cleaned = ", ".join(f'clean_cell("{code}") as "{code}"' for code in found)
        sql = statement("load", dataset=dataset, columns=cleaned, types="{" + types + "}")
        connection.execute(sql, {"path": str(plain)})
    return count


def _write_plain(plain: Path, scan: Scan, positions: Sequence[int]) -> int:
    """Write row number and the cells at `positions`, without outer white space; returns how many rows."""
    pick = itemgetter(*positions) if len(positions) > 1 else lambda cells: (cells[positions[0]],)
    count = 0
    with plain.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        for count, (number, cells) in enumerate(scan.rows(), 1):  # noqa: B007
            write((number, *map(str.strip, pick(cells))))
    return count


def _ragged(scan: Scan, dataset: str) -> list[Problem]:
    width = len(scan.header)
    return [
        problem("ragged_row", file=scan.file, dataset=dataset, row=number, value=count, detail=width)
        for number, count in scan.ragged
    ]
