"""Given rows and expected cells, one TOML file an indicator (`<code>.toml`). Read here, asserted in test_indicators."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from data.access import EVERYTHING, VISITOR, Scope
from data.export.rows import CODES, rows
from data.filters import Known, from_query
from data.indicators.catalogue import catalogue
from data.indicators.measure import measure
from data.warehouse.release import Release
from geo.countries import country
from tests.data.register import release_from

FOLDER = Path(__file__).parent
Given = dict[str, list[dict[str, object]]]


@dataclass(frozen=True)
class Case:
    """What is asked (a query string), of which file, and the cells that must be among the answer's."""

    asked: str
    scope: Scope
    cells: tuple[str, ...]


def cases(code: str) -> tuple[Given, tuple[Case, ...]]:
    """The given rows and the cases of an indicator. `times = n` in a row stands for n such rows."""
    told = tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))
    given = {
        dataset: [row for row in rows_given for row in _repeated(row)] for dataset, rows_given in told["given"].items()
    }
    return given, tuple(
        Case(case["asked"], VISITOR if case.get("public") else EVERYTHING, tuple(case["cells"]))
        for case in told["expected"]
    )


def built(tmp_path: Path, given: Given) -> Release:
    """A release of the given rows. Targets and milestones of the country stay out unless given."""
    for row in given.get("published", []):
        row.setdefault("url", "https://example.org")
        row.setdefault("confidence", "high")
    return release_from(tmp_path, **given)


def answered(release: Release, code: str, case: Case) -> set[str]:
    """All cells of the answer, the whole's too, as the case writes them: columns between blanks, `-` for none."""
    known = Known(frozenset(catalogue()), frozenset(), release.known.codes)
    filters, notices = from_query(f"indicator={code}&{case.asked}", known)
    assert not notices, notices
    measured = measure(release, case.scope, filters)
    lines = {_line(row) for row in rows(measured, CODES)}
    if "area" in filters.by:
        lines |= {_line(row) for row in rows(replace(measured, cells=measured.whole), CODES)}
    return lines


def _repeated(row: dict[str, object]) -> list[dict[str, object]]:
    rest = {key: value for key, value in row.items() if key != "times"}
    return [dict(rest) for _ in range(int(str(row.get("times", 1))))]


def _line(row: tuple[object, ...]) -> str:
    _, area, since, until, _, *rest = row
    told = [_short(str(area)), since, until, *rest[:-2]]
    return " ".join("-" if value is None else str(value) for value in told).rstrip()


def _short(code: str) -> str:
    return next((area.iso for area in country("ua").areas if area.code == code), code)
