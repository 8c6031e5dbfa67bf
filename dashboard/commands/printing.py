"""How the commands speak: progress, refusals and lists, in the reader's language."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from data.errors import PortalError
from data.sources.report import Problem, Report
from geo.errors import GeoError
from geo.text import Lang
from layouts.components.notice import error_words
from layouts.words import has, word


def fail(error: PortalError | GeoError, lang: Lang) -> None:
    """Say on stderr what went wrong and what to do; a report of problems is listed whole."""
    report = getattr(error, "parameters", {}).get("report")
    if isinstance(report, Report):
        print_report(report, lang, sys.stderr)
    print(error_words(error, lang) if isinstance(error, PortalError) else str(error), file=sys.stderr)


def print_report(report: Report, lang: Lang, stream: TextIO) -> None:
    """Every problem with file, row, column, value, what is wrong and what to do, in both languages."""
    for problem in report.problems:
        print(_line(problem, lang), file=stream)
    for (dataset, rule), total in report.totals.items():
        listed = sum(1 for one in report.problems if (one.dataset, one.rule) == (dataset, rule))
        if total > listed:
            print(word("command.more_problems", lang, dataset=dataset, rule=rule, n=total - listed), file=stream)


def _line(problem: Problem, lang: Lang) -> str:
    where = word(
        "command.problem_place", lang, file=problem.file, row="–" if problem.row is None else problem.row,
        column=problem.column or "–", value=problem.value or "–",
    )  # fmt: skip
    tongues = [lang, *(other for other in Lang if other is not lang)]
    said = [f"    {tongue}: {problem.message.in_(tongue)} {problem.remedy.in_(tongue)}" for tongue in tongues]
    return "\n".join([f"{problem.severity.upper()} {problem.rule}  {where}", *said])


def progress(lang: Lang, stream: TextIO | None = None) -> Callable[[str, float], None]:
    """A function that shows how far a long work is: one changing line on a terminal, a line a step elsewhere."""
    out = stream or sys.stderr
    started, last = time.monotonic(), [""]

    def show(step: str, share: float) -> None:
        name = word(f"step.{step}", lang) if has(f"step.{step}", lang) else step
        line = f"[{share:>4.0%}] {time.monotonic() - started:5.1f} s  {name}"
        if out.isatty():
            print(f"\r\033[K{line}", end="\n" if share >= 1 else "", file=out, flush=True)
        elif step != last[0]:
            print(line, file=out, flush=True)
        last[0] = step

    return show


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows in columns as wide as they need to be."""
    texts = [list(columns), *([str(value) for value in row] for row in rows)]
    widths = [max(len(text[index]) for text in texts) for index in range(len(columns))]
    for text in texts:
        print("  ".join(value.ljust(width) for value, width in zip(text, widths, strict=True)).rstrip())
