"""How many reports come from one network, without remembering which networks those are.

A file of numbers that all processes of the web share: a network's place in it is a keyed hash that changes each hour,
so the file tells nothing about anybody. Where two networks fall on one place they are counted together, which at worst
asks somebody's browser for a proof. Beyond `FREE` an hour a report needs that proof or goes to a lane of its own; none
is ever dropped.
"""

import fcntl
import hashlib
import hmac
import mmap
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

FREE = 10
HOUR = 3600
PLACES = 65536
CELL = struct.Struct("<II")
BITS = 16


class Tally:
    """Counts by key in the present hour. Without its file (a full disk) it counts in this process alone."""

    def __init__(self, path: Path, key: bytes, clock: Callable[[], float] = time.time) -> None:
        self._path, self._key, self._clock, self._lock = path, key, clock, Lock()
        self._cells: mmap.mmap | bytearray | None = None
        self._handle = -1

    def hit(self, who: str) -> int:
        """Count one more of `who`; how many there were in this hour, this one included."""
        return self._count(who, 1)

    def hits(self, who: str) -> int:
        """How many of `who` there were in this hour."""
        return self._count(who, 0)

    def _count(self, who: str, more: int) -> int:
        hour = int(self._clock() // HOUR)
        digest = hmac.new(self._key, f"{hour}|{who}".encode(), hashlib.sha256).digest()
        place = int.from_bytes(digest[:4]) % PLACES * CELL.size
        with self._lock:
            cells = self._cells = self._cells or self._opened()
            self._hold(fcntl.LOCK_EX)
            try:
                then, count = CELL.unpack_from(cells, place)
                now = (count if then == hour else 0) + more
                if more:
                    CELL.pack_into(cells, place, hour, min(now, 0xFFFFFFFF))
            finally:
                self._hold(fcntl.LOCK_UN)
        return int(now)

    def _opened(self) -> mmap.mmap | bytearray:
        size = PLACES * CELL.size
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            os.posix_fallocate(self._handle, 0, size)  # a hole could not be filled on a full disk: SIGBUS
            return mmap.mmap(self._handle, size)
        except OSError:
            return bytearray(size)

    def _hold(self, how: int) -> None:
        if isinstance(self._cells, mmap.mmap):
            fcntl.flock(self._handle, how)


def proven(attempt: str, proof: str) -> bool:
    """Whether a browser worked for this: SHA-256 of `attempt:proof` begins with so many zero bits."""
    if not proof.isascii() or len(proof) > 24:
        return False
    digest = hashlib.sha256(f"{attempt}:{proof}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0
