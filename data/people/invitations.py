"""Letting somebody in: one-time links, bound to an e-mail and a role, valid for three days."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, insert, select, update

from data.access import NATIONAL, Holding, Permission, Role, Scope, may_give, require
from data.errors import GrantRefused, SignInRefused
from data.people import throttle
from data.people.passwords import check_rules, hashed, matches
from data.people.people import extent_columns, extent_of, row_of
from data.records import audit
from data.records.keys import token_hash
from data.records.store import Store
from data.records.tables import invitations, people, role_grants

VALID = timedelta(hours=72)
RENEWAL = "renewal"


@dataclass(frozen=True)
class Invitation:
    """An open invitation. `waiting` for the second person that a national role needs.

    `renews`: made at the command line for somebody who lost the password; gives no role, only the way back in.
    """

    id: str
    email: str
    holding: Holding
    invited_by: str | None
    created_at: datetime
    expires_at: datetime
    waiting: bool
    renews: bool = False


def invite(store: Store, email: str, holding: Holding, *, by: Scope, language: str = "uk") -> str:
    """Invite `email` to a role; returns the link's token, shown once. Raises GrantRefused outside the giver's scope."""
    require(by, Permission.PEOPLE_INVITE)
    if not may_give(by, holding):
        audit.record(store, "person.invite", f"role:{holding.role}", by=by.person_id, outcome="refused")
        raise GrantRefused(why="outside")
    with store.write() as connection:
        return _create(connection, store, email, holding, by=by.person_id, language=language)


def create_first_administrator(store: Store, email: str) -> str:
    """A one-time link for the first administrator, made at the command line. Raises GrantRefused if there is one.

    Accounts that are disabled, or there for demonstration, do not count. An earlier link that was not used ends.
    """
    with store.write() as connection:
        if connection.execute(_ADMINISTRATORS).first():
            raise GrantRefused(why="exists")
        _withdraw_first(connection, store)
        return _create(
            connection, store, email, Holding(Role.ADMINISTRATOR), by=None, language="uk", confirmed="command"
        )


def confirm(store: Store, invitation_id: str, *, by: Scope) -> None:
    """The second person's yes to a national role; of two at once one wins. Raises GrantRefused: for the inviter too."""
    require(by, Permission.PEOPLE_CONFIRM)
    about = f"invitation:{invitation_id}"
    with audit.refusals(store, "person.confirm", about, by=by.person_id), store.write() as connection:
        row = _open(connection, store, invitation_id, by)
        if not row["needs_second"] or row["confirmed_by"]:
            raise GrantRefused(why="gone")
        if row["invited_by"] == by.person_id:
            raise GrantRefused(why="second")
        waiting = (invitations.c.id == row["id"], invitations.c.confirmed_by.is_(None))
        if connection.execute(update(invitations).where(*waiting).values(confirmed_by=by.person_id)).rowcount != 1:
            raise GrantRefused(why="gone")
        audit.append(connection, store, "person.confirm", about, by=by.person_id, role=row["role"])


def withdraw(store: Store, invitation_id: str, *, by: Scope) -> None:
    """Take an invitation back before it is used. Raises GrantRefused if it is not the person's to take back."""
    require(by, Permission.PEOPLE_INVITE)
    about = f"invitation:{invitation_id}"
    with audit.refusals(store, "person.withdraw", about, by=by.person_id), store.write() as connection:
        row = _open(connection, store, invitation_id, by)
        unused = (invitations.c.id == row["id"], invitations.c.used_at.is_(None))
        if connection.execute(update(invitations).where(*unused).values(withdrawn_at=store.clock())).rowcount != 1:
            raise GrantRefused(why="gone")
        audit.append(connection, store, "person.withdraw", about, by=by.person_id, role=row["role"])


def renew(connection: Connection, store: Store, person: RowMapping, holding: Holding) -> str:
    """A link by which somebody sets a new password, for the operator alone; returns its token. Gives no role."""
    told = {"by": None, "language": person["language"], "confirmed": RENEWAL}
    return _create(connection, store, person["email"], holding, **told)


def open_invitations(store: Store) -> list[Invitation]:
    """Invitations neither used, withdrawn nor expired, newest first."""
    query = select(invitations).where(invitations.c.used_at.is_(None), invitations.c.withdrawn_at.is_(None))
    query = query.where(invitations.c.expires_at > store.clock()).order_by(invitations.c.created_at.desc())
    with store.read() as connection:
        return [_invitation(row) for row in connection.execute(query).mappings()]


def given_by(store: Store, by: Scope) -> list[Invitation]:
    """The open invitations to roles that `by` may give: nobody else's are shown or counted."""
    require(by, Permission.PEOPLE_INVITE)
    return [one for one in open_invitations(store) if may_give(by, one.holding)]


def of_token(store: Store, token: str) -> Invitation | None:
    """The open invitation behind a link, waiting or not; to show its maker what was made."""
    query = select(invitations.c.id).where(invitations.c.token_hash == token_hash(token))
    with store.read() as connection:
        identity = connection.execute(query).scalar()
    return next((one for one in open_invitations(store) if one.id == identity), None)


