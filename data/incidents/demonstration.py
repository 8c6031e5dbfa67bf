"""Invented cases to try the portal with: about demonstration institutions only, there only while those are served.

The country pack tells them (`demonstration_cases.toml`); their times count back from the moment they are made. What
was done with them is written as if then, one audit row for all of it: nobody did it.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, text, update

from data.access import Role, Scope
from data.errors import GrantRefused
from data.incidents import acting, pieces, teams
from data.incidents.acting import Acting
from data.incidents.counters import next_change
from data.incidents.history import Change
from data.incidents.making import Origin, make
from data.incidents.marks import attempt_mark
from data.incidents.model import Alleged, Kind, Outcome, PartKind, Report, Reporter, State
from data.incidents.places import KnownPlaces
from data.incidents.tables import incident_steps, incidents, outbox
from data.incidents.visibility import SHOWN
from data.incidents.workflow import Act, move
from data.indicators.model import ReleaseInfo
from data.people.people import scope_in
from data.records import audit
from data.records.store import Store
from data.records.tables import people, role_grants
from geo.countries import Country
from geo.duties import Duties

SET = text(
    "insert into incident_counters (name, value) values (:name, :value)"
    " on conflict (name) do update set value = excluded.value"
)
ABOUT = "incidents:demonstration"
HURRY = 40


@dataclass(frozen=True)
class Scene:
    """The cases as the pack tells them: `stories` and `sayings` by code, `cases` with their `path` of acts."""

    prefix: str
    mark: str
    stories: Mapping[str, str]
    sayings: Mapping[str, str]
    cases: Sequence[Mapping[str, Any]]


def scene(country: Country) -> Scene:
    """What the country pack tells."""
    told = tomllib.loads((country.folder / "demonstration_cases.toml").read_text("utf8"))
    return Scene(told["prefix"], told["mark"], told["stories"], told["sayings"], told["case"])


def provide(store: Store, country: Country, duties: Duties, places: KnownPlaces, release: ReleaseInfo) -> int:
    """Show the invented cases, making those that are missing; returns how many were made.

    Raises GrantRefused unless `release` is a demonstration. None are made without demonstration officers to work them.
    """
    if not release.demonstration:
        raise GrantRefused(why="demonstration")
    told = scene(country)
    homes = sorted(key for key in places.institutions if key.startswith(told.prefix))
    with store.write() as connection:
        change = next_change(connection)
        connection.execute(SET, {"name": SHOWN, "value": 1})
        cast = _officers(connection)
        made = 0
        for number, case in enumerate(told.cases if homes and len(cast) > 1 else ()):
            home = homes[(case["institution"] - 1) % len(homes)]
            report = _report(told, case, number, home, store.moment(connection))
            made += _stage(connection, store, duties, places, report, case, told, cast)
        if made:
            detail = {"cases": made, "change": change}
            audit.append(connection, store, "demonstration.cases", ABOUT, by=None, detail=detail)
    return made


def withdraw(store: Store) -> bool:
    """Hide them: to be called wherever a real release is served. Whether they were shown. Their history stays."""
    with store.write() as connection:
        shown = connection.execute(text("select value from incident_counters where name = :name"), {"name": SHOWN})
        if not shown.scalar():
            return False
        connection.execute(SET, {"name": SHOWN, "value": 0})
        invented = select(incidents.c.id).where(incidents.c.demonstration.is_(True))
        connection.execute(delete(outbox).where(outbox.c.incident_id.in_(invented), outbox.c.sent_at.is_(None)))
        audit.append(connection, store, "demonstration.cases_hidden", ABOUT, by=None)
    return True


def _officers(connection: Connection) -> list[Scope]:
    """The demonstration accounts that work on cases, the officer first."""
    wanted = people.c.demonstration.is_(True), role_grants.c.role.in_([Role.OFFICER, Role.OMBUDSMAN])
    query = select(people.c.id).join(role_grants, role_grants.c.person_id == people.c.id).where(*wanted)
    found = connection.execute(query.order_by(role_grants.c.role)).scalars().all()
    return [scope_in(connection, person_id) for person_id in found]


def _report(told: Scene, case: Mapping[str, Any], number: int, home: str, now: datetime) -> Report:
    received = now - timedelta(minutes=case["ago"])
    happened = received - timedelta(days=case.get("days", 0))
    return Report(
        attempt=f"demonstration-{number:03d}", received_at=received, reporter=Reporter(case["reporter"]),
        kind=Kind(case["kind"]), alleged=Alleged(case["alleged"]), danger=case.get("danger", False),
        ongoing=case.get("ongoing"), institution_id=home, occurred=f"{happened:%Y-%m-%d}",
        children=case.get("children", 1), age_band=case.get("age", ""), done=tuple(case.get("done", ())),
        text=f"{told.mark} {told.stories[case['kind']]}", contact=case.get("contact", ""),
    )  # fmt: skip


def _stage(
    connection: Connection, store: Store, duties: Duties, places: KnownPlaces, report: Report,
    case: Mapping[str, Any], told: Scene, cast: Sequence[Scope],
) -> bool:  # fmt: skip
    """Make one case and let its path be walked, one act after another, up to now. False: it is there already."""
    there = select(func.count()).where(incidents.c.attempt_hash == attempt_mark(store.keys, report.attempt))
    if connection.execute(there).scalar():
        return False
    began = Change(next_change(connection), report.received_at)
    origin = Origin(demonstration=True, at=report.received_at)
    row = make(connection, store, duties, places, report, began, origin, None)
    path = case.get("path", "").split()
    pause = timedelta(minutes=min(case.get("pause", HURRY), case["ago"] / (len(path) + 1)))
    for number, step in enumerate(path, start=1):
        act, _, what = step.partition(":")
        by = cast[1] if act == Act.CONFIRM_CLOSE else cast[0]
        at = Change(next_change(connection), report.received_at + pause * number, by.person_id)
        current = connection.execute(select(incidents).where(incidents.c.id == row["id"])).mappings().one()
        one = Acting(connection, store, current, pieces.seal_of(store.keys, current), by, at, what=what)
        _play(one, Act(act), what, told)
    return True


def _play(one: Acting, act: Act, what: str, told: Scene) -> None:
    """One act, as the house's own rules have it."""
    target = move(State(one.row["state"]), act, closing=acting.is_closing(one.row))
    if act in PLAYED:
        PLAYED[act](one, what)
    if act in SAID:
        kind, fields = SAID[act], {"to": what} if act is Act.REFER else {}
        one.write(kind, f"{told.mark} {told.sayings[act]}", fields)
    acting.change(one, act, target)


