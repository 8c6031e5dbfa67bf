"""A mail server on loopback with the faults that a test wants: down, busy, or gone after it has taken a message."""

import random
import re
import socketserver
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default


@dataclass
class Faults:
    """Shares of messages: `busy` get 451 before DATA, `dropped` are taken and then the line breaks without a word.

    `refused`: recipients that get 550 for ever. `starttls`: a context, where encryption is offered. `password`: needed.
    """

    busy: float = 0.0
    dropped: float = 0.0
    refused: frozenset[str] = frozenset()
    starttls: ssl.SSLContext | None = None
    tls: ssl.SSLContext | None = None
    password: str = ""
    dice: random.Random = field(default_factory=lambda: random.Random(7))


class MailServer:
    """Listens as long as the block lasts. `letters`: every copy that it took, in order."""

    def __init__(self, faults: Faults | None = None, port: int = 0) -> None:
        self.faults, self.port = faults or Faults(), port
        self.letters: list[Message] = []
        self.raw: list[bytes] = []
        self._server: socketserver.ThreadingTCPServer | None = None

    def __enter__(self) -> "MailServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; on the same port again after `stop`."""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                dialogue = _Dialogue(self, outer)
                with suppress(OSError, ValueError):
                    dialogue.run()
                dialogue.end()

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Be down."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def copies(self) -> Counter:
        """How many copies of each Message-ID were taken."""
        return Counter(letter["Message-ID"] for letter in self.letters)


class _Dialogue:
    """One client's commands."""

    def __init__(self, handler: socketserver.StreamRequestHandler, server: MailServer) -> None:
        self.socket, self.faults, self.server = handler.connection, server.faults, server
        self.encrypted = self.known = False
        self.read = self.write = None

    def end(self) -> None:
        for one in (self.read, self.write, self.socket):
            with suppress(OSError, ValueError):
                if one is not None:
                    one.close()

    def _files(self) -> None:
        self.end_files()
        self.read, self.write = self.socket.makefile("rb"), self.socket.makefile("wb", buffering=0)

    def end_files(self) -> None:
        for one in (self.read, self.write):
            if one is not None:
                one.close()

    def _encrypt(self, context: ssl.SSLContext) -> None:
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.encrypted = True

    def say(self, line: str) -> None:
        self.write.write(line.encode() + b"\r\n")

    def run(self) -> None:
        if self.faults.tls:
            self._encrypt(self.faults.tls)
        self._files()
        self.say("220 test")
        while line := self.read.readline():
            verb = line.split()[0].upper().decode() if line.split() else ""
            act: Callable[[bytes], bool | None] = getattr(self, f"on_{verb.lower()}", self.on_other)
            if act(line) is False:
                return

    def on_ehlo(self, _line: bytes) -> None:
        offers = ["test"] + (["STARTTLS"] if self.faults.starttls and not self.encrypted else [])
        offers += ["AUTH PLAIN"] if self.faults.password else []
        for offer in offers[:-1]:
            self.say(f"250-{offer}")
        self.say(f"250 {offers[-1]}")

    def on_starttls(self, _line: bytes) -> None:
        self.say("220 go")
        self._encrypt(self.faults.starttls)
        self._files()

    def on_auth(self, line: bytes) -> None:
        import base64

        self.known = base64.b64decode(line.split()[2]).split(b"\0")[2].decode() == self.faults.password
        self.say("235 ok" if self.known else "535 no")

    def on_mail(self, _line: bytes) -> None:
        if self.faults.password and not self.known:
            self.say("530 sign in")
        else:
            self.say("451 busy" if self.faults.dice.random() < self.faults.busy else "250 ok")

    def on_rcpt(self, line: bytes) -> None:
        found = re.search(rb"<(.*)>", line)
        self.say("550 nobody" if found and found[1].decode() in self.faults.refused else "250 ok")

    def on_data(self, _line: bytes) -> bool | None:
        self.say("354 go")
        lines = []
        while (line := self.read.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line)
        self.server.raw.append(b"".join(lines))
        self.server.letters.append(message_from_bytes(b"".join(lines), policy=default))
        if self.faults.dice.random() < self.faults.dropped:
            return False
        self.say("250 taken")
        return None

    def on_quit(self, _line: bytes) -> bool:
        self.say("221 bye")
        return False

    def on_rset(self, _line: bytes) -> None:
        self.say("250 ok")

    def on_other(self, _line: bytes) -> None:
        self.say("502 what")
