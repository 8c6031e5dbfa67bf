"""Who may know of a case: one rule, said once in Python and once in SQL; tests hold the two together.

Nobody who reports for or heads the case's institution, and nobody excluded from the case, knows of it, whatever other
roles they hold. Where the institution is not known the same holds for every institution's staff in its area. Of the
others: those whose right to triage reaches the case, and those on its team. A case invented for a demonstration is
there only while a demonstration is served.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Boolean, ColumnElement, and_, exists, false, literal, not_, or_, true

from data.access import Codes, Extent, Permission, Role, Scope
from data.incidents.tables import incident_counters, incident_excluded, incident_team, incidents

INSIDERS = frozenset({Role.REPORTER, Role.HEAD})
SHOWN = "demonstration"


@dataclass(frozen=True)
class CasePlace:
    """Where a case belongs; "" for what is not known."""

    area: str = ""
    ministry: str = ""
    institution_id: str = ""

    @property
    def extent(self) -> Extent:
        """The place as what an extent must cover."""
        return Extent(frozenset({self.area}), frozenset({self.ministry}), frozenset({self.institution_id}))


def may_know(scope: Scope, place: CasePlace, team: Collection[str], excluded: Collection[str]) -> bool:
    """Whether `scope` may know that the case exists. `team`, `excluded`: ids of people."""
    if scope.person_id in excluded or any(inside(extent, place) for extent in insiders(scope)):
        return False
    following = scope.person_id in team and scope.can(Permission.INCIDENT_FOLLOW)
    return reaches(scope, Permission.INCIDENT_TRIAGE, place) or following


def reaches(scope: Scope, permission: Permission, place: CasePlace) -> bool:
    """Whether `permission` is held where the case belongs."""
    return any(extent.covers(place.extent) for extent in scope.extents(permission))


def known(scope: Scope) -> ColumnElement[bool]:
    """`may_know` as a condition on `incidents`; false for nobody signed in."""
    if scope.person_id is None:
        return false()
    triaged = or_(false(), *(_covering(extent) for extent in _sorted(scope.extents(Permission.INCIDENT_TRIAGE))))
    following = _on_team(scope.person_id) if scope.can(Permission.INCIDENT_FOLLOW) else false()
    return and_(or_(triaged, following), _shown(), not_(implicated(scope)))


def implicated(scope: Scope) -> ColumnElement[bool]:
    """True for cases that `scope` must never learn of, whatever else it holds."""
    excluded = exists().where(
        incident_excluded.c.incident_id == incidents.c.id, incident_excluded.c.person_id == scope.person_id
    )
    return or_(excluded, *(_inside_sql(extent) for extent in _sorted(insiders(scope))))


def insiders(scope: Scope) -> frozenset[Extent]:
    """Where the person reports for or heads institutions: of cases there they never learn."""
    return frozenset(holding.extent for holding in scope.holdings if holding.role in INSIDERS)


def inside(extent: Extent, place: CasePlace) -> bool:
    """Whether staff of `extent` may be the case's own: its institution, or any in the area if that is not known."""
    if place.institution_id and extent.institutions is not None:
        return place.institution_id in extent.institutions
    near = not place.area or extent.areas is None or place.area in extent.areas
    return near and (not place.ministry or extent.ministries is None or place.ministry in extent.ministries)


def _inside_sql(extent: Extent) -> ColumnElement[bool]:
    columns = incidents.c
    near = and_(_open(columns.area, extent.areas), _open(columns.ministry, extent.ministries))
    if extent.institutions is None:
        return near
    own = columns.institution_id.in_(sorted(extent.institutions - {""}))
    return or_(own, and_(columns.institution_id == "", near))


def _open(column: ColumnElement[str], codes: Codes) -> ColumnElement[bool]:
    return true() if codes is None else or_(column == "", column.in_(sorted(codes)))


def _covering(extent: Extent) -> ColumnElement[bool]:
    columns = incidents.c
    limits = (
        (columns.area, extent.areas),
        (columns.ministry, extent.ministries),
        (columns.institution_id, extent.institutions),
    )
    return and_(true(), *(column.in_(sorted(codes)) for column, codes in limits if codes is not None))


def _on_team(person_id: str) -> ColumnElement[bool]:
    return exists().where(
        incident_team.c.incident_id == incidents.c.id, incident_team.c.person_id == person_id,
        incident_team.c.ended_at.is_(None),
    )  # fmt: skip


def _shown() -> ColumnElement[bool]:
    served = exists().where(incident_counters.c.name == SHOWN, incident_counters.c.value == literal(1))
    return or_(incidents.c.demonstration == literal(False, Boolean), served)


def _sorted(extents: Collection[Extent]) -> list[Extent]:
    return sorted(extents, key=repr)
