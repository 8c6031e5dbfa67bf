"""Accounts to try the portal with: one a role, made only where a demonstration release is served."""

import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from data.access import Extent, Holding, Role
from data.errors import GrantRefused
from data.indicators.model import ReleaseInfo
from data.people.passwords import hashed
from data.people.people import extent_columns
from data.records import audit
from data.records.store import Store
from data.records.tables import people, role_grants
from geo.countries import Country


@dataclass(frozen=True)
class Account:
    """One demonstration account, as shown on the sign-in page."""

    email: str
    password: str
    holding: Holding


def accounts(country: Country) -> tuple[Account, ...]:
    """The accounts that the country pack describes (`demonstration_accounts.toml`)."""
    path: Path = country.folder / "demonstration_accounts.toml"
    told = tomllib.loads(path.read_text("utf8"))
    return tuple(_account(country, told["password"], row) for row in told["account"])


def provide(store: Store, country: Country, release: ReleaseInfo) -> tuple[Account, ...]:
    """Make the accounts that are missing. Raises GrantRefused unless `release` is a demonstration."""
    if not release.demonstration:
        raise GrantRefused(why="demonstration")
    wanted = accounts(country)
    with store.read() as connection:
        there = set(connection.execute(select(people.c.email).where(people.c.demonstration.is_(True))).scalars())
    for account in wanted:
        if account.email not in there:
            _create(store, account)
    _set_state(store, "active")
    return wanted


def withdraw(store: Store) -> int:
    """Disable all demonstration accounts; called wherever a real release is served. Returns how many were active."""
    return _set_state(store, "disabled")


def _set_state(store: Store, state: str) -> int:
    changing = (people.c.demonstration.is_(True), people.c.state != state)
    with store.write() as connection:
        changed = connection.execute(update(people).where(*changing).values(state=state)).rowcount
        if changed:
            audit.append(connection, store, f"demonstration.{state}", "people:demonstration", by=None)
    return changed


def _create(store: Store, account: Account) -> None:
    person_id, now = str(uuid.uuid4()), store.clock()
    person = {
        "id": person_id, "email": account.email, "name": account.email.split("@")[0], "language": "uk",
        "state": "active", "password_hash": hashed(account.password), "demonstration": True, "created_at": now,
    }  # fmt: skip
    grant = {
        "id": str(uuid.uuid4()), "person_id": person_id, "role": account.holding.role,
        **extent_columns(account.holding.extent), "purpose": account.holding.purpose, "granted_at": now,
    }  # fmt: skip
    with store.write() as connection:
        connection.execute(insert(people).values(person))
        connection.execute(insert(role_grants).values(grant))
        audit.append(connection, store, "demonstration.create", f"person:{person_id}", by=None)


def _account(country: Country, password: str, row: Mapping[str, Any]) -> Account:
    areas = frozenset(country.resolve(code) or code for code in row["areas"]) if "areas" in row else None
    ministries = frozenset(row["ministries"]) if "ministries" in row else None
    institutions = frozenset(row["institutions"]) if "institutions" in row else None
    return Account(row["email"], password, Holding(Role(row["role"]), Extent(areas, ministries, institutions)))
