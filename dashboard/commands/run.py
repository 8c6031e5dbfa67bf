"""Serve, first making the demonstration release if there is no release yet: what `make run` calls."""

import argparse

from dashboard.commands import build, demo, serve
from dashboard.records import demonstration_served
from dashboard.settings import Settings
from data.people.demonstration import Account
from data.records.keys import write_secret
from data.records.opening import there
from layouts.words import word


def options(parser: argparse.ArgumentParser, known: Settings) -> None:
    """The scale of the demonstration, for a first look on a slow machine."""
    parser.add_argument("--scale", type=float, default=1.0)
    parser.set_defaults(folder=known.home / "demonstration", seed=None)


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """A release that is there, demonstration or not, is served as it is. Only a demonstration gets a secret made."""
    from data.warehouse.release import releases

    if not releases(known.home):
        print(word("command.first_run", known.language))
        demo.run(chosen, known)
        build.run(chosen, known)
    elif demonstration_served(known) and not there(known.records_url, known.home):
        write_secret(known.secret_file)
    accounts = serve.prepare(known)
    if accounts is None:
        return 1
    _show(accounts, known)
    return serve.start(known)


def _show(accounts: tuple[Account, ...], known: Settings) -> None:
    """The demonstration's sign-ins: one a role, all with one password."""
    if not accounts:
        return
    print(word("command.sign_ins", known.language, password=accounts[0].password, address=known.own_address))
    for account in accounts:
        print(f"  {account.email:<34} {word(f'role.{account.holding.role}', known.language)}")
