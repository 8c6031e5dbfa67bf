"""The second factor: time-based one-time codes (RFC 6238, SHA-1, 6 digits, 30 s) and recovery codes."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote

STEP, DIGITS, WINDOW = 30, 6, 1
RECOVERY_CODES = 10
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_secret() -> bytes:
    """160 random bits, as RFC 4226 advises."""
    return secrets.token_bytes(20)


def step_at(moment: datetime) -> int:
    """The number of the 30-second step that `moment` falls in."""
    return int(moment.timestamp()) // STEP


def code_at(secret: bytes, step: int) -> str:
    """The six digits of one step (RFC 4226 §5.3)."""
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def accepted_step(secret: bytes, code: str, moment: datetime, last_step: int) -> int | None:
    """The step `code` belongs to, one step of skew allowed, if it is newer than the last one used; else None."""
    now, typed = step_at(moment), "".join(code.split())
    for step in range(now - WINDOW, now + WINDOW + 1):
        if step > last_step and hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            return step
    return None


def address(secret: bytes, email: str, issuer: str) -> str:
    """The `otpauth://` address that an authenticator reads from a QR code."""
    key = base64.b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{quote(issuer)}:{quote(email)}?secret={key}&issuer={quote(issuer)}"


def new_recovery_codes() -> list[str]:
    """Ten codes of 50 bits, shown once; the store keeps their hashes."""
    return [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY_CODES)
    ]
