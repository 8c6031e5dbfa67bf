"""A report reads well for a person and is safe to open in a spreadsheet."""

import csv
import io
from dataclasses import replace

from data.sources.report import LISTED, Severity, as_csv, as_lines, in_file, joined, listed, problem
from geo.text import Lang

RAGGED = problem("ragged_row", file="returns.csv", dataset="returns", row=7, value=3, detail=4)
UNKNOWN = problem(
    "unknown_column", file="returns.csv", dataset="returns", row=1, value="=cmd()", severity=Severity.WARNING
)


def test_lines_say_where_what_and_how_to_mend():
    lines = as_lines(listed([RAGGED]), Lang.UK)
    assert lines[0].startswith("returns.csv, рядок 7: помилка: У рядку 3 комірок, а в заголовку — 4.")
    assert lines[-1] == "Помилок: 1. Попереджень: 0."
    assert as_lines(listed([RAGGED]), Lang.EN)[0].startswith("returns.csv, row 7: error: The row has 3 cells")


def test_nothing_wrong_is_said_too():
    assert as_lines(listed([]), Lang.EN) == ("Nothing wrong was found.",)


def test_more_than_listed_is_counted():
    report = listed([replace(RAGGED, row=n) for n in range(1, 61)])
    assert len(report.problems) == LISTED
    assert report.count(Severity.ERROR) == 60
    assert "… and 10 more of the same" in as_lines(report, Lang.EN)[-2]


def test_errors_come_first_and_stop():
    report = joined([listed([UNKNOWN]), listed([RAGGED])])
    assert [one.severity for one in report.problems] == [Severity.ERROR, Severity.WARNING]
    assert report.errors == (RAGGED,)
    assert report.warnings == (UNKNOWN,)


def test_a_spreadsheet_runs_nothing():
    rows = list(csv.reader(io.StringIO(as_csv(joined([listed([UNKNOWN])]), Lang.UK))))
    assert rows[0][:5] == ["Вага", "Файл", "Рядок", "Стовпець", "Значення"]
    assert rows[1][4] == "'=cmd()"


def test_values_with_braces_stay_as_they_are():
    one = problem("unknown_column", file="a.csv", dataset="returns", value="{detail}{0}", severity=Severity.WARNING)
    assert "{detail}{0}" in one.message.uk


def test_the_part_about_one_file():
    report = joined([listed([RAGGED]), listed([replace(UNKNOWN, file="other.csv")])])
    assert in_file(report, "returns.csv").problems == (RAGGED,)
