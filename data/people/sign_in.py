"""Signing in, the second factor, changing a password: each try is throttled, audited, and answers alike."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from data.access import NATIONAL, Scope
from data.errors import SignInRefused
from data.people import factor, sessions, throttle
from data.people.passwords import check_rules, hashed, matches, outdated
from data.people.people import row_of, scope_of
from data.records import audit
from data.records.keys import token_hash
from data.records.store import Store
from data.records.tables import people, recovery_codes


@dataclass(frozen=True)
class Caller:
    """Where a request comes from: its network (`throttle.network_of`) and what the browser calls itself."""

    network: str
    agent: str = ""


@dataclass(frozen=True)
class Enrolment:
    """What a person needs to set up the second factor; shown once."""

    secret: bytes
    address: str


def sign_in(store: Store, email: str, password: str, caller: Caller) -> str:
    """A new session's token; the second factor is still to pass. Raises SignInRefused and TooManyTries."""
    with store.write() as connection:
        throttle.check(connection, store, email, caller.network)
        row = row_of(connection, email)
    good = matches(password, row["password_hash"] if row else None)
    with store.write() as connection:
        throttle.note(connection, store, email, caller.network, bool(good and row and row["state"] == "active"))
        if not (good and row and row["state"] == "active"):
            about = f"person:{row['id']}" if row else "person:unknown"
            audit.append(connection, store, "session.start", about, by=None, outcome="refused")
        else:
            if outdated(row["password_hash"]):
                _store_password(connection, row["id"], password)
            return _begin(connection, store, row["id"], caller, passed=bool(row["demonstration"]))
    raise SignInRefused(why="words")


def pass_factor(store: Store, session: sessions.Session, code: str, caller: Caller) -> str:
    """The token of a new session in place of `session`, with the factor passed. One use a code, even of two at once."""
    about = f"factor:{session.person_id}"
    with store.write() as connection:
        throttle.check(connection, store, about, caller.network)
        row = connection.execute(select(people).where(people.c.id == session.person_id)).mappings().one()
        good = _use_code(connection, store, row["id"], row["factor_secret"], row["factor_last_step"], code)
        throttle.note(connection, store, about, caller.network, good)
        if good:
            sessions.end(connection, store, session_id=session.id)
            return _begin(connection, store, row["id"], caller, passed=True)
        audit.append(connection, store, "factor.pass", f"person:{row['id']}", by=row["id"], outcome="refused")
    raise SignInRefused(why="code")


def offer_factor(email: str, issuer: str) -> Enrolment:
    """A fresh factor secret; nothing is stored until `enrol` proves that the authenticator has it."""
    secret = factor.new_secret()
    return Enrolment(secret, factor.address(secret, email, issuer))


def enrol(store: Store, session: sessions.Session, secret: bytes, code: str, caller: Caller) -> tuple[str, list[str]]:
    """Keep the factor once a code of it is right; returns a new session's token and the recovery codes, shown once.

    Raises SignInRefused for a wrong code, and for a person who has a factor and has not passed it in this session.
    """
    step = factor.accepted_step(secret, code, store.clock(), 0)
    codes = factor.new_recovery_codes()
    with store.write() as connection:
        row = connection.execute(select(people).where(people.c.id == session.person_id)).mappings().one()
        if step is None or (row["factor_secret"] is not None and not session.factor_passed):
            raise SignInRefused(why="code")
        sealed = store.keys.seal("factor", secret, f"people|{row['id']}|factor_secret")
        values = {"factor_secret": sealed, "factor_last_step": step}
        connection.execute(update(people).where(people.c.id == row["id"]).values(values))
        connection.execute(delete(recovery_codes).where(recovery_codes.c.person_id == row["id"]))
        rows = [{"code_hash": token_hash(f"{row['id']}|{c}"), "person_id": row["id"]} for c in codes]
        connection.execute(insert(recovery_codes), rows)
        sessions.end(connection, store, session_id=session.id)
        audit.append(connection, store, "factor.enrol", f"person:{row['id']}", by=row["id"])
        return _begin(connection, store, row["id"], caller, passed=True), codes


def change_password(store: Store, session: sessions.Session, old: str, new: str, caller: Caller) -> str:
    """Change the password; every other session ends. Raises SignInRefused (old one wrong) and BadPassword."""
    with store.read() as connection:
        row = connection.execute(select(people).where(people.c.id == session.person_id)).mappings().one()
    if not matches(old, row["password_hash"]):
        raise SignInRefused(why="words")
    check_rules(new, row["email"], row["name"])
    made = hashed(new)
    with store.write() as connection:
        connection.execute(update(people).where(people.c.id == row["id"]).values(password_hash=made))
        sessions.end(connection, store, person_id=row["id"])
        audit.append(connection, store, "password.change", f"person:{row['id']}", by=row["id"])
        return _begin(connection, store, row["id"], caller, passed=session.factor_passed)


def sign_out(store: Store, session: sessions.Session) -> None:
    """End this session."""
    with store.write() as connection:
        sessions.end(connection, store, session_id=session.id)
        audit.append(connection, store, "session.end", f"person:{session.person_id}", by=session.person_id)


def session_of(store: Store, token: str) -> tuple[sessions.Session, Scope] | None:
    """The living session of a token and what it may do. National roles idle out sooner."""
    session = sessions.find(store, token)
    if session is None:
        return None
    scope = scope_of(store, session.person_id)
    national = any(holding.role in NATIONAL for holding in scope.holdings)
    if national and store.clock() - session.seen_at > sessions.IDLE_NATIONAL:
        return None
    return session, scope if session.factor_passed else Scope(session.person_id)


def _begin(connection: Connection, store: Store, person_id: str, caller: Caller, *, passed: bool) -> str:
    audit.append(connection, store, "session.start", f"person:{person_id}", by=person_id, detail={"factor": passed})
    return sessions.start(
        connection, store, person_id, factor_passed=passed, network=caller.network, agent=caller.agent
    )


def _use_code(connection: Connection, store: Store, person_id: str, sealed: bytes | None, last: int, code: str) -> bool:
    if sealed is None:
        return False
    secret = store.keys.unseal("factor", sealed, f"people|{person_id}|factor_secret")
    step = factor.accepted_step(secret, code, store.clock(), last)
    if step is not None:
        moved = update(people).where(people.c.id == person_id, people.c.factor_last_step < step)
        return connection.execute(moved.values(factor_last_step=step)).rowcount == 1
    hashed_code = token_hash(f"{person_id}|{code.strip().upper()}")
    used = update(recovery_codes).where(recovery_codes.c.code_hash == hashed_code, recovery_codes.c.used_at.is_(None))
    return connection.execute(used.values(used_at=store.clock())).rowcount == 1


def _store_password(connection: Connection, person_id: str, password: str) -> None:
    connection.execute(update(people).where(people.c.id == person_id).values(password_hash=hashed(password)))
