"""Sends what waits in the outbox: one message after another over one line, each copy under the same Message-ID.

A mail says that something waits, the number of a case and where to sign in: no institution, no kind, no names.
"""

import logging
import smtplib
import ssl
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import TracebackType

from dashboard.mail_settings import Encryption, Mail
from data.incidents import outbox
from data.incidents.outbox import Message
from data.records.store import Store, utc_now
from geo.text import Lang
from layouts.words import has, word

LOG = logging.getLogger("portal.mail")


class Unreachable(Exception):
    """The mail server cannot be reached, or lets nobody in; nothing was taken out of the outbox."""


class Refused(Exception):
    """The server did not take one message. `for_ever`: it never will."""

    def __init__(self, why: str, for_ever: bool) -> None:
        super().__init__(why)
        self.why, self.for_ever = why, for_ever


class Line:
    """A line to the mail server, open as long as the block lasts. Raises Unreachable."""

    def __init__(self, mail: Mail) -> None:
        self.mail = mail

    def __enter__(self) -> "Line":
        try:
            self.server = _connect(self.mail)
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(type(error).__name__) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self.server.quit()
        except (OSError, smtplib.SMTPException):
            self.server.close()

    def send(self, letter: EmailMessage) -> None:
        """Hand over one letter. Raises Refused, and Unreachable if the line broke before the server said yes."""
        try:
            self.server.send_message(letter)
        except smtplib.SMTPServerDisconnected as error:
            raise Unreachable("disconnected") from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(next(iter(error.recipients.values()))[0]) from error
        except smtplib.SMTPSenderRefused as error:  # a setting is wrong: no message is to blame
            raise Refused(f"smtp_{error.smtp_code}", False) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(type(error).__name__) from error


def dispatch(store: Store, mail: Mail, owner: str, address: str, stop: Callable[[], bool] = lambda: False) -> int:
    """Send everything that is due until `stop`; how many the server took. Raises Unreachable.

    A message is marked only after the server has said yes: if this process dies in between it goes out once more.
    """
    taken = 0
    if not outbox.due(store):
        return 0
    with Line(mail) as line:
        while not stop() and (message := outbox.lease(store, owner)) is not None:
            taken += _write_and_send(store, line, message, address)
    return taken


def letter(message: Message, mail: Mail, address: str) -> EmailMessage:
    """The mail of a message, in its reader's language."""
    lang = Lang(message.language)
    told = EmailMessage(policy=SMTP.clone(max_line_length=200))
    told["Message-ID"] = f"<{message.id}@{mail.sender.rpartition('@')[2]}>"
    told["Date"] = format_datetime(utc_now())
    told["From"] = Address(word("mail.sender", lang), addr_spec=mail.sender)
    told["To"] = Address(addr_spec=message.email)
    told["Subject"] = sentence(message, "subject", lang)
    told["Auto-Submitted"] = "auto-generated"
    parts = [sentence(message, "body", lang), word("mail.sign_in", lang, address=address), word("mail.foot", lang)]
    told.set_content("\n\n".join(parts) + "\n", cte="base64")
    told["Content-Language"] = str(lang)
    return told


def sentence(message: Message, part: str, lang: Lang) -> str:
    """What a mail of this event says; of one that has no words of its own, that something waits."""
    key = f"mail.{message.event}.{part}"
    return word(key if has(key, lang) else f"mail.incident.{part}", lang, **{"number": "–", **message.payload})


def _write_and_send(store: Store, line: Line, message: Message, address: str) -> bool:
    """Whether the server took it. One that cannot be put into words is given up, so that it holds up no other."""
    try:
        told = letter(message, line.mail, address)
    except (KeyError, ValueError, IndexError) as error:
        LOG.error("a message cannot be written: %s", type(error).__name__)
        outbox.failed(store, message, "unwritable", for_ever=True)
        return False
    return _send(store, line, message, told)


def _send(store: Store, line: Line, message: Message, told: EmailMessage) -> bool:
    try:
        line.send(told)
    except Refused as refusal:
        dead = outbox.failed(store, message, refusal.why, for_ever=refusal.for_ever)
        LOG.warning("a message was not taken: %s%s", refusal.why, ", given up" if dead else "")
        return False
    except Unreachable:
        outbox.failed(store, message, "disconnected")
        raise
    outbox.sent(store, message)
    return True


def _refused(code: int) -> Refused:
    return Refused(f"smtp_{code}", 500 <= code < 600)


def _connect(mail: Mail) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.encryption is Encryption.TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=mail.seconds, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=mail.seconds)
    try:
        if mail.encryption is Encryption.STARTTLS:
            server.starttls(context=context)  # an error where the server offers none: never in the clear
        if mail.user:
            server.login(mail.user, mail.password())
    except BaseException:
        server.close()
        raise
    return server
