"""Files that come with a report: their kind told by their content, what is hidden in them taken out, in memory only.

Each is cleaned by a process of its own (`cleaning`), few at a time. A file that is refused never costs the report.
"""

import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.errors import FileRefused
from data.incidents.cleaning import LARGEST_IN, REFUSALS
from data.incidents.model import Attachment

AT_MOST, TOGETHER = 5, LARGEST_IN
AT_A_TIME = threading.BoundedSemaphore(2)
WAIT, LONGEST = 20.0, 25.0
PROGRAM = Path(__file__).with_name("cleaning.py")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf", "text/plain": "txt"}


@dataclass(frozen=True)
class Sent:
    """A file as the browser sent it; `content` None: left out on the way because all together were too much."""

    name: str
    content: bytes | None


def taken(files: Iterable[Sent]) -> tuple[tuple[Attachment, ...], tuple[FileRefused, ...]]:
    """The files that are kept, cleaned, and why the others are not (`why`, `name`)."""
    kept: list[Attachment] = []
    refused: list[FileRefused] = []
    room = TOGETHER
    for number, one in enumerate(files):
        try:
            clean = _fitting(one, number, room)
        except FileRefused as error:
            refused.append(error)
        else:
            room -= len(clean.content)
            kept.append(clean)
    return tuple(kept), tuple(refused)


def clean(name: str, content: bytes) -> Attachment:
    """One file made safe. Raises FileRefused with `why`: kind, huge, damaged, locked, recording, empty or busy."""
    shown = shown_name(name)
    if not content:
        raise FileRefused(why="empty", name=shown)
    with _turn(shown):
        done = _cleaned(content, shown)
    if done.returncode:
        raise FileRefused(why=REFUSALS.get(done.returncode, "damaged"), name=shown)
    media_type, _, made = done.stdout.partition(b"\n")
    kind = media_type.decode()
    return Attachment(_with_ending(shown, ENDINGS[kind]), kind, made)


def shown_name(name: str) -> str:
    """A file's name as it may be shown: no folders, nothing unseen, not long. It is never used as a path."""
    last = re.split(r"[/\\]", name)[-1]
    return UNSEEN.sub("", last).strip(" .")[:80] or "?"


def _fitting(one: Sent, number: int, room: int) -> Attachment:
    shown = shown_name(one.name)
    if number >= AT_MOST:
        raise FileRefused(why="many", name=shown)
    if one.content is None or len(one.content) > room:
        raise FileRefused(why="together", name=shown)
    made = clean(one.name, one.content)
    if len(made.content) > room:
        raise FileRefused(why="together", name=shown)
    return made


def _cleaned(content: bytes, shown: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-P", str(PROGRAM)]
    try:
        return subprocess.run(command, input=content, capture_output=True, timeout=LONGEST, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise FileRefused(why="damaged", name=shown) from None
    except OSError:
        raise FileRefused(why="busy", name=shown) from None


@contextmanager
def _turn(shown: str) -> Iterator[None]:
    if not AT_A_TIME.acquire(timeout=WAIT):
        raise FileRefused(why="busy", name=shown)
    try:
        yield
    finally:
        AT_A_TIME.release()


def _with_ending(name: str, ending: str) -> str:
    known = {ending, "jpeg"} if ending == "jpg" else {ending}
    return name if name.rpartition(".")[2].lower() in known else f"{name}.{ending}"
