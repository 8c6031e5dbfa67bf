"""What may be done about people at the command line of the machine: by the operator, whom the log calls the command."""

from sqlalchemy import update

from data.people import sessions
from data.people.people import row_of
from data.records import audit
from data.records.store import Store
from data.records.tables import people

COMMAND = {"by": "command"}


def disable(store: Store, email: str) -> int | None:
    """Shut the person with this e-mail out: their sessions end. Returns how many; None if there is no such person.

    Somebody who is disabled already stays so; that it was asked for is logged all the same.
    """
    with store.write() as connection:
        row = row_of(connection, email)
        if row is None:
            return None
        version = people.c.authorisation_version + 1
        changed = update(people).where(people.c.id == row["id"]).values(state="disabled", authorisation_version=version)
        connection.execute(changed)
        ended = sessions.end(connection, store, person_id=row["id"])
        audit.append(connection, store, "person.disable", f"person:{row['id']}", by=None, detail=COMMAND)
    return ended
