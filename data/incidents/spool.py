"""Where reports wait for the worker: one sealed file each. The public side can only append.

Order of an append, so that a power loss at any point leaves a whole report or none: write under a name that nobody
reads, fsync, rename, fsync the folder. Only then is the reporter told that it is kept.
"""

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from data.errors import NotKept, Unreadable
from data.incidents import envelope
from data.incidents.model import Addition, Report
from data.incidents.reserve import Reserve
from data.records.disk import sync_folder

SEALED, DRAFT, UNREADABLE = ".sealed", ".draft", "unreadable"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
ABANDONED = 3600.0
LARGEST = 64 * 1024 * 1024


class Spool:
    """The public side: it seals and appends, and cannot read back what it wrote."""

    def __init__(self, folder: Path, public_key: X25519PublicKey, reserve: Reserve | None = None) -> None:
        self.folder, self._key, self._reserve = folder, public_key, reserve

    def append(self, sent: Report | Addition, mark: str = "") -> None:
        """Keep `sent`, on the disk and synced, or raise NotKept and leave nothing. `mark`: what `holds` finds it by."""
        name = f"{time.time_ns():020d}-{mark or '0'}-{secrets.token_hex(8)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(name, envelope.seal(self._key, sent))
        except Exception as error:  # whatever went wrong, it is not kept, and the reporter must hear so
            raise NotKept(why=type(error).__name__) from error
        if self._reserve:
            self._reserve.hold()

    def holds(self, mark: str) -> bool:
        """Whether something appended under this mark still waits for the worker."""
        return bool(mark) and mark.isalnum() and any(self.folder.glob(f"*-{mark}-*{SEALED}"))

    def _write(self, name: str, content: bytes) -> None:
        """Try; give up the disk's reserve for it piece by piece if the disk is full."""
        while True:
            try:
                return _keep(self.folder, name, content)
            except OSError as error:
                if error.errno not in FULL or self._reserve is None or not self._reserve.give():
                    raise


class SpoolReader:
    """The worker's side."""

    def __init__(self, folder: Path, private_key: X25519PrivateKey) -> None:
        self.folder, self._key = folder, private_key

    def waiting(self) -> Iterator[Path]:
        """What waits, the oldest first. Drafts that their writers left an hour ago are cleared away."""
        for path in sorted(self.folder.glob("*")) if self.folder.is_dir() else []:
            if path.suffix == SEALED:
                yield path
            elif path.suffix == DRAFT:
                _clear(path)

    def open(self, path: Path) -> Report | Addition:
        """What the file holds. Raises Unreadable, and sets the file aside in `unreadable/`, where nobody deletes it."""
        try:
            if path.stat().st_size > LARGEST:
                raise Unreadable(why="too_large")
            return envelope.open_(self._key, path.read_bytes())
        except Unreadable:
            self.set_aside(path)
            raise

    def remove(self, path: Path) -> None:
        """Forget a file whose report is committed."""
        path.unlink(missing_ok=True)
        sync_folder(self.folder)

    def unreadable(self) -> int:
        """How many files were set aside: each is an alarm until a person has looked at it."""
        return sum(1 for _ in (self.folder / UNREADABLE).glob(f"*{SEALED}"))

    def set_aside(self, path: Path) -> None:
        """Keep the file in `unreadable/`, for a person to look at."""
        aside = self.folder / UNREADABLE
        aside.mkdir(exist_ok=True, mode=0o700)
        path.rename(aside / path.name)
        sync_folder(aside)
        sync_folder(self.folder)


def _keep(folder: Path, name: str, content: bytes) -> None:
    draft = folder / f"{name}{DRAFT}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _write_all(handle, content)
            os.fsync(handle)
        finally:
            os.close(handle)
        kept = folder / f"{name}{SEALED}"
        draft.rename(kept)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    _sync_or_forget(folder, kept)


def _sync_or_forget(folder: Path, kept: Path) -> None:
    """The new name on the disk; if that cannot be said, the file goes, because its reporter is told that it is lost."""
    try:
        sync_folder(folder)
    except OSError:
        with suppress(OSError):
            kept.unlink(missing_ok=True)
        raise


def _write_all(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def _clear(path: Path) -> None:
    with suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime > ABANDONED:
            path.unlink()
