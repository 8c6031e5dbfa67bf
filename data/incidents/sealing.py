"""What is sealed: a case's own key under the portal's, its texts under that key, its files on the disk.

AES-256-GCM, a nonce a piece, each bound to the case and the piece it belongs to: moved elsewhere it does not open.
Destroying a case's wrapped key makes all of its texts and files unreadable, in backups too.
"""

import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.errors import NotFound
from data.records.disk import sync_folder
from data.records.keys import Keys

VERSION = b"\x01"
PURPOSE = "case_kek"
NONCE = 12


def new_key() -> bytes:
    """A case's key: 32 random bytes."""
    return AESGCM.generate_key(256)


def wrap(keys: Keys, key: bytes, incident_id: str) -> bytes:
    """The case's key as the records keep it."""
    return VERSION + keys.seal(PURPOSE, key, _about_key(incident_id))


def unwrap(keys: Keys, wrapped: bytes, incident_id: str) -> bytes:
    """The case's key again. Raises cryptography's InvalidTag if it is another case's or was changed."""
    return keys.unseal(PURPOSE, wrapped[1:], _about_key(incident_id))


def seal(key: bytes, incident_id: str, part_id: str, plain: bytes) -> bytes:
    """One piece of a case, sealed."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, _about_part(incident_id, part_id))


def unseal(key: bytes, incident_id: str, part_id: str, sealed: bytes) -> bytes:
    """The piece again. Raises cryptography's InvalidTag if it was changed, or belongs to another case or piece."""
    nonce, rest = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    return AESGCM(key).decrypt(nonce, rest, _about_part(incident_id, part_id))


@dataclass(frozen=True)
class Blobs:
    """Sealed files in one folder, named by the hash of what is in them; written whole and synced, or not at all."""

    folder: Path

    def keep(self, sealed: bytes) -> str:
        """Write one file and return its name. It is on the disk when this returns. Raises OSError."""
        name = sha256(sealed).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f".{secrets.token_hex(8)}"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self.folder / name)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(self.folder)
        return name

    def read(self, name: str) -> bytes:
        """The sealed file of this name. Raises NotFound: gone, or no longer what was written."""
        try:
            sealed = (self.folder / name).read_bytes()
        except OSError as error:
            raise NotFound(what="file", why="gone") from error
        if sha256(sealed).hexdigest() != name:
            raise NotFound(what="file", why="changed")
        return sealed


def _about_key(incident_id: str) -> str:
    return f"incidents|{incident_id}|wrapped_key"


def _about_part(incident_id: str, part_id: str) -> bytes:
    return f"incident_parts|{incident_id}|{part_id}".encode()
