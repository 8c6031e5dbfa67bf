"""Signing in through an outside provider (OpenID Connect): known by issuer and subject, never by e-mail.

Nobody is let in who was not invited: an identity is linked by the person, signed in, from "My account".
"""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from data.errors import SignInRefused
from data.people import sessions
from data.people.sign_in import Caller
from data.records import audit
from data.records.store import Store
from data.records.tables import people


def link(store: Store, session: sessions.Session, issuer: str, subject: str) -> None:
    """Tie the signed-in person to (issuer, subject). Raises SignInRefused if somebody else is tied to it."""
    try:
        with store.write() as connection:
            values = {"identity_issuer": issuer, "identity_subject": subject}
            connection.execute(update(people).where(people.c.id == session.person_id).values(values))
            audit.append(connection, store, "identity.link", f"person:{session.person_id}", by=session.person_id)
    except IntegrityError as error:
        raise SignInRefused(why="identity") from error


def sign_in(store: Store, issuer: str, subject: str, caller: Caller) -> str:
    """A new session's token for the person tied to (issuer, subject); the portal's own factor is still to pass.

    Raises SignInRefused: nobody is tied to it, or the person is disabled.
    """
    query = select(people.c.id, people.c.state).where(
        people.c.identity_issuer == issuer, people.c.identity_subject == subject
    )
    with store.write() as connection:
        row = connection.execute(query).first()
        if row is not None and row.state == "active":
            audit.append(connection, store, "session.start", f"person:{row.id}", by=row.id, detail={"provider": issuer})
            return sessions.start(
                connection, store, row.id, factor_passed=False, network=caller.network, agent=caller.agent
            )
        audit.append(connection, store, "session.start", "person:unknown", by=None, outcome="refused")
    raise SignInRefused(why="identity")
