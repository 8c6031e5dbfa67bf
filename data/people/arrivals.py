"""Coming back from an outside provider: each way there is good for one return, and failures slow their network down."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from data.errors import SignInRefused
from data.people import throttle
from data.people.sign_in import Caller
from data.records import audit
from data.records.keys import token_hash
from data.records.store import Store
from data.records.tables import spent_states


def spend(store: Store, state: str, until: datetime, caller: Caller) -> None:
    """Use up `state`, which is worth nothing after `until`. Raises SignInRefused the second time, and TooManyTries."""
    now = store.clock()
    try:
        with store.write() as connection:
            throttle.check(connection, store, _about(state), caller.network)
            connection.execute(delete(spent_states).where(spent_states.c.until < now))
            connection.execute(insert(spent_states).values(state_hash=token_hash(state), until=until))
    except IntegrityError:
        raise SignInRefused(why="state") from None


def failed(store: Store, state: str, caller: Caller, *, by: str | None, detail: Mapping[str, object]) -> None:
    """Count and audit a return that proved nothing."""
    about = f"person:{by or 'unknown'}"
    with store.write() as connection:
        throttle.note(connection, store, _about(state), caller.network, False)
        audit.append(connection, store, "identity.return", about, by=by, outcome="refused", detail=detail)


def _about(state: str) -> str:
    """An account that nobody else tries: only the network's own limit is ever reached."""
    return f"state:{state}"
