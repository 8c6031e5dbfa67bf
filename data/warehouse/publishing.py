"""Puts a finished release on the shelf: its id, its checksums, its place, and the pointer to it. POSIX only.

A file name never gets new content. What a killed builder leaves is a hidden folder that nobody reads; the next
builder removes it, knowing from the lock (which dies with its process) that its owner is gone.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

POINTER = "CURRENT"
ISSUED = "ISSUED"
BUILDING = ".building-"
FILES = ("internal.duckdb", "public.duckdb")


def shelf_folder(home: Path) -> Path:
    """The folder of all releases."""
    return home / "releases"


@contextmanager
def workshop(home: Path) -> Iterator[Path]:
    """A folder of one's own on the releases' file system, removed at the end. Sweeps up after builders that died."""
    releases = shelf_folder(home)
    releases.mkdir(parents=True, exist_ok=True)
    with _locked(releases / ".lock"):
        _sweep(releases)
        folder = Path(tempfile.mkdtemp(prefix=f"{BUILDING}{os.getpid()}-", dir=releases))
        mine = os.open(folder, os.O_RDONLY)
        fcntl.flock(mine, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(mine)


def publish(home: Path, folder: Path, covers_to: date, facts: Mapping[str, object]) -> str:
    """Make `folder` the served release; returns its id, `<covers_to>-r<revision>`, never used before.

    `facts` go into release.json. Until the pointer is replaced, as the last step, readers see the old release.
    """
    releases = shelf_folder(home)
    for name in FILES:
        _sync(folder / name)
    with _locked(releases / ".lock"):
        identity = _next_id(releases, covers_to)
        _write(folder / "release.json", json.dumps({"id": identity, **facts}, ensure_ascii=False, indent=1))
        _sync(folder)
        with (releases / ISSUED).open("a", encoding="utf-8") as ledger:
            ledger.write(f"{identity}\n")
            ledger.flush()
            os.fsync(ledger.fileno())
        folder.rename(releases / identity)
        (releases / identity).chmod(0o755)
        _sync(releases)
        point_to(releases, identity, str(facts["checksum"]))
    return identity


def point_to(releases: Path, identity: str, checksum: str) -> None:
    """Serve this release from now on: one atomic replacement."""
    fresh = releases / f".{POINTER}-{os.getpid()}"
    _write(fresh, json.dumps({"id": identity, "checksum": checksum}))
    fresh.replace(releases / POINTER)
    _sync(releases)


def sha256(path: Path) -> str:
    """The file's SHA-256, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksum_of(files: Mapping[str, str]) -> str:
    """One checksum for a release from those of its files (name → SHA-256)."""
    lines = "".join(f"{files[name]}  {name}\n" for name in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


def _next_id(releases: Path, covers_to: date) -> str:
    ledger = releases / ISSUED
    issued = set(ledger.read_text(encoding="utf-8").split()) if ledger.is_file() else set()
    issued |= {path.name for path in releases.iterdir()}
    revision = 1
    while f"{covers_to}-r{revision}" in issued:
        revision += 1
    return f"{covers_to}-r{revision}"


def _sweep(releases: Path) -> None:
    """Remove what builders left that no longer live."""
    for leftover in releases.glob(f"{BUILDING}*"):
        handle = os.open(leftover, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(leftover, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(handle)
    for leftover in releases.glob(f".{POINTER}-*"):
        leftover.unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
