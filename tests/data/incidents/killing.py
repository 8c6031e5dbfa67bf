"""Workers that take the spool in until they are killed, and what must hold of the records afterwards."""

import multiprocessing
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from data.incidents.model import Attachment, Report
from data.incidents.receipts import new_attempt
from data.incidents.sealing import Blobs
from data.incidents.spool import Spool, SpoolReader
from data.incidents.tables import incident_log, incident_parts, incidents, outbox
from data.incidents.taking import take_spool
from data.records import audit
from data.records.keys import Keys
from data.records.store import Store, utc_now
from data.records.tables import audit as audit_table
from geo.duties import duties
from tests.data.incidents.cast import HOME, PLACES

KEYS = Keys(b"for writers that are killed, 32 b")
PRIVATE = X25519PrivateKey.from_private_bytes(b"for the spool of killed workers!")
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.data.incidents.killing"])


@dataclass(frozen=True)
class Round:
    """After one round: reports acknowledged so far, cases there, acknowledged but nowhere, there twice."""

    acknowledged: int
    there: int
    lost: int
    twice: int


def send_until_killed(folder: Path, told: Path, number: int) -> None:
    """The public side: append reports, and note each attempt only once it is kept."""
    spool = Spool(folder / "spool", PRIVATE.public_key())
    with told.open("a") as file:
        for sent in range(1_000_000):
            attempt = new_attempt()
            picture = (Attachment("a.jpg", "image/jpeg", attempt.encode()),) if sent % 4 == 0 else ()
            spool.append(Report(attempt, utc_now(), institution_id=HOME, text=f"{number}", attachments=picture))
            file.write(f"{attempt}\n")
            file.flush()
            time.sleep(0.02)


def take_until_killed(url: str, folder: Path) -> None:
    """The worker: take in whatever waits, again and again."""
    store, reader = Store(url, KEYS), SpoolReader(folder / "spool", PRIVATE)
    while True:
        with suppress(DBAPIError):  # the server was killed first
            take_spool(store, duties("ua"), PLACES, reader, Blobs(folder / "blobs"))
        time.sleep(0.005)


def killed_round(url: str, folder: Path, writers: int, kill_more: Callable[[], None] = lambda: None) -> Round:
    """Let `writers` send and as many workers take in, kill them all at some moment, examine what is there."""
    files = [folder / f"told-{time.monotonic_ns()}-{number}" for number in range(writers)]
    processes = [
        CONTEXT.Process(target=send_until_killed, args=(folder, file, number), daemon=True)
        for number, file in enumerate(files)
    ]
    processes += [CONTEXT.Process(target=take_until_killed, args=(url, folder), daemon=True) for _ in range(writers)]
    for process in processes:
        process.start()
    deadline = time.monotonic() + 60
    while not all(file.exists() and file.stat().st_size for file in files):
        assert time.monotonic() < deadline, "a writer did not begin"
        time.sleep(0.005)
    time.sleep(random.uniform(0.05, 0.5))
    kill_more()
    for process in processes:
        process.kill()
    for process in processes:
        process.join()
    return examine(url, folder)


def examine(url: str, folder: Path) -> Round:
    """What the sent forms became: each a case, or still in the spool; each case with all that belongs to it."""
    store = Store(url, KEYS)
    told = {line for file in folder.glob("told-*") for line in file.read_text().splitlines() if len(line) > 20}
    reader = SpoolReader(folder / "spool", PRIVATE)
    waiting = {sent.attempt for path in reader.waiting() if isinstance(sent := reader.open(path), Report)}
    there, twice = check(store, folder)
    lost = {attempt for attempt in told - waiting if KEYS.mac("incident_attempt", attempt) not in there}
    store.close()
    return Round(len(told), len(there), len(lost), twice)


def check(store: Store, folder: Path) -> tuple[set[str], int]:
    """The marks of all cases, each with its line, words, audit row, alert and file; and how many are there twice."""
    if store.on_sqlite:
        with store.read() as connection:
            assert connection.execute(text("pragma integrity_check")).scalar() == "ok"
    verdict = audit.verify(store)
    assert verdict.first_bad is None, verdict
    with store.read() as connection:
        rows = connection.execute(select(incidents.c.id, incidents.c.number, incidents.c.attempt_hash)).all()
        ids = sorted(row.id for row in rows)
        taken = select(audit_table.c.object).where(audit_table.c.act == "incident.take")
        audited = connection.execute(taken).scalars().all()
        lines = connection.execute(select(incident_log.c.incident_id)).scalars().all()
        said = select(incident_parts.c.incident_id).where(incident_parts.c.kind == "report")
        words = connection.execute(said).scalars().all()
        alerted = connection.execute(select(outbox.c.incident_id).where(outbox.c.event != "incident.flood")).scalars()
        blobs = connection.execute(select(incident_parts.c.blob).where(incident_parts.c.blob.is_not(None))).scalars()
        assert sorted(audited) == [f"incident:{one}" for one in ids]
        assert sorted(lines) == ids
        assert sorted(words) == ids
        assert set(alerted) == set(ids)
        assert {name for name in blobs if not (folder / "blobs" / name).is_file()} == set()
        numbers = connection.execute(select(func.count(incidents.c.number.distinct()))).scalar_one()
        assert numbers == len(rows)
    marks = [row.attempt_hash for row in rows]
    return set(marks), len(marks) - len(set(marks))


def drain(url: str, folder: Path) -> Round:
    """Take in what still waits, and look again."""
    store = Store(url, KEYS)
    take_spool(store, duties("ua"), PLACES, SpoolReader(folder / "spool", PRIVATE), Blobs(folder / "blobs"))
    store.close()
    return examine(url, folder)
