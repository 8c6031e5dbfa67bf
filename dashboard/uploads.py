"""Bodies with files, for the pages that take some: held in memory alone, and never more than so much of them."""

import io
from typing import IO

from flask import Request, request

from data.incidents.attachments import TOGETHER, Sent

TAKING_FILES = frozenset({"/report", "/report/back"})
LARGEST_BODY, LARGEST_WITH_FILES = 256 * 1024, 40 * 1024 * 1024


class Held(io.BytesIO):
    """A file in memory. What goes beyond the request's room is let go, and `spilled` says so."""

    def __init__(self, room: "Room") -> None:
        super().__init__()
        self._room, self.spilled = room, False

    def write(self, content: object) -> int:
        """Keep `content` if there is room."""
        piece = bytes(content)  # type: ignore[call-overload]
        if self.spilled or len(piece) > self._room.left:
            self.spilled = True
            self._room.left += len(self.getbuffer())
            self.truncate(0)
            self.seek(0)
            return len(piece)
        self._room.left -= len(piece)
        return super().write(piece)


class Room:
    """What is left of the room for the files of one request."""

    def __init__(self) -> None:
        self.left = TOGETHER


class PortalRequest(Request):
    """Flask's, but no part of a body is ever written to a temporary file."""

    def _get_file_stream(self, *_about: object, **_more: object) -> IO[bytes]:
        """Where the parser puts a file."""
        self.room = getattr(self, "room", None) or Room()
        return Held(self.room)


def largest_body(path: str) -> int:
    """How many bytes a body may have at this address."""
    return LARGEST_WITH_FILES if path in TAKING_FILES else LARGEST_BODY


def files_sent(name: str) -> list[Sent]:
    """The files of the request being answered; fields left empty are none."""
    found = []
    for one in request.files.getlist(name):
        stream = one.stream
        spilled = isinstance(stream, Held) and stream.spilled
        if one.filename:
            found.append(Sent(one.filename, None if spilled else stream.read()))
    return found
