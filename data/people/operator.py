"""What may be done about people at the command line of the machine: by the operator, whom the log calls the command."""

from sqlalchemy import delete, update

from data.people import invitations, sessions
from data.people.people import row_of, scope_in
from data.records import audit
from data.records.store import Store
from data.records.tables import people, recovery_codes

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


def renew(store: Store, email: str) -> str | None:
    """For somebody who lost the password, and the factor perhaps too: both are taken off and all sessions end.

    Returns the token of a one-time link by which they set a new password; the next sign-in asks for a new factor. None
    unless somebody with a role who is active and no demonstration account has this e-mail.
    """
    with store.write() as connection:
        row = row_of(connection, email)
        holdings = sorted(scope_in(connection, row["id"]).holdings, key=repr) if row else []
        if row is None or row["state"] != "active" or row["demonstration"] or not holdings:
            return None
        lost = {"password_hash": None, "factor_secret": None, "factor_last_step": 0}
        connection.execute(update(people).where(people.c.id == row["id"]).values(lost))
        connection.execute(delete(recovery_codes).where(recovery_codes.c.person_id == row["id"]))
        sessions.end(connection, store, person_id=row["id"])
        audit.append(connection, store, "person.renew", f"person:{row['id']}", by=None, detail=COMMAND)
        return invitations.renew(connection, store, row, holdings[0])
