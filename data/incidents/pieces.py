"""The sealed pieces of a case: a text with its fields, or a file. Written inside the caller's transaction."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from data.incidents import sealing
from data.incidents.model import Attachment, Part, PartKind
from data.incidents.sealing import Blobs
from data.incidents.tables import incident_parts
from data.records.keys import Keys


@dataclass(frozen=True)
class Seal:
    """A case and its key, opened. `repr` never shows the key."""

    incident_id: str
    key: bytes

    def __repr__(self) -> str:
        return f"Seal({self.incident_id})"


def seal_of(keys: Keys, row: RowMapping) -> Seal:
    """The seal of a row of `incidents`."""
    return Seal(row["id"], sealing.unwrap(keys, row["wrapped_key"], row["id"]))


def write(
    connection: Connection,
    seal: Seal,
    kind: PartKind,
    text: str,
    *,
    at: datetime,
    by: str | None,
    fields: Mapping[str, str] | None = None,
    attempt_hash: str | None = None,
) -> str:
    """Keep a text; returns the piece's id. Empty fields are left out."""
    part_id = str(uuid.uuid4())
    told = {"text": text, "fields": {name: value for name, value in (fields or {}).items() if value}}
    row = {"id": part_id, "kind": kind, "at": at, "by": by, "attempt_hash": attempt_hash}
    _insert(connection, seal, row, told)
    return part_id


def attach(
    connection: Connection, seal: Seal, blobs: Blobs, file: Attachment, *, at: datetime, attempt_hash: str,
    of: str = "",
) -> str:  # fmt: skip
    """Keep a file: what is in it sealed on the disk before the row is written. Raises OSError if the disk refuses."""
    part_id = str(uuid.uuid4())
    blob = blobs.keep(sealing.seal(seal.key, seal.incident_id, part_id, file.content))
    fields = {"name": file.name, "media_type": file.media_type, "size": str(len(file.content))}
    fields |= {"of": of} if of else {}
    row = {"id": part_id, "kind": PartKind.FILE, "at": at, "blob": blob, "attempt_hash": attempt_hash}
    _insert(connection, seal, row, {"text": "", "fields": fields})
    return part_id


def there(connection: Connection, attempt_hash: str) -> bool:
    """Whether the piece with this mark is kept already."""
    query = select(incident_parts.c.id).where(incident_parts.c.attempt_hash == attempt_hash)
    return connection.execute(query).first() is not None


def opened(seal: Seal, row: RowMapping) -> Part:
    """The piece of a row of `incident_parts`. Raises cryptography's InvalidTag if it was moved or changed."""
    told = json.loads(sealing.unseal(seal.key, seal.incident_id, row["id"], row["sealed"]))
    return Part(row["id"], PartKind(row["kind"]), row["at"], row["by"], told["text"], told["fields"])


def of_kind(connection: Connection, seal: Seal, *kinds: PartKind) -> Iterator[Part]:
    """The case's pieces of these kinds, oldest first, opened."""
    query = select(incident_parts).where(incident_parts.c.incident_id == seal.incident_id)
    wanted = query.where(incident_parts.c.kind.in_(kinds)).order_by(incident_parts.c.at, incident_parts.c.id)
    return (opened(seal, row) for row in connection.execute(wanted).mappings().all())


def content_of(seal: Seal, row: RowMapping, blobs: Blobs) -> bytes:
    """What is in the file of a row of `incident_parts`. Raises NotFound if it is gone from the disk."""
    return sealing.unseal(seal.key, seal.incident_id, row["id"], blobs.read(row["blob"] or ""))


def _insert(connection: Connection, seal: Seal, row: Mapping[str, object], told: Mapping[str, object]) -> None:
    plain = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    sealed = sealing.seal(seal.key, seal.incident_id, str(row["id"]), plain)
    connection.execute(insert(incident_parts).values(incident_id=seal.incident_id, sealed=sealed, **row))
