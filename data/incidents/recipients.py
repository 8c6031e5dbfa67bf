"""Whom an alert about a case may reach: those who may know of it, by level of escalation. Nobody else, ever."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from data.access import Scope
from data.incidents import rows, visibility
from data.incidents.visibility import CasePlace
from data.people.people import holding_of
from data.records.tables import people, role_grants
from geo.duties import Duties, duties

CaseRow = RowMapping | Mapping[str, Any]


def recipients(connection: Connection, case: CaseRow, level: int, rules: Duties | None = None) -> frozenset[str]:
    """Ids of the active people whom `level` (0: at once) alerts; of the next level that has anybody, if it has nobody.

    `case` is a row of `incidents`. Somebody who works at the institution, or is excluded from the case, is never
    among them. Empty if nobody may know: escalation then ends in the alarm.
    """
    levels = (rules or duties()).acknowledge
    allowed = may_know(connection, case)
    for wanted in levels[min(level, len(levels) - 1) :]:
        if found := frozenset(person for person, scope in allowed.items() if _roles(scope) & wanted.roles):
            return found
    return frozenset()


def followers(connection: Connection, case: CaseRow, rules: Duties | None = None) -> frozenset[str]:
    """Whom news of a case concerns: who works on it, or whom the first level alerts while nobody does."""
    working = rows.team(connection, case["id"]) | ({case["assigned_to"]} - {None})
    found = frozenset(working.intersection(may_know(connection, case, working)))
    return found or recipients(connection, case, 0, rules)


def may_know(connection: Connection, case: CaseRow, team: Collection[str] = ()) -> dict[str, Scope]:
    """The active people who may know of the case, with what they hold; `team`: those who work on it."""
    place = CasePlace(case["area"], case["ministry"], case["institution_id"])
    excluded = rows.excluded(connection, case["id"])
    known = scopes(connection).items()
    return {person: scope for person, scope in known if visibility.may_know(scope, place, team, excluded)}


def scopes(connection: Connection) -> dict[str, Scope]:
    """Everybody who may sign in now, with what they hold."""
    joined = select(role_grants).join(people, people.c.id == role_grants.c.person_id)
    query = joined.where(people.c.state == "active", role_grants.c.revoked_at.is_(None))
    held: dict[str, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        held.setdefault(row["person_id"], []).append(row)
    return {person: Scope(person, frozenset(map(holding_of, found))) for person, found in held.items()}


def _roles(scope: Scope) -> frozenset[str]:
    return frozenset(str(holding.role) for holding in scope.holdings)
