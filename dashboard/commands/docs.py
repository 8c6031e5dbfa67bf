"""Write the generated pages of docs/; with --check only tell whether they are fresh."""

import argparse
import sys
from pathlib import Path

from dashboard import documents
from dashboard.settings import Settings
from layouts.words import word


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """--check writes nothing."""
    parser.add_argument("--check", action="store_true", help="exit with 1 when a page is stale")


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """Names every page that was, or would have to be, written."""
    stale = documents.stale()
    if chosen.check:
        for path in stale:
            print(word("command.docs_stale", known.language, path=_name(path)), file=sys.stderr)
        return 1 if stale else 0
    written = documents.documents()
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written[path], encoding="utf-8")
        print(word("command.docs_written", known.language, path=_name(path)))
    return 0


def _name(path: Path) -> Path:
    return path.relative_to(documents.FOLDER.parent)
