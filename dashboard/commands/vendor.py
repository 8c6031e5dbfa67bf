"""Fetch the browser files that package.json names, check them against vendor.lock.json, compress them."""

import argparse
import sys

from dashboard import vendor
from dashboard.settings import Settings


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """--relock is for developers who have reviewed new versions."""
    parser.add_argument("--relock", action="store_true", help="write the checksums of the versions in package.json")
    parser.add_argument("--force", action="store_true", help="fetch even if everything is there")


def run(chosen: argparse.Namespace, _known: Settings) -> int:
    """Says what went wrong in one line when the files cannot be had."""
    try:
        if chosen.relock:
            vendor.relock()
        vendor.install(force=chosen.force or chosen.relock)
    except vendor.VendorError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
