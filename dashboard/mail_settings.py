"""How mail is sent, as the environment says it: server, way of encrypting, sender, credentials from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

URL, SENDER, SECRET = "PORTAL_SMTP_URL", "PORTAL_MAIL_FROM", "PORTAL_SMTP_SECRET_FILE"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadMailSetting(ValueError):
    """A setting of the mail cannot be used. Never tells a value: one of them may be a password."""


class Encryption(StrEnum):
    """How the line to the server is encrypted; by the scheme of its URL."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


PORTS = {Encryption.NONE: 25, Encryption.STARTTLS: 587, Encryption.TLS: 465}


@dataclass(frozen=True)
class Mail:
    """The server that takes the portal's mail. `seconds`: how long one answer of it may take."""

    host: str
    port: int
    encryption: Encryption
    sender: str
    user: str = ""
    secret_file: Path | None = None
    seconds: float = field(default=10.0)

    def password(self) -> str:
        """The password, read anew each time: it may have been changed. Raises OSError."""
        return self.secret_file.read_text(encoding="utf-8").strip() if self.secret_file else ""


def mail(given: Mapping[str, str]) -> Mail | None:
    """The mail settings in `given`; None where no server is named. Raises BadMailSetting."""
    if not given.get(URL):
        return None
    try:
        parts = urlsplit(given[URL])
        encryption, port = Encryption(parts.scheme), parts.port
    except ValueError:
        raise BadMailSetting(f"{URL}: use smtp://, smtp+starttls:// or smtps://, the host and perhaps a port") from None
    if not parts.hostname or parts.password or parts.path.strip("/") or parts.query:
        raise BadMailSetting(f"{URL}: only user and host are told here; the password goes into the file {SECRET}")
    found = Mail(
        host=parts.hostname,
        port=port or PORTS[encryption],
        encryption=encryption,
        sender=_sender(given),
        user=unquote(parts.username or ""),
        secret_file=Path(given[SECRET]).absolute() if given.get(SECRET) else None,
    )
    _check_credentials(found)
    return found


def _sender(given: Mapping[str, str]) -> str:
    sender = given.get(SENDER, "").strip()
    name, at, host = sender.partition("@")
    if not (name and at and host) or any(letter.isspace() or letter in "<>,;" for letter in sender):
        raise BadMailSetting(f"{SENDER}: the plain address that mail comes from is needed")
    return sender


def _check_credentials(found: Mail) -> None:
    if bool(found.user) != (found.secret_file is not None):
        raise BadMailSetting(f"{URL} and {SECRET}: a user and the file with the password go together")
    if found.secret_file and not found.secret_file.is_file():
        raise BadMailSetting(f"{SECRET}: there is no such file")
    if found.user and found.encryption is Encryption.NONE and found.host not in LOOPBACK:
        raise BadMailSetting(f"{URL}: a password is only sent encrypted: smtps:// or smtp+starttls://")
