"""Everything an officer does with a case. Each act is one transaction, audited, and refused as `acting` says."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import RowMapping, update

from data.access import Permission, Scope, require
from data.errors import NotFound, TextNeeded
from data.incidents import history, insiders, pieces, rows, teams
from data.incidents.acting import Acting, about_of, acting
from data.incidents.closing import ask_close as ask_close
from data.incidents.closing import confirm_close as confirm_close
from data.incidents.closing import withdraw_close as withdraw_close
from data.incidents.counters import next_change
from data.incidents.history import Change
from data.incidents.making import Origin
from data.incidents.model import OPEN, Part, PartKind, Report, State
from data.incidents.places import Places
from data.incidents.sealing import Blobs
from data.incidents.tables import incident_steps, incidents
from data.incidents.taking import take_into
from data.incidents.visibility import reaches
from data.incidents.workflow import Act
from data.records import audit
from data.records.store import Store
from geo.duties import Duties

CONTACT = "contact"
CONFIRMED = "confirmed"
ASSIGNED, REFERRED = "incident.assigned", "incident.referred"


def acknowledge(store: Store, case_id: str, *, by: Scope, seen: int | None) -> None:
    """Take notice: the case is being checked, and nobody is alerted further."""
    with acting(store, case_id, Act.ACKNOWLEDGE, by=by, seen=seen) as one:
        _notice(one)


def assign(store: Store, case_id: str, *, by: Scope, seen: int | None, person_id: str) -> None:
    """Give the case to somebody who may have it. Raises NotFound for everybody else."""
    with acting(store, case_id, Act.ASSIGN, by=by, seen=seen) as one:
        _notice(one)
        teams.join(one, person_id)
        one.values["assigned_to"] = one.what = person_id
        one.tell(ASSIGNED, {person_id})


def assign_many(store: Store, chosen: Iterable[tuple[str, int]], *, by: Scope, person_id: str) -> int:
    """Give several cases (id and `seen` of each) to somebody: each wholly or not at all; returns how many.

    Raises what `assign` raises at the first that is refused: those before it are given.
    """
    given = 0
    for case_id, seen in chosen:
        assign(store, case_id, by=by, seen=seen, person_id=person_id)
        given += 1
    return given


def refer(store: Store, case_id: str, *, by: Scope, seen: int | None, to: str, text: str) -> None:
    """Hand the case to a person of the portal (id) or a body outside it (code). Raises NotFound, TextNeeded."""
    with acting(store, case_id, Act.REFER, by=by, seen=seen) as one:
        if "-" in to:
            teams.join(one, to)
            one.tell(REFERRED, {to})
        elif not (to.isascii() and to.isidentifier() and len(to) <= 20):
            raise TextNeeded(why="to")
        one.what = to
        one.write(PartKind.NOTE, text, {"to": to})


def monitor(store: Store, case_id: str, *, by: Scope, seen: int | None) -> None:
    """What had to be done is done: watch how the child fares."""
    with acting(store, case_id, Act.MONITOR, by=by, seen=seen):
        pass


def resume(store: Store, case_id: str, *, by: Scope, seen: int | None) -> None:
    """Check a case again that was handed on or watched."""
    with acting(store, case_id, Act.RESUME, by=by, seen=seen):
        pass


def note(store: Store, case_id: str, *, by: Scope, seen: int | None, text: str) -> None:
    """Keep a note that never leaves the Office."""
    with acting(store, case_id, Act.NOTE, by=by, seen=seen) as one:
        one.write(PartKind.NOTE, text)


def answer(store: Store, case_id: str, *, by: Scope, seen: int | None, text: str) -> None:
    """Write to the reporter, who reads it with the number and words."""
    with acting(store, case_id, Act.ANSWER, by=by, seen=seen) as one:
        one.write(PartKind.ANSWER, text)


def request_detail(store: Store, case_id: str, *, by: Scope, seen: int | None, text: str) -> None:
    """Ask the reporter for more."""
    with acting(store, case_id, Act.REQUEST, by=by, seen=seen) as one:
        one.write(PartKind.REQUEST, text)


def complete_step(
    store: Store, case_id: str, *, by: Scope, seen: int | None, code: str, at: datetime, reference_text: str = ""
) -> None:
    """Record that a statutory step was taken, when, and its number in somebody else's books, sealed.

    Confirms what a reporter only told. Raises NotFound for a step the case does not have or that is confirmed already,
    TextNeeded for a moment that is yet to come.
    """
    with acting(store, case_id, Act.STEP, by=by, seen=seen) as one:
        if at > one.at:
            raise TextNeeded(why="at")
        step = incident_steps.c
        waiting = (step.incident_id == one.id, step.step == code, (step.done_at.is_(None)) | (step.basis == "told"))
        done = {"done_at": at, "done_by": by.person_id, "basis": CONFIRMED}
        if one.connection.execute(update(incident_steps).where(*waiting).values(done)).rowcount != 1:
            raise NotFound(what="step", why="gone")
        one.what = code
        if reference_text.strip():
            one.write(PartKind.STEP, reference_text, {"step": code})


def exclude(store: Store, case_id: str, *, by: Scope, seen: int | None, person_id: str) -> None:
    """Shut somebody implicated out of the case for good: it is taken from them, and they see no trace of it."""
    with acting(store, case_id, Act.EXCLUDE, by=by, seen=seen) as one:
        if person_id == by.person_id or not teams.exists(one.connection, person_id):
            raise NotFound(what="person", why="outside")
        insiders.exclude(one.connection, one.id, {person_id}, insiders.IMPLICATED, one.at)
        one.what = person_id
        if one.row["assigned_to"] == person_id:
            one.values["assigned_to"] = None


def reopen(store: Store, case_id: str, *, by: Scope, seen: int | None, text: str) -> None:
    """Check a closed case again; its history says how it was closed before."""
    with acting(store, case_id, Act.REOPEN, by=by, seen=seen) as one:
        one.what = str(one.row["outcome"])
        one.write(PartKind.NOTE, text, {"act": Act.REOPEN})
        one.values |= dict.fromkeys(("outcome", "closed_at", "closed_by", "closing_by", "closing_outcome"))


def merge(store: Store, case_id: str, *, by: Scope, seen: int | None, into: str) -> None:
    """Let the case go on in another one about the same: both histories stay, and whoever is shut out of one is of both.

    `into`: the other's id. Raises NotFound if `by` may not act on it too, it is the same one or no longer open.
    """
    with acting(store, case_id, Act.MERGE, by=by, seen=seen) as one:
        other = rows.row_known(one.connection, into, by)
        reached = reaches(by, Permission.INCIDENT_TRIAGE, rows.place_of(other))
        if other["id"] == one.id or State(other["state"]) not in OPEN or not reached:
            raise NotFound(what="case", why="into")
        _notice(one)
        one.values |= {"merged_into": other["id"], "escalate_at": None}
        one.what = other["id"]
        _receive(one, other)


def _receive(one: Acting, other: RowMapping) -> None:
    """What a merge means for the case that goes on: it is severe if either is, and shut to whom either is shut."""
    other_id, state = other["id"], other["state"]
    insiders.exclude_staff(one.connection, one.row, one.at)
    shut = rows.excluded(one.connection, one.id)
    insiders.exclude(one.connection, other_id, shut, insiders.MERGED, one.at)
    history.append(one.connection, other_id, "receive", one.change, state, state, one.id)
    graver = {name: bool(one.row[name] or other[name]) for name in ("severe", "danger")}
    changed = {"changed": one.change.number, **graver}
    one.connection.execute(update(incidents).where(incidents.c.id == other_id).values(changed))


def add_report(
    store: Store, duties: Duties, places: Places, report: Report, *, by: Scope, blobs: Blobs | None = None
) -> str:
    """Enter what somebody told an officer; returns the case's id.

    Raises NotFound if the officer could not see it afterwards: a report about one's own institution is made elsewhere.
    """
    require(by, Permission.INCIDENT_TRIAGE)
    with audit.refusals(store, "incident.take", "incident:new", by=by.person_id), store.write() as connection:
        origin = Origin(by=by.person_id)
        case_id = take_into(connection, store, duties, places, report, blobs=blobs, origin=origin)
        rows.row_known(connection, case_id, by)
    return case_id


def reveal_contact(store: Store, case_id: str, *, by: Scope, reason: str) -> tuple[Part, ...]:
    """How to reach the reporter: for officers, with a reason that is kept; audited before it is given.

    Raises NotFound for everybody else, TextNeeded without a reason.
    """
    about = about_of(case_id)
    with audit.refusals(store, f"incident.{CONTACT}", about, by=by.person_id), store.write() as connection:
        change = Change(next_change(connection), store.moment(connection), by.person_id)
        row = rows.row_known(connection, case_id, by)
        if not reaches(by, Permission.INCIDENT_TRIAGE, rows.place_of(row)):
            raise NotFound(what="case", why="permission")
        one = Acting(connection, store, row, pieces.seal_of(store.keys, row), by, change)
        one.write(PartKind.NOTE, reason, {"act": CONTACT})
        history.append(connection, row["id"], CONTACT, change, row["state"], row["state"])
        audit.append(connection, store, f"incident.{CONTACT}", about, by=by.person_id)
        return tuple(pieces.of_kind(connection, one.seal, PartKind.CONTACT))


def _notice(one: Acting) -> None:
    """The Office takes notice of the case, once: escalation ends, and a report kept apart joins the others."""
    if one.row["acknowledged_at"] is None:
        one.values |= {"acknowledged_at": one.at, "acknowledged_by": one.by.person_id, "escalate_at": None}
    one.values["quarantined"] = False
