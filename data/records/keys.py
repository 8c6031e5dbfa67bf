"""The portal's one secret and the keys derived from it: one key a purpose, so that one tells nothing of another.

Derivation: HKDF-SHA-256 (RFC 5869) with the purpose as `info`. The secret lives in a file outside the stores.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.errors import BadSecret

SHORTEST = 32
KNOWN = frozenset({"secret", "changeme", "password", "dev", "test"})


@dataclass(frozen=True)
class Keys:
    """Keys by purpose. `repr` never shows them."""

    secret: bytes

    def __repr__(self) -> str:
        return "Keys(…)"

    def derive(self, purpose: str) -> bytes:
        """32 bytes for `purpose`."""
        return HKDF(SHA256(), 32, None, f"portal|{purpose}".encode()).derive(self.secret)

    def mac(self, purpose: str, message: str) -> str:
        """HMAC-SHA-256 of `message` under the purpose's key, in hex."""
        return hmac.new(self.derive(purpose), message.encode(), hashlib.sha256).hexdigest()

    def seal(self, purpose: str, plain: bytes, about: str) -> bytes:
        """AES-256-GCM: nonce and ciphertext, bound to `about` (table, row and column) so that it fits nowhere else."""
        nonce = os.urandom(12)
        return nonce + AESGCM(self.derive(purpose)).encrypt(nonce, plain, about.encode())

    def unseal(self, purpose: str, sealed: bytes, about: str) -> bytes:
        """The plain bytes again. Raises cryptography's InvalidTag if anything was changed or moved."""
        return AESGCM(self.derive(purpose)).decrypt(sealed[:12], sealed[12:], about.encode())


def read_secret(path: Path) -> Keys:
    """The keys of the secret file at `path`. Raises BadSecret: missing, short (under 32 bytes) or known."""
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise BadSecret(why="missing", path=path.name) from error
    if len(secret) < SHORTEST or len(set(secret)) < 8:
        raise BadSecret(why="short", path=path.name)
    if any(secret.lower().startswith(known.encode()) for known in KNOWN):
        raise BadSecret(why="known", path=path.name)
    return Keys(secret)


def write_secret(path: Path) -> None:
    """A new random secret at `path`, readable by its owner only. Does nothing where one exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())


def token_hash(token: str) -> str:
    """SHA-256 of a random 256-bit token: enough, because there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
