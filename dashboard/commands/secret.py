"""Make the portal's secret file if there is none: everything else that is secret is derived from it."""

import argparse

from dashboard.settings import Settings
from data.records.keys import read_secret, write_secret
from layouts.words import word


def options(_parser: argparse.ArgumentParser, _known: Settings) -> None:
    """There are none: PORTAL_SECRET_FILE says where."""


def run(_chosen: argparse.Namespace, known: Settings) -> int:
    """One that is there is checked and left alone. Raises BadSecret if it will not do."""
    made = write_secret(known.secret_file)
    read_secret(known.secret_file)
    print(word("command.secret.made" if made else "command.secret.there", known.language, path=known.secret_file))
    return 0
