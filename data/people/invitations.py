"""Letting somebody in: one-time links, bound to an e-mail and a role, valid for three days."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, insert, select, update

from data.access import NATIONAL, Holding, Permission, Role, Scope, may_give, require
from data.errors import GrantRefused, SignInRefused
from data.people.passwords import check_rules, hashed, matches
from data.people.people import extent_columns, extent_of, row_of
from data.records import audit
from data.records.keys import token_hash
from data.records.store import Store
from data.records.tables import invitations, people, role_grants

VALID = timedelta(hours=72)


@dataclass(frozen=True)
class Invitation:
    """An open invitation. `waiting` for the second person that a national role needs."""

    id: str
    email: str
    holding: Holding
    invited_by: str | None
    created_at: datetime
    expires_at: datetime
    waiting: bool


def invite(store: Store, email: str, holding: Holding, *, by: Scope, language: str = "uk") -> str:
    """Invite `email` to a role; returns the link's token, shown once. Raises GrantRefused outside the giver's scope."""
    require(by, Permission.PEOPLE_INVITE)
    if not may_give(by, holding):
        audit.record(store, "person.invite", f"role:{holding.role}", by=by.person_id, outcome="refused")
        raise GrantRefused(why="outside")
    with store.write() as connection:
        return _create(connection, store, email, holding, by=by.person_id, language=language)


def create_first_administrator(store: Store, email: str) -> str:
    """A one-time link for the first administrator, made at the command line. Raises GrantRefused if there is one."""
    with store.write() as connection:
        query = select(role_grants.c.id).where(
            role_grants.c.role == Role.ADMINISTRATOR, role_grants.c.revoked_at.is_(None)
        )
        if connection.execute(query).first():
            raise GrantRefused(why="exists")
        return _create(
            connection, store, email, Holding(Role.ADMINISTRATOR), by=None, language="uk", confirmed="command"
        )


def confirm(store: Store, invitation_id: str, *, by: Scope) -> None:
    """The second person's yes to a national role. Raises GrantRefused for the inviter himself."""
    require(by, Permission.PEOPLE_CONFIRM)
    with store.write() as connection:
        row = connection.execute(select(invitations).where(invitations.c.id == invitation_id)).mappings().first()
        if row is None or row["used_at"] or row["withdrawn_at"] or not row["needs_second"] or row["confirmed_by"]:
            raise GrantRefused(why="gone")
        if row["invited_by"] == by.person_id:
            raise GrantRefused(why="second")
        if not may_give(by, Holding(Role(row["role"]), extent_of(row))):
            raise GrantRefused(why="outside")
        connection.execute(update(invitations).where(invitations.c.id == row["id"]).values(confirmed_by=by.person_id))
        audit.append(connection, store, "person.confirm", f"invitation:{row['id']}", by=by.person_id)


def withdraw(store: Store, invitation_id: str, *, by: Scope) -> None:
    """Take an invitation back before it is used. Raises GrantRefused if it is not the person's to take back."""
    require(by, Permission.PEOPLE_INVITE)
    with store.write() as connection:
        row = connection.execute(select(invitations).where(invitations.c.id == invitation_id)).mappings().first()
        if row is None or row["used_at"] or not may_give(by, Holding(Role(row["role"]), extent_of(row))):
            raise GrantRefused(why="gone")
        connection.execute(update(invitations).where(invitations.c.id == row["id"]).values(withdrawn_at=store.clock()))
        audit.append(connection, store, "person.withdraw", f"invitation:{row['id']}", by=by.person_id)


def open_invitations(store: Store) -> list[Invitation]:
    """Invitations neither used, withdrawn nor expired, newest first."""
    query = select(invitations).where(invitations.c.used_at.is_(None), invitations.c.withdrawn_at.is_(None))
    query = query.where(invitations.c.expires_at > store.clock()).order_by(invitations.c.created_at.desc())
    with store.read() as connection:
        return [_invitation(row) for row in connection.execute(query).mappings()]


def opened(store: Store, token: str) -> Invitation:
    """The invitation behind a link. Raises SignInRefused: unknown, used, expired, or waiting for the second person."""
    with store.read() as connection:
        return _invitation(_usable(connection, store, token))


