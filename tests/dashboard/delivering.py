"""A dispatcher in a process of its own, hurried so that a test need not wait for minutes, until it is killed."""

import multiprocessing
import time
from datetime import timedelta

from dashboard import mail
from dashboard.mail_settings import Encryption, Mail
from data.incidents import outbox
from data.records.keys import Keys
from data.records.store import Store

KEYS = Keys(b"for writers that are killed, 32 b")
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.dashboard.delivering"])
HURRIED = timedelta(seconds=0.05), timedelta(seconds=0.5), timedelta(seconds=1)


def deliver_until_killed(url: str, port: int, name: str) -> None:
    """Dispatch, wait a moment, dispatch again."""
    outbox.FIRST_WAIT, outbox.LONGEST_WAIT, outbox.LEASE = HURRIED
    store = Store(url, KEYS)
    sender = Mail("127.0.0.1", port, Encryption.NONE, "portal@example.org", seconds=2)
    while True:
        try:
            mail.dispatch(store, sender, name, "https://portal.example.org")
        except mail.Unreachable:
            time.sleep(0.1)
        time.sleep(0.02)
