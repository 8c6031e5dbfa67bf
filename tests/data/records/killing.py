"""Processes that write audited acts until they are killed, and what must hold of the records afterwards."""

import multiprocessing
import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from data.access import Holding, Role, Scope
from data.people import invitations
from data.records import audit
from data.records.keys import Keys, token_hash
from data.records.store import Store
from data.records.tables import audit as audit_table
from data.records.tables import invitations as invitations_table

KEYS = Keys(b"for writers that are killed, 32 b")
BY = Scope("11111111-1111-1111-1111-111111111111", frozenset({Holding(Role.ADMINISTRATOR)}))
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.data.records.killing"])


@dataclass(frozen=True)
class Round:
    """After one round: acts told to their writers so far, acts there, told but not there, seconds until a write."""

    acknowledged: int
    there: int
    lost: int
    reopened: float


def write_until_killed(url: str, told: Path, number: int) -> None:
    """Invite and take back, an act a transaction, and say of each that it is done only once it is."""
    store = Store(url, KEYS)
    with suppress(DBAPIError):  # the server was killed first
        _write(store, os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)


def _write(store: Store, handle: int, number: int) -> None:
    for act in range(1_000_000):
        token = invitations.invite(store, f"{number}-{act}@example.org", Holding(Role.REPORTER), by=BY)
        os.write(handle, f"invited {token_hash(token)}\n".encode())
        if act % 3 == 0:
            identity = invitations.opened(store, token).id
            invitations.withdraw(store, identity, by=BY)
            os.write(handle, f"withdrawn {identity}\n".encode())


def append_many(url: str, number: int) -> None:
    """Append `number` rows, each in a transaction of its own."""
    store = Store(url, KEYS)
    for index in range(number):
        audit.record(store, "session.start", f"person:{index}", by=None)
    store.close()


def killed_round(url: str, folder: Path, writers: int, kill_more: Callable[[], None] = lambda: None) -> Round:
    """Let `writers` write, kill at some moment what `kill_more` kills and then them, examine the records."""
    files = [folder / f"told-{time.monotonic_ns()}-{number}" for number in range(writers)]
    processes = [
        CONTEXT.Process(target=write_until_killed, args=(url, file, number), daemon=True)
        for number, file in enumerate(files)
    ]
    for process in processes:
        process.start()
    _wait_for(files)
    time.sleep(random.uniform(0.0, 0.4))
    kill_more()
    for process in processes:
        process.kill()
    for process in processes:
        process.join()
    started = time.monotonic()
    store = Store(url, KEYS)
    audit.record(store, "session.start", "person:after", by=None)
    reopened = time.monotonic() - started
    told = {line for file in folder.glob("told-*") for line in file.read_text().splitlines()}
    there = check(store)
    store.close()
    return Round(len(told), len(there), len(told - there), reopened)


def check(store: Store) -> set[str]:
    """Every act has its row and every row its act, and the chain holds; gives the acts as their writers tell them."""
    if store.on_sqlite:
        with store.read() as connection:
            assert connection.execute(text("pragma integrity_check")).scalar() == "ok"
    verdict = audit.verify(store)
    assert verdict.first_bad is None, verdict
    columns = invitations_table.c
    with store.read() as connection:
        invited = connection.execute(select(columns.id, columns.token_hash, columns.withdrawn_at)).all()
        rows = connection.execute(select(audit_table.c.act, audit_table.c.object)).all()
    withdrawn = [row for row in invited if row.withdrawn_at]
    acts = [("person.invite", f"invitation:{row.id}") for row in invited]
    acts += [("person.withdraw", f"invitation:{row.id}") for row in withdrawn]
    assert sorted(acts) == sorted((row.act, row.object) for row in rows if row.act.startswith("person."))
    return {f"invited {row.token_hash}" for row in invited} | {f"withdrawn {row.id}" for row in withdrawn}


def _wait_for(files: list[Path]) -> None:
    deadline = time.monotonic() + 60
    while not all(file.exists() and file.stat().st_size for file in files):
        assert time.monotonic() < deadline, "a writer did not begin"
        time.sleep(0.005)
