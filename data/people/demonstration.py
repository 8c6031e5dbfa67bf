"""Accounts to try the portal with: one a role, made only where a demonstration release is served."""

import tomllib
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from data.access import Extent, Holding, Role
from data.errors import GrantRefused
from data.indicators.model import ReleaseInfo
from data.people.passwords import hashed
from data.people.people import extent_columns
from data.records import audit
from data.records.store import Store
from data.records.tables import invitations, people, role_grants
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
            with suppress(IntegrityError):  # another process that starts at the same moment has just made it
                _create(store, account)
    _set_state(store, "active")
    return wanted


def offered(store: Store, country: Country) -> tuple[Account, ...]:
    """The accounts that one may sign in with now."""
    query = select(people.c.email).where(people.c.demonstration.is_(True), people.c.state == "active")
    with store.read() as connection:
        there = set(connection.execute(query).scalars())
    return tuple(account for account in accounts(country) if account.email in there)


def withdraw(store: Store) -> int:
    """Disable all demonstration accounts; called wherever a real release is served. Returns how many were active.

    What they gave goes with them: open invitations, and the roles of whoever they let in, and so on down the line.
    """
    _take_back(store)
    return _set_state(store, "disabled")


def _take_back(store: Store) -> None:
    with store.write() as connection:
        givers = set(connection.execute(select(people.c.id).where(people.c.demonstration.is_(True))).scalars())
        taken, found = 0, set(givers)
        while found:
            given = (
                or_(role_grants.c.granted_by.in_(found), role_grants.c.confirmed_by.in_(found)),
                role_grants.c.revoked_at.is_(None),
            )
            rows = connection.execute(select(role_grants.c.id, role_grants.c.person_id).where(*given)).all()
            ended = update(role_grants).where(role_grants.c.id.in_([row.id for row in rows]))
            connection.execute(ended.values(revoked_at=store.clock()))
            found = {row.person_id for row in rows} - givers
            version = people.c.authorisation_version + 1
            connection.execute(update(people).where(people.c.id.in_(found)).values(authorisation_version=version))
            givers, taken = givers | found, taken + len(rows)
        offers = or_(invitations.c.invited_by.in_(givers), invitations.c.confirmed_by.in_(givers))
        open_ones = (offers, invitations.c.used_at.is_(None), invitations.c.withdrawn_at.is_(None))
        taken += connection.execute(update(invitations).where(*open_ones).values(withdrawn_at=store.clock())).rowcount
        if taken:
            audit.append(connection, store, "demonstration.take_back", "people:demonstration", by=None)


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