def accept(store: Store, token: str, *, name: str, password: str) -> str:
    """Use a link: makes the person (or adds the role to them) and returns their id. One use, even of two at once.

    Somebody who has an account already proves it with its password, which stays: else whoever invites an e-mail could
    take over its account. Raises SignInRefused (link, words) and BadPassword.
    """
    invitation = opened(store, token)
    with store.read() as connection:
        there = row_of(connection, invitation.email)
    if there is None:
        check_rules(password, name, invitation.email)
        made = hashed(password)
    elif there["state"] != "active" or not matches(password, there["password_hash"]):
        raise SignInRefused(why="words")
    with store.write() as connection:
        row = _usable(connection, store, token)
        connection.execute(update(invitations).where(invitations.c.id == row["id"]).values(used_at=store.clock()))
        person_id = there["id"] if there else _create_person(connection, store, row, name, made)
        _bump(connection, person_id)
        _grant(connection, store, person_id, row)
        audit.append(connection, store, "person.accept", f"invitation:{row['id']}", by=person_id, role=row["role"])
    return person_id


def revoke_role(store: Store, grant_id: str, *, by: Scope) -> None:
    """Take a role away; the person's sessions end at their next request."""
    require(by, Permission.PEOPLE_INVITE)
    with store.write() as connection:
        row = connection.execute(select(role_grants).where(role_grants.c.id == grant_id)).mappings().first()
        if row is None or row["revoked_at"] or not may_give(by, Holding(Role(row["role"]), extent_of(row))):
            raise GrantRefused(why="gone")
        connection.execute(update(role_grants).where(role_grants.c.id == grant_id).values(revoked_at=store.clock()))
        _bump(connection, row["person_id"])
        audit.append(
            connection, store, "person.revoke", f"person:{row['person_id']}", by=by.person_id, role=row["role"]
        )


def _create(
    connection: Connection,
    store: Store,
    email: str,
    holding: Holding,
    *,
    by: str | None,
    language: str,
    confirmed: str | None = None,
) -> str:
    token, now, identity = secrets.token_urlsafe(32), store.clock(), str(uuid.uuid4())
    row = {
        "id": identity, "token_hash": token_hash(token), "email": email.strip().casefold(), "role": holding.role,
        **extent_columns(holding.extent), "purpose": holding.purpose, "language": language, "invited_by": by,
        "confirmed_by": confirmed, "needs_second": holding.role in NATIONAL and confirmed is None,
        "created_at": now, "expires_at": now + VALID,
    }  # fmt: skip
    connection.execute(insert(invitations).values(row))
    audit.append(connection, store, "person.invite", f"invitation:{identity}", by=by, role=holding.role)
    return token


def _usable(connection: Connection, store: Store, token: str) -> RowMapping:
    query = select(invitations).where(invitations.c.token_hash == token_hash(token))
    row = connection.execute(query).mappings().first()
    if row is None or row["used_at"] or row["withdrawn_at"] or row["expires_at"] <= store.clock():
        raise SignInRefused(why="link")
    if row["needs_second"] and not row["confirmed_by"]:
        raise SignInRefused(why="waiting")
    return row


def _create_person(connection: Connection, store: Store, row: RowMapping, name: str, made: str) -> str:
    person_id = str(uuid.uuid4())
    values = {
        "id": person_id, "email": row["email"], "name": name.strip()[:200], "language": row["language"],
        "state": "active", "password_hash": made, "demonstration": False, "created_at": store.clock(),
    }  # fmt: skip
    connection.execute(insert(people).values(values))
    return person_id


def _grant(connection: Connection, store: Store, person_id: str, row: RowMapping) -> None:
    copied = ("role", "areas", "ministries", "institutions", "purpose", "confirmed_by")
    values = {name: row[name] for name in copied} | {"granted_by": row["invited_by"], "granted_at": store.clock()}
    connection.execute(insert(role_grants).values(id=str(uuid.uuid4()), person_id=person_id, **values))


def _bump(connection: Connection, person_id: str) -> None:
    version = people.c.authorisation_version + 1
    connection.execute(update(people).where(people.c.id == person_id).values(authorisation_version=version))


def _invitation(row: RowMapping) -> Invitation:
    holding = Holding(Role(row["role"]), extent_of(row), row["purpose"] or "")
    waiting = bool(row["needs_second"] and not row["confirmed_by"])
    names = ("id", "email", "invited_by", "created_at", "expires_at")
    return Invitation(holding=holding, waiting=waiting, **{name: row[name] for name in names})
