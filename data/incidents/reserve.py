"""Room kept on the disk for reports alone: given up piece by piece when everything else has filled the disk."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PIECE = 4 * 1024 * 1024
SPARE = 2


@dataclass(frozen=True)
class Reserve:
    """`size` bytes in `folder`, in pieces."""

    folder: Path
    size: int

    def hold(self) -> int:
        """Take the room that is missing, if the disk has more than twice of it to spare; the bytes now held."""
        wanted = max(self.size // PIECE, 1 if self.size else 0)
        there = self._pieces()
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            missing = sorted({f"{number:03d}" for number in range(wanted)} - {path.name for path in there})
            if missing and shutil.disk_usage(self.folder).free > SPARE * PIECE * len(missing):
                for name in missing:
                    _take(self.folder / name)
        return len(self._pieces()) * PIECE

    def give(self) -> bool:
        """Give one piece back to the disk. False: there is none left."""
        for path in reversed(self._pieces()):
            try:
                path.unlink()
            except FileNotFoundError:
                continue
            except OSError:
                return False
            return True
        return False

    def _pieces(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("[0-9][0-9][0-9]")) if self.folder.is_dir() else []


def _take(path: Path) -> None:
    """One piece: all of it, or no file."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.posix_fallocate(handle, 0, PIECE)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)
