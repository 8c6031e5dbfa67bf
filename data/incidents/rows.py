"""Rows of the records as cases: plain reads, each narrowed by a condition that its caller gives."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from data.access import Scope
from data.errors import NotFound
from data.incidents.model import OPEN, Alleged, Case, Channel, Kind, Outcome, Reporter, State, Step
from data.incidents.tables import incident_excluded, incident_steps, incident_team, incidents
from data.incidents.visibility import CasePlace, known

BATCH = 500
PLAIN = (
    "id", "number", "reference", "danger", "severe", "ongoing", "area", "ministry", "facility_type", "institution_id",
    "occurred", "children", "age_band", "received_at", "assigned_to", "acknowledged_at", "level", "merged_into",
    "quarantined", "demonstration", "changed",
)  # fmt: skip


def row_known(connection: Connection, case_id: str, by: Scope) -> RowMapping:
    """The whole row of a case that `by` may know. Raises NotFound for every other, there or not."""
    query = select(incidents).where(incidents.c.id == case_id, known(by))
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(what="case", why="outside")
    return row


def cases_where(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Case, ...]:
    """All cases that fulfil the conditions, by number."""
    query = select(incidents).where(*conditions).order_by(incidents.c.number)
    rows = connection.execute(query).mappings().all()
    steps = _steps(connection, [row["id"] for row in rows])
    return tuple(case_of(row, steps.get(row["id"], ())) for row in rows)


def case_of(row: RowMapping, steps: tuple[Step, ...] = ()) -> Case:
    """The case of a row of `incidents`. Who asked to close it is told while that waits."""
    closing = row["closing_by"] if State(row["state"]) in OPEN else None
    codes: dict[str, Any] = {
        "channel": Channel(row["channel"]), "reporter": Reporter(row["reporter"]), "kind": Kind(row["kind"]),
        "alleged": Alleged(row["alleged"]), "state": State(row["state"]), "outcome": _outcome(row["outcome"]),
        "closing_by": closing, "closing_outcome": _outcome(row["closing_outcome"]) if closing else None,
    }  # fmt: skip
    return Case(steps=steps, **codes, **{name: row[name] for name in PLAIN})


def place_of(row: RowMapping) -> CasePlace:
    """Where the case of a row belongs."""
    return CasePlace(row["area"], row["ministry"], row["institution_id"])


def team(connection: Connection, case_id: str) -> frozenset[str]:
    """Who is on the case's team now."""
    members = incident_team.c.incident_id == case_id, incident_team.c.ended_at.is_(None)
    return frozenset(connection.execute(select(incident_team.c.person_id).where(*members)).scalars())


def excluded(connection: Connection, case_id: str) -> frozenset[str]:
    """Who must never know of the case."""
    query = select(incident_excluded.c.person_id).where(incident_excluded.c.incident_id == case_id)
    return frozenset(connection.execute(query).scalars())


def survivor(connection: Connection, row: RowMapping) -> RowMapping:
    """The case in which this one goes on: itself unless it was merged."""
    while row["merged_into"]:
        row = connection.execute(select(incidents).where(incidents.c.id == row["merged_into"])).mappings().one()
    return row


def absorbed(connection: Connection, case_id: str) -> tuple[RowMapping, ...]:
    """The cases merged into this one, those merged into them too."""
    query = select(incidents).where(incidents.c.merged_into == case_id).order_by(incidents.c.number)
    found: list[RowMapping] = []
    for row in connection.execute(query).mappings().all():
        found += [row, *absorbed(connection, row["id"])]
    return tuple(found)


def _steps(connection: Connection, ids: Collection[str]) -> dict[str, tuple[Step, ...]]:
    wanted = list(ids)
    found: dict[str, tuple[Step, ...]] = {}
    for start in range(0, len(wanted), BATCH):
        batch = incident_steps.c.incident_id.in_(wanted[start : start + BATCH])
        for row in connection.execute(select(incident_steps).where(batch)).mappings():
            step = Step(row["step"], row["due_at"], row["done_at"], row["done_by"], row["basis"])
            found[row["incident_id"]] = (*found.get(row["incident_id"], ()), step)
    return found


def _outcome(code: str | None) -> Outcome | None:
    return Outcome(code) if code else None
