"""Check every dataset in FOLDER and publish a new release from it."""

import argparse
from pathlib import Path

from dashboard.commands.printing import progress
from dashboard.records import opened, settle_accounts
from dashboard.settings import Settings
from data.records.opening import there
from layouts.words import word


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """FOLDER may be left out: then the release holds the reference datasets alone."""
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """Demonstration accounts open and close with the release.

    Raises BadSecret, and BuildRefused with the whole list of problems; the release being served then stays as it was.
    """
    from data.warehouse.build import build  # pandas and scipy: only when building

    info = build(chosen.folder, known.home, known.country, progress(known.language), known.secret_file)
    if there(known.records_url, known.home):
        with opened(known) as store:
            settle_accounts(store, known)
    print(word("command.built", known.language, id=info.id, covers_to=info.covers_to, checksum=info.checksum[:12]))
    return 0