def _notice(one: Acting, _what: str) -> None:
    if one.row["acknowledged_at"] is None:
        one.values |= {"acknowledged_at": one.at, "acknowledged_by": one.by.person_id, "escalate_at": None}


def _assign(one: Acting, _what: str) -> None:
    _notice(one, "")
    teams.join(one, str(one.by.person_id))
    one.values["assigned_to"] = one.what = str(one.by.person_id)


def _step(one: Acting, what: str) -> None:
    step = incident_steps.c.incident_id == one.id, incident_steps.c.step == what
    done = {"done_at": one.at, "done_by": one.by.person_id, "basis": "confirmed"}
    one.connection.execute(update(incident_steps).where(*step).values(done))


def _ask(one: Acting, what: str) -> None:
    one.values |= {"closing_by": one.by.person_id, "closing_outcome": Outcome(what)}


def _close(one: Acting, what: str) -> None:
    outcome = Outcome(what or one.row["closing_outcome"])
    one.what = str(outcome)
    one.values |= {"outcome": outcome, "closed_at": one.at, "closed_by": one.by.person_id, "escalate_at": None}


def _reopen(one: Acting, _what: str) -> None:
    one.values |= dict.fromkeys(("outcome", "closed_at", "closed_by", "closing_by", "closing_outcome"))


PLAYED: Mapping[Act, Callable[[Acting, str], None]] = {
    Act.ACKNOWLEDGE: _notice, Act.ASSIGN: _assign, Act.STEP: _step, Act.ASK_CLOSE: _ask, Act.CLOSE: _close,
    Act.CONFIRM_CLOSE: _close, Act.REOPEN: _reopen,
}  # fmt: skip
SAID: Mapping[Act, PartKind] = {
    Act.REFER: PartKind.NOTE, Act.NOTE: PartKind.NOTE, Act.ANSWER: PartKind.ANSWER, Act.REQUEST: PartKind.REQUEST,
    Act.ASK_CLOSE: PartKind.NOTE, Act.CLOSE: PartKind.NOTE,
}  # fmt: skip
