"""Check files by every rule without publishing anything; exit status 1 when something must be mended."""

import argparse
import sys
from pathlib import Path

from dashboard.commands.printing import print_report, progress
from dashboard.settings import Settings
from layouts.words import word


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """The files; the name of each is its dataset: placements.csv, returns.xlsx."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """The list goes to standard output."""
    import duckdb

    from data.sources.check import stage_and_check
    from geo.countries import country

    files = {path.stem: path for path in chosen.files}
    with duckdb.connect() as connection:
        report = stage_and_check(connection, files, country(known.country), None, progress(known.language))
    print_report(report, known.language, sys.stdout)
    key = "command.check_failed" if report.errors else "command.check_passed"
    errors, warnings = len(report.errors), len(report.warnings)
    print(word(key, known.language, rows=sum(report.rows.values()), errors=errors, warnings=warnings))
    return 1 if report.errors else 0
