"""Work in the background: take reports in, keep the legal clocks, send alerts. `serve` starts it by itself."""

import argparse
import os
import signal
import sys
import threading
import time

from dashboard.logs import configure
from dashboard.records import opened
from dashboard.settings import Settings, forget_frameworks
from data.errors import RecordsClosed
from data.records.opening import open_store
from data.records.store import Store
from layouts.words import word

PAUSES = (0.5, 1, 2, 5, 10, 30)
LAST_WORD = 10.0


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """--once for tests and for a timer; --minded: ends when standard input does, with the server that minds it."""
    parser.add_argument("--once", action="store_true", help="do everything that is due, then end")
    parser.add_argument("--minded", action="store_true", help=argparse.SUPPRESS)


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """Works until told to stop, also while the records are down. Raises BadSecret; with --once RecordsClosed too."""
    forget_frameworks()
    from dashboard.worker import Worker

    configure()
    if chosen.once:
        with opened(known) as store:
            print(word("command.work.once", known.language, **Worker(known, store).once()))
        return 0
    ended = threading.Event()
    _listen(ended, chosen.minded)
    store = _opened_at_last(known, ended)
    if store is None:
        return 0
    print(word("command.work.started", known.language), file=sys.stderr, flush=True)
    Worker(known, store, ended).run()
    store.close()
    return 0


def _opened_at_last(known: Settings, ended: threading.Event) -> Store | None:
    """The records as soon as they open; None if told to stop before that."""
    tries = 0
    while not ended.is_set():
        try:
            return open_store(known.records_url, known.home, known.secret_file)
        except RecordsClosed as error:
            print(word("command.work.waits", known.language, **error.parameters), file=sys.stderr, flush=True)
        ended.wait(PAUSES[min(tries, len(PAUSES) - 1)])
        tries += 1
    return None


def _listen(ended: threading.Event, minded: bool) -> None:
    """End on the usual signals; and, if a server minds this process, when its end of the pipe is closed."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    if minded:
        threading.Thread(target=_end_with_input, args=(ended,), daemon=True).start()


def _end_with_input(ended: threading.Event) -> None:
    while sys.stdin.buffer.read(1024):
        pass
    ended.set()
    time.sleep(LAST_WORD)
    os._exit(1)  # whatever hangs: nobody is left to end this process
