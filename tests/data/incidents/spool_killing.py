"""Processes that append reports until they are killed, and what must hold of the spool afterwards."""

import multiprocessing
import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path

from data.incidents import intake_keys
from data.incidents.model import Attachment, Report
from data.incidents.receipts import new_attempt
from data.incidents.spool import Spool, SpoolReader

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.data.incidents.spool_killing"])
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FILE = Attachment("x.png", "image/png", b"0123456789" * 20_000)


def append_until_killed(home: str, folder: str, told: str, at_most: int = 1_000_000) -> None:
    """Append reports, every third with a file, and say of each that it is kept only once it is."""
    spool = Spool(Path(folder), intake_keys.read_public(Path(home)))
    handle = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in range(at_most):
        attempt = new_attempt()
        files = (FILE,) if number % 3 == 0 else ()
        spool.append(Report(attempt, NOW, text="words " * 200, attachments=files))
        os.write(handle, f"{attempt}\n".encode())


def killed_round(home: Path, folder: Path, writers: int) -> tuple[set[str], set[str]]:
    """Let `writers` write, kill them at some moment; (attempts that were acknowledged, attempts that can be read)."""
    told = [folder.with_name(f"{folder.name}-told-{number}") for number in range(writers)]
    processes = [
        CONTEXT.Process(target=append_until_killed, args=(str(home), str(folder), str(path)), daemon=True)
        for path in told
    ]
    for process in processes:
        process.start()
    deadline = time.monotonic() + 60
    while not all(path.exists() and path.stat().st_size for path in told):
        assert time.monotonic() < deadline, "a writer did not begin"
        time.sleep(0.002)
    time.sleep(random.uniform(0.0, 0.15))
    for process in processes:
        process.kill()
    for process in processes:
        process.join()
    return {line for path in told for line in path.read_text().splitlines()}, readable(home, folder)


def readable(home: Path, folder: Path) -> set[str]:
    """The attempts in the spool. Raises Unreadable if one is torn."""
    reader = SpoolReader(folder, intake_keys.read_private(home))
    return {reader.open(path).attempt for path in reader.waiting()}
