"""The people who may sign in, and the roles they hold: plain reads."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from data.access import Extent, Holding, Role, Scope
from data.records.store import Store
from data.records.tables import people, role_grants


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in. Secrets stay in the store."""

    id: str
    email: str
    name: str
    language: str
    state: str
    demonstration: bool
    created_at: datetime
    has_password: bool
    has_factor: bool


@dataclass(frozen=True)
class Held:
    """A role held: its row's id beside what it grants."""

    id: str
    person_id: str
    holding: Holding


def find(store: Store, person_id: str) -> Person | None:
    """The person of this id."""
    with store.read() as connection:
        row = connection.execute(select(people).where(people.c.id == person_id)).mappings().first()
    return person_of(row) if row else None


def row_of(connection: Connection, email: str) -> RowMapping | None:
    """The whole row of the person with this e-mail, secrets included; for signing in only."""
    return connection.execute(select(people).where(people.c.email == email.strip().casefold())).mappings().first()


def everybody(store: Store) -> list[tuple[Person, list[Held]]]:
    """All people with the roles they hold, by e-mail."""
    with store.read() as connection:
        rows = connection.execute(select(people).order_by(people.c.email)).mappings().all()
        held = connection.execute(select(role_grants).where(role_grants.c.revoked_at.is_(None))).mappings().all()
    of: dict[str, list[Held]] = {}
    for row in held:
        of.setdefault(row["person_id"], []).append(Held(row["id"], row["person_id"], holding_of(row)))
    return [(person_of(row), of.get(row["id"], [])) for row in rows]


def scope_of(store: Store, person_id: str) -> Scope:
    """What the person may see and do now: the union of the roles held."""
    with store.read() as connection:
        return scope_in(connection, person_id)


def scope_in(connection: Connection, person_id: str) -> Scope:
    """`scope_of` inside the caller's transaction."""
    query = select(role_grants).where(role_grants.c.person_id == person_id, role_grants.c.revoked_at.is_(None))
    rows = connection.execute(query).mappings().all()
    return Scope(person_id, frozenset(holding_of(row) for row in rows))


def count(store: Store) -> int:
    """How many people there are."""
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(people)).scalar_one()


def extent_columns(extent: Extent) -> dict[str, str | None]:
    """An extent as the three columns that keep it: JSON lists, NULL for all."""
    return {
        name: None if codes is None else json.dumps(sorted(codes))
        for name, codes in (
            ("areas", extent.areas), ("ministries", extent.ministries), ("institutions", extent.institutions)
        )
    }  # fmt: skip


def extent_of(row: RowMapping | dict[str, Any]) -> Extent:
    """The extent again."""
    parts = (row["areas"], row["ministries"], row["institutions"])
    return Extent(*(None if part is None else frozenset(json.loads(part)) for part in parts))


def holding_of(row: RowMapping) -> Holding:
    """What a row of role_grants or invitations gives."""
    return Holding(Role(row["role"]), extent_of(row), row["purpose"] or "")


def person_of(row: RowMapping) -> Person:
    """The person of a row, secrets left out."""
    names = ("id", "email", "name", "language", "state", "demonstration", "created_at")
    known = {name: row[name] for name in names}
    has = {"has_password": row["password_hash"] is not None, "has_factor": row["factor_secret"] is not None}
    return Person(**(known | has))
