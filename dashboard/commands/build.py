"""Check every dataset in FOLDER and publish a new release from it."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.commands.printing import progress
from dashboard.records import opened, settle_accounts
from dashboard.settings import Settings
from data.incidents.figures import write_figures
from data.records.opening import there
from geo.duties import duties
from layouts.words import word


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """FOLDER may be left out: then the release holds the reference datasets alone."""
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """Demonstration accounts open and close with the release.

    Raises BadSecret, and BuildRefused with the whole list of problems; the release being served then stays as it was.
    """
    from data.warehouse.build import build  # pandas and scipy: only when building

    with TemporaryDirectory() as folder:
        recorded = _recorded(known, Path(folder))
        told = progress(known.language)
        info = build(chosen.folder, known.home, known.country, told, known.secret_file, recorded)
    if there(known.records_url, known.home):
        with opened(known) as store:
            settle_accounts(store, known)
    print(word("command.built", known.language, id=info.id, covers_to=info.covers_to, checksum=info.checksum[:12]))
    return 0


def _recorded(known: Settings, folder: Path) -> Mapping[str, Path]:
    """The portal's own cases and nil returns, written as datasets; nothing while there are no records."""
    if not there(known.records_url, known.home):
        return {}
    with opened(known) as store:
        return write_figures(store, duties(known.country), folder)
