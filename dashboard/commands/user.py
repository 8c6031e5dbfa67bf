"""Make the first administrator, list the people, shut somebody out."""

import argparse
import sys

from dashboard.commands.printing import print_table
from dashboard.records import opened
from dashboard.settings import Settings
from data.people import invitations, operator, people
from data.people.people import Held, Person
from data.records.store import Store
from layouts.words import word

COLUMNS = ("email", "name", "roles", "state", "factor")


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """What to do, and to whom."""
    acts = parser.add_subparsers(required=True, metavar="ACT", dest="act")
    acts.add_parser("list", help="everybody who may sign in")
    for name, about in (
        ("create-admin", "a one-time link for the first administrator"),
        ("disable", "end all access"),
        ("renew", "a one-time link for somebody who lost the password or the second factor"),
    ):
        acts.add_parser(name, help=about).add_argument("--email", required=True, type=_email)


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """Raises GrantRefused when there is an administrator already."""
    acts = {"list": _list, "create-admin": _create_administrator, "disable": _disable, "renew": _renew}
    with opened(known) as store:
        return acts[chosen.act](store, chosen, known)


def _create_administrator(store: Store, chosen: argparse.Namespace, known: Settings) -> int:
    return _link("link", invitations.create_first_administrator(store, chosen.email), chosen, known)


def _renew(store: Store, chosen: argparse.Namespace, known: Settings) -> int:
    token = operator.renew(store, chosen.email)
    return _unknown(chosen, known) if token is None else _link("renewed", token, chosen, known)


def _link(said: str, token: str, chosen: argparse.Namespace, known: Settings) -> int:
    print(word(f"command.user.{said}", known.language, email=chosen.email, hours=_hours()))
    print(f"{known.own_address}/invitation/{token}")
    return 0


def _unknown(chosen: argparse.Namespace, known: Settings) -> int:
    print(word("command.user.unknown", known.language, email=chosen.email), file=sys.stderr)
    return 1


def _list(store: Store, _chosen: argparse.Namespace, known: Settings) -> int:
    found = people.everybody(store)
    heads = [word(f"command.user.{name}", known.language) for name in COLUMNS]
    print_table(heads, [_line(person, held, known) for person, held in found])
    return 0


def _disable(store: Store, chosen: argparse.Namespace, known: Settings) -> int:
    ended = operator.disable(store, chosen.email)
    if ended is None:
        return _unknown(chosen, known)
    print(word("command.user.disabled", known.language, email=chosen.email, sessions=ended))
    return 0


def _line(person: Person, held: list[Held], known: Settings) -> tuple[str, ...]:
    roles = ", ".join(_role(one, known) for one in held) or "–"
    state = word(f"command.user.is_{person.state}", known.language)
    kind = f" ({word('command.user.demonstration', known.language)})" if person.demonstration else ""
    factor = word("command.user.yes" if person.has_factor else "command.user.no", known.language)
    return person.email, person.name, roles, state + kind, factor


def _role(held: Held, known: Settings) -> str:
    extent = held.holding.extent
    parts = [part for part in (extent.areas, extent.ministries, extent.institutions) if part is not None]
    within = "; ".join(", ".join(sorted(part)) for part in parts)
    return word(f"role.{held.holding.role}", known.language) + (f" [{within}]" if within else "")


def _hours() -> int:
    return int(invitations.VALID.total_seconds() // 3600)


def _email(text: str) -> str:
    name, at, host = text.strip().partition("@")
    if not (name and at and host) or any(letter.isspace() for letter in text.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is no e-mail address")
    return text.strip().casefold()
