"""Every rule on its own good and wrong rows: <code>.toml beside this file says which are which."""

import csv
import tomllib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.rules.catalogue import Rule, rules
from data.sources.check import stage_and_check
from data.sources.datasets import datasets
from data.sources.report import Report
from geo.countries import country

HERE = Path(__file__).parent
DEFAULTS = tomllib.loads((HERE / "defaults" / "rows.toml").read_text(encoding="utf-8"))
COVERS_TO = date(2026, 9, 30)
Place = tuple[str, int, str]


def write(folder: Path, given: dict[str, list[dict[str, object]]]) -> tuple[dict[str, Path], set[Place]]:
    """The given rows as files of the import format, and the cells the case calls wrong."""
    files, wrong = {}, set()
    for dataset, rows in given.items():
        files[dataset] = folder / f"{dataset}.csv"
        columns = [column.code for column in datasets()[dataset].columns]
        with files[dataset].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            for number, row in enumerate(rows, 2):
                wrong |= {(dataset, number, column) for column in row.pop("wrong", [])}
                writer.writerow({k: str(v).replace("{n}", str(number)) for k, v in (DEFAULTS[dataset] | row).items()})
    return files, wrong


def found(report: Report, rule: str) -> set[Place]:
    return {(p.dataset, p.row or 0, p.column) for p in report.problems if p.rule == rule}


@pytest.mark.parametrize("rule", rules().values(), ids=rules().keys())
def test_it_finds_the_wrong_rows_and_no_other(rule: Rule, tmp_path: Path) -> None:
    path = HERE / f"{rule.code}.toml"
    assert path.is_file(), f"write {path.name}: good and wrong rows of the rule"
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    files, wrong = write(tmp_path, case["given"])
    report = stage_and_check(duckdb.connect(), files, country("ua"), case.get("covers_to", COVERS_TO))
    assert found(report, rule.code) == wrong
    assert wrong, "a case needs a wrong row"
    said = [problem for problem in report.problems if problem.rule == rule.code]
    assert all(problem.severity is rule.severity for problem in said)
    for lang, words in case.get("says", {}).items():
        assert any(words in getattr(problem.message, lang) for problem in said), [p.message for p in said]
    for problem in said:
        for text in (problem.message.uk, problem.message.en, problem.remedy.uk, problem.remedy.en):
            assert text, "every rule speaks both languages"
            assert "{" not in text
            assert "None" not in text


def test_every_case_has_a_rule() -> None:
    assert {path.stem for path in HERE.glob("*.toml")} == set(rules())


def test_a_child_named_is_not_repeated(tmp_path: Path) -> None:
    files, _ = write(tmp_path, {"placements": [{"child_id": "Kovalenko Olena"}]})
    report = stage_and_check(duckdb.connect(), files, country("ua"), COVERS_TO)
    assert "ovalenko" not in repr(report)


def test_a_row_of_defaults_breaks_nothing(tmp_path: Path) -> None:
    given = {dataset: [{}] for dataset in DEFAULTS if dataset not in ("vocabulary", "population")}
    files, _ = write(tmp_path, given)  # type: ignore[arg-type]
    report = stage_and_check(duckdb.connect(), files, country("ua"), COVERS_TO)
    assert {p.rule for p in report.errors} == set()
