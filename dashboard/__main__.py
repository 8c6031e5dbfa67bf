"""The commands: `python -m dashboard COMMAND`. Each lives in a module of `dashboard.commands`."""

import argparse
import sys
from collections.abc import Sequence

from dashboard.commands import COMMANDS
from dashboard.commands.printing import fail
from dashboard.settings import BadSetting, Settings, settings
from data.errors import PortalError
from geo.errors import GeoError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 refused with reasons, 2 wrongly called."""
    try:
        known = settings()
    except BadSetting as error:
        print(error, file=sys.stderr)
        return 2
    return _run(_parser(known).parse_args(arguments), known)


def _run(options: argparse.Namespace, known: Settings) -> int:
    try:
        return int(options.run(options, known) or 0)
    except (PortalError, GeoError) as error:
        fail(error, known.language)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser(known: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="The PRO-MISE Portal.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        name = command.__name__.rsplit(".", 1)[-1]
        about = (command.__doc__ or "").strip()
        added = commands.add_parser(name, help=about.split(".")[0], description=about)
        command.options(added, known)
        added.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
