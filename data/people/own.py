"""What somebody does with their own account besides signing in: language, sessions, and what is logged about them."""

from sqlalchemy import update

from data.people import sessions
from data.people.sessions import Session
from data.records import audit
from data.records.store import Store
from data.records.tables import people


def set_language(store: Store, session: Session, language: str) -> None:
    """Keep the language the person reads."""
    with store.write() as connection:
        connection.execute(update(people).where(people.c.id == session.person_id).values(language=language))
        audit.append(connection, store, "language.change", f"person:{session.person_id}", by=session.person_id)


def end_session(store: Store, session: Session, session_id: str) -> bool:
    """End one of the person's sessions; False if it is not theirs or has ended."""
    with store.write() as connection:
        ended = sessions.end(connection, store, session_id=session_id, person_id=session.person_id)
        if ended:
            audit.append(connection, store, "session.end", f"person:{session.person_id}", by=session.person_id)
    return bool(ended)


def end_others(store: Store, session: Session) -> int:
    """End all the person's sessions but this one; returns how many."""
    with store.write() as connection:
        ended = sessions.end(connection, store, person_id=session.person_id, but=session.id)
        detail = {"ended": ended}
        about = f"person:{session.person_id}"
        audit.append(connection, store, "session.end_others", about, by=session.person_id, detail=detail)
    return ended


def logged(store: Store, person_id: str, limit: int = 20) -> list[audit.Entry]:
    """The newest lines of the log that the person caused or that are about them."""
    caused = audit.entries(store, person_id=person_id, limit=limit)
    about = audit.entries(store, about=f"person:{person_id}", limit=limit)
    return sorted({line.seq: line for line in (*caused, *about)}.values(), key=lambda line: -line.seq)[:limit]
