"""Check a country pack: its codes, names, levels and boundaries; exit status 1 when something must be mended."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.settings import Settings
from geo.text import Lang, Text
from layouts.words import word

if TYPE_CHECKING:
    from geo.problems import PackProblem, PackReport


def options(parser: argparse.ArgumentParser, known: Settings) -> None:
    """What to do, and the pack's folder; without one that of the country served."""
    from geo.countries import FOLDER

    parser.add_argument("act", choices=["check"])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER / known.country, metavar="FOLDER")


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """The findings go to standard output, the errors first."""
    from geo.check import check_pack

    report, lang = check_pack(chosen.folder), known.language
    for problem in sorted(report.problems, key=lambda one: one.weight):
        print(_said(problem, lang))
    for level in report.levels:
        print(_level(*level, lang))
    _summary(report, chosen.folder, lang)
    return 1 if report.errors else 0


def _said(problem: "PackProblem", lang: Lang) -> str:
    """Where, what is wrong, what to do."""
    kind = "file" if problem.at is None else "row" if problem.file.endswith(".csv") else "feature"
    told = {name: value.in_(lang) if isinstance(value, Text) else value for name, value in problem.told.items()}
    line = word(
        "pack.line", lang, weight=word(f"pack.weight.{problem.weight}", lang), file=problem.file,
        place=word(f"pack.place.{kind}", lang, number=problem.at),
        problem=word(f"pack.problem.{problem.key}", lang, **told),
    )  # fmt: skip
    return f"{line}\n{word('pack.mend', lang, remedy=word(f'pack.remedy.{problem.key}', lang, **told))}"


def _level(level: str, places: int, shapes: int | None, lang: Lang) -> str:
    key = "pack.level.table" if shapes is None else "pack.level"
    return word(key, lang, level=level, places=places, shapes=shapes)


def _summary(report: "PackReport", folder: Path, lang: Lang) -> None:
    errors, warnings = len(report.errors), len(report.problems) - len(report.errors)
    key = "pack.failed" if errors else "pack.passed"
    stream = sys.stderr if errors else sys.stdout
    print(word(key, lang, folder=folder, errors=errors, warnings=warnings), file=stream)
