"""Serve, first making the demonstration release if there is no release yet: what `make run` calls."""

import argparse

from dashboard.commands import build, demo, serve
from dashboard.settings import Settings
from layouts.words import word


def options(parser: argparse.ArgumentParser, known: Settings) -> None:
    """The scale of the demonstration, for a first look on a slow machine."""
    parser.add_argument("--scale", type=float, default=1.0)
    parser.set_defaults(folder=known.home / "demonstration", seed=None)


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """A release that is there, demonstration or not, is served as it is."""
    from data.warehouse.release import releases

    if not releases(known.home):
        print(word("command.first_run", known.language))
        demo.run(chosen, known)
        build.run(chosen, known)
    return serve.run(chosen, known)
