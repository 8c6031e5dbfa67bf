"""Write an invented register of the size of the real one into FOLDER, in the import format."""

import argparse
from pathlib import Path

from dashboard.commands.printing import progress
from dashboard.settings import Settings
from data.records.keys import write_secret
from layouts.words import word


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """FOLDER and the seed everything is drawn from."""
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is the real size; 0.02 is enough to try things")


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """Files that are already there are written anew. The portal's secret is made if there is none."""
    from data.demonstration.register import SEED, write  # pandas: only when making the register

    write_secret(known.secret_file)
    seed = SEED if chosen.seed is None else chosen.seed
    write(chosen.folder, known.country, seed, chosen.scale, progress(known.language))
    print(word("command.demo_written", known.language, folder=chosen.folder))
    return 0
