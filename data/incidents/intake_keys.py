"""The key pair of the intake: the public side seals with one half, only the worker opens with the other.

`home/intake/public` is for everybody to read, `home/intake/private` for its owner alone. The web process never opens
the private half, so that who breaks into it reads no report that was sent.
"""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from data.errors import BadIntakeKey

FOLDER, PUBLIC, PRIVATE = "intake", "public", "private"


def ensure(home: Path) -> None:
    """A new key pair in `home`/intake unless there is one. Safe to call by many at once; never replaces a key."""
    folder = home / FOLDER
    if (folder / PUBLIC).is_file():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _place(folder / PRIVATE, X25519PrivateKey.generate().private_bytes_raw(), 0o400)
    _place(folder / PUBLIC, read_private(home).public_key().public_bytes_raw(), 0o444)


def read_public(home: Path) -> X25519PublicKey:
    """The half that seals. Raises BadIntakeKey: missing or malformed."""
    return X25519PublicKey.from_public_bytes(_raw(home / FOLDER / PUBLIC))


def read_private(home: Path) -> X25519PrivateKey:
    """The half that opens, for the worker only. Raises BadIntakeKey: missing or malformed."""
    return X25519PrivateKey.from_private_bytes(_raw(home / FOLDER / PRIVATE))


def _raw(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadIntakeKey(file=path.name) from error
    if len(raw) != 32:
        raise BadIntakeKey(file=path.name)
    return raw


def _place(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all; what is there already stays."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
