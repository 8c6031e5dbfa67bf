"""Signing in through an outside provider (OpenID Connect): known by issuer and subject, never by e-mail.

Nobody is let in who was not invited: an identity is linked by the person, signed in, from "My account". The log keeps a
fingerprint of who stood at the door, not what the provider calls them.
"""

from sqlalchemy import Connection, RowMapping, select, update
from sqlalchemy.exc import IntegrityError

from data.errors import SignInRefused
from data.people import sessions, throttle
from data.people import sign_in as signing_in
from data.people.passwords import matches
from data.people.sign_in import Caller
from data.records import audit
from data.records.store import Store
from data.records.tables import people


def step_up(store: Store, session: sessions.Session, password: str, code: str, caller: Caller, *, act: str) -> str:
    """Prove oneself anew, by password and a code, before linking or unlinking (`act`); returns a new session's token.

    However the session began: a door that was left open leads to no second door. Raises SignInRefused (words, code,
    demonstration) and TooManyTries.
    """
    about = f"password:{session.person_id}"
    with store.write() as connection:
        row = _row(connection, session.person_id)
        throttle.check(connection, store, about, caller.network)
    if row["demonstration"]:
        raise SignInRefused(why="demonstration")
    good = matches(password, row["password_hash"])
    with store.write() as connection:
        throttle.note(connection, store, about, caller.network, good)
        if not good:
            _refused(connection, store, act, row["id"], {"why": "words"})
    if not good:
        raise SignInRefused(why="words")
    return signing_in.pass_factor(store, session, code, caller)


def linked(store: Store, person_id: str) -> str | None:
    """The issuer of the identity that the person is tied to."""
    with store.read() as connection:
        issuer: str | None = _row(connection, person_id)["identity_issuer"]
    return issuer


def link(store: Store, session: sessions.Session, issuer: str, subject: str) -> None:
    """Tie the signed-in person to (issuer, subject). Raises SignInRefused: they or somebody else are tied already, or
    the session's factor is not passed."""
    detail = about_identity(store, issuer, subject)
    free = (people.c.id == session.person_id, people.c.identity_issuer.is_(None))
    values = {"identity_issuer": issuer, "identity_subject": subject}
    try:
        with store.write() as connection:
            if session.factor_passed and connection.execute(update(people).where(*free).values(values)).rowcount == 1:
                about = f"person:{session.person_id}"
                audit.append(connection, store, "identity.link", about, by=session.person_id, detail=detail)
                return
    except IntegrityError:
        pass
    with store.write() as connection:
        _refused(connection, store, "identity.link", session.person_id, detail)
    raise SignInRefused(why="identity")


def unlink(store: Store, session: sessions.Session) -> None:
    """Untie the person; every other session of theirs ends, as any of them may have come in that way."""
    with store.write() as connection:
        row = _row(connection, session.person_id)
        if row["identity_issuer"] is None:
            return
        values = {"identity_issuer": None, "identity_subject": None}
        connection.execute(update(people).where(people.c.id == row["id"]).values(values))
        sessions.end(connection, store, person_id=row["id"], but=session.id)
        detail = about_identity(store, row["identity_issuer"], row["identity_subject"])
        audit.append(connection, store, "identity.unlink", f"person:{row['id']}", by=row["id"], detail=detail)


def sign_in(store: Store, issuer: str, subject: str, caller: Caller, *, factor_passed: bool = False) -> str:
    """A new session's token for the person tied to (issuer, subject).

    The portal's own factor is still to pass, unless `factor_passed`: the provider vouched for one that is trusted.
    Raises SignInRefused: nobody is tied to it, or the person is disabled; the two are not told apart.
    """
    query = select(people.c.id, people.c.state).where(
        people.c.identity_issuer == issuer, people.c.identity_subject == subject
    )
    detail = about_identity(store, issuer, subject) | {"factor": factor_passed}
    with store.write() as connection:
        row = connection.execute(query).first()
        if row is not None and row.state == "active":
            audit.append(connection, store, "session.start", f"person:{row.id}", by=row.id, detail=detail)
            return sessions.start(
                connection, store, row.id, factor_passed=factor_passed, network=caller.network, agent=caller.agent
            )
        about = f"person:{row.id}" if row else "person:unknown"
        audit.append(connection, store, "session.start", about, by=None, outcome="refused", detail=detail)
    raise SignInRefused(why="identity")


def about_identity(store: Store, issuer: str, subject: str) -> dict[str, object]:
    """What the log says of an outside identity: whose word it is, and a fingerprint that only this portal can make."""
    return {"provider": issuer, "fingerprint": store.keys.mac("identity", f"{issuer}\n{subject}")[:16]}


def _row(connection: Connection, person_id: str) -> RowMapping:
    return connection.execute(select(people).where(people.c.id == person_id)).mappings().one()


def _refused(connection: Connection, store: Store, act: str, person_id: str, detail: dict[str, object]) -> None:
    audit.append(connection, store, act, f"person:{person_id}", by=person_id, outcome="refused", detail=detail)
