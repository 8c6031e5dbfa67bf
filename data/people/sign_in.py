"""Signing in, the second factor, changing a password: each try is throttled, audited, and answers alike."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from data.access import Scope
from data.errors import SignInRefused
from data.people import factor, sessions, throttle
from data.people.passwords import check_rules, hashed, matches, outdated
from data.people.people import row_of
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
    """The token of a new session in place of `session`, with the factor passed. One use a code, even of two at once.

    Raises SignInRefused and TooManyTries.
    """
    with store.write() as connection:
        if _proved(connection, store, session, code, caller, "factor.pass"):
            sessions.end(connection, store, session_id=session.id)
            return _begin(connection, store, session.person_id, caller, passed=True)
    raise SignInRefused(why="code")


def offer_factor(email: str, issuer: str, secret: bytes | None = None) -> Enrolment:
    """A factor secret, fresh unless one is given; nothing is stored until `enrol` proves an authenticator has it."""
    offered = secret or factor.new_secret()
    return Enrolment(offered, factor.address(offered, email, issuer))


def enrol(
    store: Store, session: sessions.Session, secret: bytes, code: str, caller: Caller, *, present: str = ""
) -> tuple[str, list[str]]:
    """Keep the factor once a code of it is right; returns a new session's token and the recovery codes, shown once.

    Who has a factor already gives a code of the `present` one too: a session left open is not enough to replace it.
    All other sessions end. Raises SignInRefused (code, present, demonstration) and TooManyTries.
    """
    step = factor.accepted_step(secret, code, store.clock(), 0)
    if step is None:
        raise SignInRefused(why="code")
    with store.write() as connection:
        row = _person(connection, session)
        if row["factor_secret"] is None or _proved(connection, store, session, present, caller, "factor.enrol"):
            sealed = store.keys.seal("factor", secret, f"people|{row['id']}|factor_secret")
            values = {"factor_secret": sealed, "factor_last_step": step}
            connection.execute(update(people).where(people.c.id == row["id"]).values(values))
            codes = _new_codes(connection, row["id"])
            sessions.end(connection, store, person_id=row["id"])
            audit.append(connection, store, "factor.enrol", f"person:{row['id']}", by=row["id"])
            return _begin(connection, store, row["id"], caller, passed=True), codes
    raise SignInRefused(why="present")


def renew_codes(store: Store, session: sessions.Session, code: str, caller: Caller) -> list[str]:
    """New recovery codes in place of the old ones, for a code of the authenticator. Raises like `pass_factor`."""
    with store.write() as connection:
        _person(connection, session)
        if _proved(connection, store, session, code, caller, "factor.codes"):
            codes = _new_codes(connection, session.person_id)
            about = f"person:{session.person_id}"
            audit.append(connection, store, "factor.codes", about, by=session.person_id)
            return codes
    raise SignInRefused(why="code")


def change_password(store: Store, session: sessions.Session, old: str, new: str, caller: Caller) -> str:
    """Change the password; every other session ends, this one's token changes.

    Raises SignInRefused (words, demonstration), TooManyTries and BadPassword.
    """
    about = f"password:{session.person_id}"
    with store.write() as connection:
        row = _person(connection, session)
        throttle.check(connection, store, about, caller.network)
    good = matches(old, row["password_hash"])
    with store.write() as connection:
        throttle.note(connection, store, about, caller.network, good)
        if not good:
            audit.append(connection, store, "password.change", f"person:{row['id']}", by=row["id"], outcome="refused")
    if not good:
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


def session_of(store: Store, token: str, *, used: bool = True) -> tuple[sessions.Session, Scope] | None:
    """The living session of a token and what it may do: nothing beyond a visitor before the second factor."""
    found = sessions.known(store, token, used=used)
    if found is None:
        return None
    session, scope = found
    return session, scope if session.factor_passed else Scope(session.person_id)


def _person(connection: Connection, session: sessions.Session) -> RowMapping:
    """The row of the person who signed in, to change what they sign in with: never a demonstration account's."""
    row = connection.execute(select(people).where(people.c.id == session.person_id)).mappings().one()
    if row["demonstration"]:
        raise SignInRefused(why="demonstration")
    return row


def _begin(connection: Connection, store: Store, person_id: str, caller: Caller, *, passed: bool) -> str:
    audit.append(connection, store, "session.start", f"person:{person_id}", by=person_id, detail={"factor": passed})
    return sessions.start(
        connection, store, person_id, factor_passed=passed, network=caller.network, agent=caller.agent
    )


def _proved(
    connection: Connection, store: Store, session: sessions.Session, code: str, caller: Caller, act: str
) -> bool:
    """Whether `code` is the person's, now; a refusal is audited as `act`. Raises TooManyTries.

    Tries are counted on all networks together: only those come here who know the password.
    """
    about = f"factor:{session.person_id}"
    throttle.check(connection, store, about, caller.network, everywhere=True)
    row = connection.execute(select(people).where(people.c.id == session.person_id)).mappings().one()
    good = _use_code(connection, store, row["id"], row["factor_secret"], row["factor_last_step"], code)
    throttle.note(connection, store, about, caller.network, good)
    if not good:
        audit.append(connection, store, act, f"person:{row['id']}", by=row["id"], outcome="refused")
    return good


def _new_codes(connection: Connection, person_id: str) -> list[str]:
    codes = factor.new_recovery_codes()
    connection.execute(delete(recovery_codes).where(recovery_codes.c.person_id == person_id))
    rows = [{"code_hash": token_hash(f"{person_id}|{code}"), "person_id": person_id} for code in codes]
    connection.execute(insert(recovery_codes), rows)
    return codes


def _use_code(connection: Connection, store: Store, person_id: str, sealed: bytes | None, last: int, code: str) -> bool:
    if sealed is None:
        return False
    secret = store.keys.unseal("factor", sealed, f"people|{person_id}|factor_secret")
    step = factor.accepted_step(secret, code, store.clock(), last)
    if step is not None:
        moved = update(people).where(people.c.id == person_id, people.c.factor_last_step < step)
        return connection.execute(moved.values(factor_last_step=step)).rowcount == 1
    hashed_code = token_hash(f"{person_id}|{_recovery(code)}")
    used = update(recovery_codes).where(recovery_codes.c.code_hash == hashed_code, recovery_codes.c.used_at.is_(None))
    return connection.execute(used.values(used_at=store.clock())).rowcount == 1


def _recovery(code: str) -> str:
    """A recovery code as it was shown, whatever case, spaces and dashes it is typed with."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return f"{letters[:5]}-{letters[5:]}"


def _store_password(connection: Connection, person_id: str, password: str) -> None:
    connection.execute(update(people).where(people.c.id == person_id).values(password_hash=hashed(password)))
