"""What is wrong with the files handed in: one problem a cell, listed for a person or a machine. Pure."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from data.errors import BadFile
from data.sources.datasets import datasets
from data.sources.messages import clip, phrase
from geo.text import Lang, Text

LISTED = 50
HEADINGS = ("severity", "file", "row", "column", "value", "message", "remedy", "rule")
FORMULA = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n")


class Severity(StrEnum):
    """ERROR stops the build; WARNING is shown and lets it pass."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing wrong, where it is and how to mend it.

    `row` is the number a spreadsheet shows (the header is usually row 1), None if the whole file is meant. `column`
    is the column's code, or the heading as found. `value` is the cell as written, clipped; masked where it may name
    a person. `rule` is a code of data/rules, or of data/sources/messages.toml for files that could not be read.
    """

    file: str
    dataset: str
    row: int | None
    column: str
    value: str
    rule: str
    severity: Severity
    message: Text
    remedy: Text


@dataclass(frozen=True)
class Report:
    """All that checking found. `rows` counts the rows read per dataset.

    `problems` lists at most LISTED of each (dataset, rule); `totals` counts all of them.
    """

    problems: tuple[Problem, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The listed problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The listed problems that do not."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    def count(self, severity: Severity) -> int:
        """How many problems of this severity there are, the unlisted ones too."""
        pairs = {(p.dataset, p.rule) for p in self.problems if p.severity is severity}
        return sum(self.totals[pair] for pair in pairs)


def listed(problems: Iterable[Problem], totals: Mapping[tuple[str, str], int] | None = None) -> Report:
    """A report of `problems`, at most LISTED of each (dataset, rule); `totals` where more were counted than given."""
    counted: dict[tuple[str, str], int] = {}
    kept = []
    for one in problems:
        pair = (one.dataset, one.rule)
        counted[pair] = counted.get(pair, 0) + 1
        if counted[pair] <= LISTED:
            kept.append(one)
    return Report(tuple(kept), {}, {**counted, **(totals or {})})


def joined(reports: Iterable[Report]) -> Report:
    """One report of several: errors first, then by dataset and row."""
    reports = tuple(reports)
    order = list(datasets())
    problems = sorted(
        (one for report in reports for one in report.problems),
        key=lambda p: (p.severity, order.index(p.dataset) if p.dataset in order else -1, p.rule, p.row or 0),
    )
    rows = {dataset: count for report in reports for dataset, count in report.rows.items()}
    totals: dict[tuple[str, str], int] = {}
    for report in reports:
        for pair, count in report.totals.items():
            totals[pair] = totals.get(pair, 0) + count
    return Report(tuple(problems), rows, totals)


def problem(
    code: str,
    *,
    file: str,
    dataset: str,
    row: int | None = None,
    column: str = "",
    value: object = "",
    said: Text | object = None,
    detail: Text | object = "",
    severity: Severity = Severity.ERROR,
) -> Problem:
    """A problem of a file or of its headings, worded by data/sources/messages.toml; {value} is `said`, else `value`."""
    filling: dict[str, Text | object] = {"row": row, "value": said or clip(str(value)), "detail": detail}
    message, remedy = phrase(code, "message", **filling), phrase(code, "remedy", **filling)
    return Problem(file, dataset, row, column, clip(str(value)), code, severity, message, remedy)


def problem_of(error: BadFile, file: str, dataset: str) -> Problem:
    """What a BadFile says, as a problem of the file."""
    given = error.parameters
    row = given.get("row")
    return problem(
        str(given.get("reason", "unreadable")),
        file=file,
        dataset=dataset,
        row=row if isinstance(row, int) else None,
        value=given.get("value", ""),
        detail=given.get("detail", ""),
    )


def as_lines(report: Report, lang: Lang) -> tuple[str, ...]:
    """The report for a person to read: one line a problem, then how many more of its kind, then the sum."""
    if not report.problems:
        return (phrase("clean").in_(lang),)
    lines: list[str] = []
    for pair, group in _grouped(report.problems):
        lines.extend(_line(one, lang) for one in group)
        more = report.totals.get(pair, len(group)) - len(group)
        if more > 0:
            lines.append("  " + phrase("more", value=more).in_(lang))
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    return (*lines, phrase("summary", value=errors, detail=warnings).in_(lang))


def as_csv(report: Report, lang: Lang) -> str:
    """The listed problems as CSV with headings in `lang`; cells that a spreadsheet would run as a formula get a '."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([phrase(heading).in_(lang) for heading in HEADINGS])
    for one in report.problems:
        cells = (phrase(one.severity).in_(lang), one.file, one.row or "", one.column, one.value)
        writer.writerow(
            [_harmless(str(cell)) for cell in (*cells, one.message.in_(lang), one.remedy.in_(lang), one.rule)]
        )
    return text.getvalue()


def column_label(dataset: str, column: str, lang: Lang) -> str:
    """A column's label with its code, or the heading as found if the dataset has no such column."""
    known = {c.code: c.label.in_(lang) for c in datasets()[dataset].columns} if dataset in datasets() else {}
    return f"{known[column]} ({column})" if column in known else column


def in_file(report: Report, file: str) -> Report:
    """The part of the report about one file."""
    problems = tuple(one for one in report.problems if one.file == file)
    pairs = {(one.dataset, one.rule) for one in problems}
    return replace(report, problems=problems, totals={pair: report.totals[pair] for pair in pairs})


def _grouped(problems: Iterable[Problem]) -> list[tuple[tuple[str, str], list[Problem]]]:
    groups: dict[tuple[str, str], list[Problem]] = {}
    for one in problems:
        groups.setdefault((one.dataset, one.rule), []).append(one)
    return list(groups.items())


def _line(one: Problem, lang: Lang) -> str:
    row = f"{phrase('row').in_(lang).lower()} {one.row}" if one.row else ""
    where = ", ".join(part for part in (one.file, row, column_label(one.dataset, one.column, lang)) if part)
    said = f"{where}: {phrase(one.severity).in_(lang)}: {one.message.in_(lang)} {one.remedy.in_(lang)}"
    return f"{said.strip()} [{one.rule}]"


def _harmless(cell: str) -> str:
    seen = cell.lstrip("\ufeff\u200b\u00a0 ")
    return f"'{cell}" if seen.startswith((*FORMULA, "\uff1d", "\uff0b", "\uff0d", "\uff20")) else cell
