"""The portal's one secret and the keys derived from it: one key a purpose, so that one tells nothing of another.

Derivation: HKDF-SHA-256 (RFC 5869) with the purpose as `info`. The secret lives in a file outside the stores. Known
secrets (`known_secrets.txt`) are those that somebody else's program, manual or example once told everybody.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.errors import BadSecret

SHORTEST = 32
KNOWN = Path(__file__).with_name("known_secrets.txt")


@dataclass(frozen=True)
class Keys:
    """Keys by purpose. `repr` never shows them."""

    secret: bytes

    def __repr__(self) -> str:
        return "Keys(…)"

    def derive(self, purpose: str) -> bytes:
        """32 bytes for `purpose`."""
        return _derived(self.secret, purpose)

    def mac(self, purpose: str, message: str) -> str:
        """HMAC-SHA-256 of `message` under the purpose's key, in hex."""
        return hmac.new(self.derive(purpose), message.encode(), hashlib.sha256).hexdigest()

    def digests(self, purpose: str, messages: Iterable[str], prefix: str = "") -> Iterator[bytes]:
        """HMAC-SHA-256 of `prefix` and each message under the purpose's key.

        RFC 2104 with both begun hashes kept, which is twice as fast as beginning anew.
        """
        padded = self.derive(purpose).ljust(hashlib.sha256().block_size, b"\0")
        inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in padded)) for pad in (0x36, 0x5C))
        inner.update(prefix.encode())
        for message in messages:
            within, around = inner.copy(), outer.copy()
            within.update(message.encode())
            around.update(within.digest())
            yield around.digest()

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
        secret = path.read_bytes()
    except OSError as error:
        raise BadSecret(why="missing", path=path.name) from error
    secret = secret.strip() if secret.isascii() else secret  # random bytes may well end in what looks like a space
    if wrong := weakness(secret):
        raise BadSecret(why=wrong, path=path.name)
    return Keys(secret)


def weakness(secret: bytes) -> str:
    """Why this secret will not do: "known" (also one text repeated), "short" (few bytes, few different ones), or ""."""
    plain = _plain(secret)
    if any(known in plain for known in _known()):
        return "known"
    if len(secret) < SHORTEST or len(set(secret)) < 8:
        return "short"
    return "known" if (secret + secret).find(secret, 1) < len(secret) else ""


def write_secret(path: Path) -> bool:
    """A new random secret at `path`, whole or not at all, for its owner to read. False: there is one, left alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def token_hash(token: str) -> str:
    """SHA-256 of a random 256-bit token: enough, because there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


@lru_cache(maxsize=64)
def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, None, f"portal|{purpose}".encode()).derive(secret)


@cache
def _known() -> frozenset[bytes]:
    """Known secrets with nothing but their letters and digits; eight at least, so that chance cannot make one."""
    lines = (line for line in KNOWN.read_bytes().splitlines() if line and not line.startswith(b"#"))
    return frozenset(_plain(line) for line in lines)


def _plain(secret: bytes) -> bytes:
    return bytes(byte for byte in secret.lower() if chr(byte).isascii() and chr(byte).isalnum())
