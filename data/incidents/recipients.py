"""Whom an alert about a case may reach: those who may know of it, by level of escalation. Nobody else, ever."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from data.access import Extent, Permission, Role, Scope
from data.incidents.tables import incident_excluded, incident_team
from data.people.people import holding_of
from data.records.tables import people, role_grants
from geo.duties import Duties, duties

STAFF = frozenset({Role.REPORTER, Role.HEAD})


def recipients(
    connection: Connection, case: Mapping[str, Any], level: int, rules: Duties | None = None
) -> frozenset[str]:
    """Ids of the active people whom `level` (0: at once) alerts; of the next level that has anybody, if it has nobody.

    `case` is a row of `incidents`. Somebody who works at the institution, or is excluded from the case, is never
    among them. Empty if nobody may know: escalation then ends in the alarm.
    """
    levels = (rules or duties()).acknowledge
    known = may_know(connection, case)
    for wanted in levels[min(level, len(levels) - 1) :]:
        found = {person for person, scope in known.items() if wanted.roles & {str(role) for role in _roles(scope)}}
        if found:
            return frozenset(found)
    return frozenset()


def followers(connection: Connection, case: Mapping[str, Any], rules: Duties | None = None) -> frozenset[str]:
    """Whom news of a case concerns: who works on it, or whom the first level alerts while nobody does."""
    team = incident_team.c
    query = select(team.person_id).where(team.incident_id == case["id"], team.ended_at.is_(None))
    working = {*connection.execute(query).scalars(), case["assigned_to"]} - {None}
    allowed = working.intersection(_outsiders(connection, case))
    return frozenset(allowed) or recipients(connection, case, 0, rules)


def may_know(connection: Connection, case: Mapping[str, Any]) -> dict[str, Scope]:
    """The active people who may triage this case, with what they hold."""
    place = Extent(frozenset({case["area"]}), frozenset({case["ministry"]}), frozenset({case["institution_id"]}))
    return {
        person: scope
        for person, scope in _outsiders(connection, case).items()
        if any(extent.covers(place) for extent in scope.extents(Permission.INCIDENT_TRIAGE))
    }


def _outsiders(connection: Connection, case: Mapping[str, Any]) -> dict[str, Scope]:
    """The active people who neither work at the case's institution nor are excluded from it."""
    columns = incident_excluded.c
    excluded = select(columns.person_id).where(columns.incident_id == case["id"])
    query = (
        select(role_grants)
        .join(people, people.c.id == role_grants.c.person_id)
        .where(people.c.state == "active", role_grants.c.revoked_at.is_(None), people.c.id.not_in(excluded))
    )
    found = _scopes(connection.execute(query).mappings())
    return {person: scope for person, scope in found.items() if not works_at(scope, case["institution_id"])}


def works_at(scope: Scope, institution_id: str) -> bool:
    """Whether somebody reports for the institution or heads it, whatever else they hold."""
    own = (holding.extent.institutions for holding in scope.holdings if holding.role in STAFF)
    return bool(institution_id) and any(institutions is None or institution_id in institutions for institutions in own)


def _scopes(rows: Iterable[Any]) -> dict[str, Scope]:
    held: dict[str, set[Any]] = {}
    for row in rows:
        held.setdefault(row["person_id"], set()).add(holding_of(row))
    return {person: Scope(person, frozenset(holdings)) for person, holdings in held.items()}


def _roles(scope: Scope) -> Iterable[Role]:
    return (holding.role for holding in scope.holdings)
