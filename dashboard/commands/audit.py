"""Verify the audit log, anchor its newest row elsewhere, or show its last rows."""

import argparse
import sys
from pathlib import Path

from dashboard.commands.printing import print_table
from dashboard.records import opened
from dashboard.settings import Settings
from data.people import people
from data.records import audit
from data.records.store import Store
from layouts.words import word

COLUMNS = ("number", "at", "act", "object", "who", "outcome", "detail")


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """What to do. An anchor file should belong to somebody else, or lie on another machine."""
    acts = parser.add_subparsers(required=True, metavar="ACT", dest="act")
    verify = acts.add_parser("verify", help="recompute the chain; exit status 1 and the first row that does not fit")
    verify.add_argument("--anchors", type=Path, metavar="FILE")
    acts.add_parser("anchor", help="write down the newest row").add_argument(
        "--file", type=Path, metavar="FILE", required=True
    )
    acts.add_parser("show", help="the last rows").add_argument("--last", type=int, default=50, metavar="ROWS")


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """Raises BadAnchors for an anchor file that cannot be read or written."""
    acts = {"verify": _verify, "anchor": _anchor, "show": _show}
    with opened(known) as store:
        return acts[chosen.act](store, chosen, known)


def _verify(store: Store, chosen: argparse.Namespace, known: Settings) -> int:
    anchors = audit.read_anchors(chosen.anchors) if chosen.anchors else []
    verdict = audit.verify(store, anchors)
    if verdict.first_bad is None:
        print(word("command.audit.whole", known.language, rows=verdict.rows, anchors=len(anchors)))
        return 0
    why = word(f"command.audit.{verdict.why}", known.language)
    print(word("command.audit.broken", known.language, number=verdict.first_bad, why=why), file=sys.stderr)
    return 1


def _anchor(store: Store, chosen: argparse.Namespace, known: Settings) -> int:
    seq, mac = audit.anchor(store, chosen.file)
    print(word("command.audit.anchored", known.language, number=seq, mac=mac[:16], file=chosen.file))
    return 0


def _show(store: Store, chosen: argparse.Namespace, known: Settings) -> int:
    emails = {person.id: person.email for person, _ in people.everybody(store)}
    rows = [
        (one.seq, f"{one.at:%Y-%m-%d %H:%M:%S}", one.act, one.object, emails.get(one.person_id or "", "–"), one.outcome,
         one.detail)
        for one in reversed(audit.entries(store, limit=max(chosen.last, 1)))
    ]  # fmt: skip
    print_table([word(f"command.audit.{name}", known.language) for name in COLUMNS], rows)
    return 0