def opened(store: Store, token: str) -> Invitation:
    """The invitation behind a link. Raises SignInRefused: link, used, withdrawn, expired or waiting."""
    with store.read() as connection:
        return _invitation(_usable(connection, store, token))


def accept(store: Store, token: str, *, name: str, password: str, network: str = "unknown") -> str:
    """Use a link: makes the person (or adds the role to them) and returns their id. One use, even of two at once.

    Somebody who has an account already proves it with its password, which stays: else whoever invites an e-mail could
    take over its account, or guess its password here. Raises SignInRefused (as `opened`, and words), TooManyTries and
    BadPassword.
    """
    invitation = opened(store, token)
    there = _account_of(store, invitation.email)
    if there is None or invitation.renews:
        check_rules(password, there["name"] if there else name, invitation.email)
        made = hashed(password)
    else:
        made = ""
        _prove(store, there, password, network)
    with store.write() as connection:
        row = _usable(connection, store, token)
        _use(connection, store, row["id"])
        if there is None and row_of(connection, row["email"]):
            raise SignInRefused(why="words")
        person_id = there["id"] if there else _create_person(connection, store, row, name, made)
        _bump(connection, person_id)
        if invitation.renews:
            connection.execute(update(people).where(people.c.id == person_id).values(password_hash=made))
        else:
            _grant(connection, store, person_id, row)
        audit.append(connection, store, "person.accept", f"invitation:{row['id']}", by=person_id, role=row["role"])
    return str(person_id)


def joins_account(store: Store, invitation: Invitation) -> bool:
    """Whether the invited person has an account already, whose password the link will ask for."""
    return not invitation.renews and _account_of(store, invitation.email) is not None


_ADMINISTRATORS = (
    select(role_grants.c.id)
    .join(people, people.c.id == role_grants.c.person_id)
    .where(role_grants.c.role == Role.ADMINISTRATOR, role_grants.c.revoked_at.is_(None))
    .where(people.c.state == "active", people.c.demonstration.is_(False))
)


def _withdraw_first(connection: Connection, store: Store) -> None:
    """End the links that were made at the command line and not used."""
    still = (invitations.c.used_at.is_(None), invitations.c.withdrawn_at.is_(None))
    query = select(invitations.c.id).where(invitations.c.confirmed_by == "command", *still)
    for (identity,) in connection.execute(query).all():
        ended = update(invitations).where(invitations.c.id == identity).values(withdrawn_at=store.clock())
        connection.execute(ended)
        audit.append(connection, store, "person.withdraw", f"invitation:{identity}", by=None)


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
    if row is None:
        raise SignInRefused(why="link")
    over = {"used": row["used_at"], "withdrawn": row["withdrawn_at"], "expired": row["expires_at"] <= store.clock()}
    over["waiting"] = row["needs_second"] and not row["confirmed_by"]
    for why, is_so in over.items():
        if is_so:
            raise SignInRefused(why=why)
    return row


def _open(connection: Connection, store: Store, invitation_id: str, by: Scope) -> RowMapping:
    """The row of an open invitation that `by` may give; anything else, there or not, is refused alike."""
    row = connection.execute(select(invitations).where(invitations.c.id == invitation_id)).mappings().first()
    if row is None or row["used_at"] or row["withdrawn_at"] or row["expires_at"] <= store.clock():
        raise GrantRefused(why="gone")
    if not may_give(by, Holding(Role(row["role"]), extent_of(row))):
        raise GrantRefused(why="gone")
    return row


def _account_of(store: Store, email: str) -> RowMapping | None:
    with store.read() as connection:
        return row_of(connection, email)


def _prove(store: Store, there: RowMapping, password: str, network: str) -> None:
    """Raise SignInRefused unless `password` is the account's; throttled and audited as signing in is."""
    with store.write() as connection:
        throttle.check(connection, store, there["email"], network)
    good = matches(password, there["password_hash"]) and there["state"] == "active"
    with store.write() as connection:
        throttle.note(connection, store, there["email"], network, good)
        if not good:
            audit.append(connection, store, "person.accept", f"person:{there['id']}", by=None, outcome="refused")
    if not good:
        raise SignInRefused(why="words")


def _use(connection: Connection, store: Store, invitation_id: str) -> None:
    """Mark the link as used; of two at once the second finds it used."""
    unused = (invitations.c.id == invitation_id, invitations.c.used_at.is_(None), invitations.c.withdrawn_at.is_(None))
    if connection.execute(update(invitations).where(*unused).values(used_at=store.clock())).rowcount != 1:
        raise SignInRefused(why="used")


def _create_person(connection: Connection, store: Store, row: RowMapping, name: str, made: str) -> str:
    person_id = str(uuid.uuid4())
    values = {
        "id": person_id, "email": row["email"], "name": " ".join(name.split())[:200], "language": row["language"],
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
    renews = row["confirmed_by"] == RENEWAL
    return Invitation(holding=holding, waiting=waiting, renews=renews, **{name: row[name] for name in names})
