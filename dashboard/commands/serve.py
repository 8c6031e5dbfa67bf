"""Serve the current release on PORTAL_HOST:PORTAL_PORT, if the doctor lets it."""

import argparse
import sys

from dashboard.commands import doctor
from dashboard.records import opened, settle_accounts
from dashboard.settings import Settings, forget_frameworks
from data.errors import UnknownRelease
from data.incidents import heartbeat
from data.incidents.alarms import WORKER
from data.people.demonstration import Account
from layouts.words import word


def options(_parser: argparse.ArgumentParser, _known: Settings) -> None:
    """There are none: PORTAL_* variables say the rest."""


def run(_chosen: argparse.Namespace, known: Settings) -> int:
    """Serves until it is told to stop. Raises UnknownRelease at once when nothing has been published."""
    accounts = prepare(known)
    return 1 if accounts is None else start(known)


def prepare(known: Settings) -> tuple[Account, ...] | None:
    """Examine the installation and bring the records up to date; the demonstration accounts, None when refused."""
    from data.warehouse.release import releases

    if not releases(known.home):
        raise UnknownRelease(home=known.home)
    found = doctor.faults(doctor.look(known))
    doctor.tell(found, known.language, sys.stderr)
    if doctor.refused(found):
        print(word("doctor.not_started", known.language), file=sys.stderr)
        return None
    with opened(known) as store:
        if known.worker:
            heartbeat.beat(store, WORKER, "starting")  # silence is counted from here
        return settle_accounts(store, known)


def start(known: Settings) -> int:
    """Serve; whatever the environment says to the frameworks is forgotten before they are loaded."""
    forget_frameworks()
    from dashboard.serving import serve

    serve(known)
    return 0
