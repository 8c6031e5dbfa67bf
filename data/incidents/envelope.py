"""A report or an addition as one sealed piece of bytes: HPKE (RFC 9180), X25519, HKDF-SHA-256, AES-256-GCM.

Inside: four bytes that tell the length of a JSON text, the JSON text, then the files one after another.
"""

import json
from dataclasses import asdict, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from data.errors import Unreadable
from data.incidents.model import Addition, Alleged, Attachment, Channel, Kind, Report, Reporter

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
ABOUT = b"portal|intake|1"
KINDS: dict[str, type[Report] | type[Addition]] = {"report": Report, "addition": Addition}
CODES: dict[str, type[StrEnum]] = {"channel": Channel, "reporter": Reporter, "kind": Kind, "alleged": Alleged}


def seal(key: X25519PublicKey, sent: Report | Addition) -> bytes:
    """What only the holder of the private half can read."""
    told = asdict(replace(sent, attachments=()))
    told["received_at"] = sent.received_at.isoformat()
    told["attachments"] = [[one.name, one.media_type, len(one.content)] for one in sent.attachments]
    kind = "report" if isinstance(sent, Report) else "addition"
    head = json.dumps({"is": kind, **told}, ensure_ascii=False).encode()
    plain = b"".join([len(head).to_bytes(4), head, *(one.content for one in sent.attachments)])
    return SUITE.encrypt(plain, key, info=ABOUT)


def open_(key: X25519PrivateKey, sealed: bytes) -> Report | Addition:
    """What was sealed. Raises Unreadable: torn, changed, for another key, or of a newer portal."""
    try:
        plain = SUITE.decrypt(sealed, key, info=ABOUT)
        length = int.from_bytes(plain[:4])
        return _read(json.loads(plain[4 : 4 + length]), plain[4 + length :])
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise Unreadable(why=type(error).__name__) from error


def _read(told: dict[str, Any], files: bytes) -> Report | Addition:
    kind = KINDS[told.pop("is")]
    known = {field.name for field in fields(kind)}
    if told.keys() - known:
        raise KeyError("a newer portal wrote this")
    told["attachments"] = tuple(_files(told["attachments"], files))
    told["received_at"] = datetime.fromisoformat(told["received_at"])
    told |= {name: code(told[name]) for name, code in CODES.items() if name in told}
    if "done" in told:
        told["done"] = tuple(told["done"])
    return kind(**told)


def _files(listed: list[tuple[str, str, int]], content: bytes) -> list[Attachment]:
    found, start = [], 0
    for name, media_type, length in listed:
        found.append(Attachment(name, media_type, content[start : start + length]))
        start += length
    if start != len(content):
        raise ValueError("the files are not as long as was told")
    return found
