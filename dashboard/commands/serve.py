"""Serve the current release on PORTAL_HOST:PORTAL_PORT."""

import argparse

from dashboard.settings import Settings


def options(_parser: argparse.ArgumentParser, _known: Settings) -> None:
    """There are none: PORTAL_* variables say the rest."""


def run(_chosen: argparse.Namespace, known: Settings) -> int:
    """Serves until it is told to stop. Raises UnknownRelease at once when nothing has been published."""
    from dashboard.serving import serve

    serve(known)
    return 0
