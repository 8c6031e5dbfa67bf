"""Who may do what, and where. Pure: no web, no database. Everything is refused unless granted here.

A person holds roles; each role is held within an `Extent` (areas × ministries × institutions). What a person may see
is the union of the extents of the roles that allow it, never their intersection. A `Scope` is built from the session
only; what a browser sends can only narrow it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from data.errors import NotFound


class View(StrEnum):
    """Which of a release's two files answers."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Permission(StrEnum):
    """One thing that can be done, NOUN_VERB."""

    NUMBERS_VIEW = "numbers_view"
    NUMBERS_EXACT = "numbers_exact"
    STAYS_VIEW = "stays_view"
    DATA_SUBMIT = "data_submit"
    DATA_APPROVE = "data_approve"
    RELEASE_PUBLISH = "release_publish"
    INCIDENT_REPORT = "incident_report"
    INCIDENT_TRIAGE = "incident_triage"
    INCIDENT_CLOSE = "incident_close"
    INCIDENT_FOLLOW = "incident_follow"
    NIL_STATE = "nil_state"
    STORY_EDIT = "story_edit"
    PEOPLE_INVITE = "people_invite"
    PEOPLE_CONFIRM = "people_confirm"
    ACCOUNT_OWN = "account_own"
    AUDIT_VIEW = "audit_view"
    SYSTEM_CONFIGURE = "system_configure"


class Role(StrEnum):
    """The roles of design §7."""

    VISITOR = "visitor"
    REPORTER = "institution_reporter"
    HEAD = "institution_head"
    HROMADA = "hromada_specialist"
    COORDINATOR = "oblast_coordinator"
    MINISTRY = "ministry"
    ANALYST = "analyst"
    OFFICER = "case_officer"
    OMBUDSMAN = "ombudsman"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_VISITOR = frozenset({Permission.NUMBERS_VIEW, Permission.INCIDENT_REPORT})
_STAFF = _VISITOR | {Permission.ACCOUNT_OWN}
_EXACT = _STAFF | {Permission.NUMBERS_EXACT}
_CASES = {Permission.INCIDENT_FOLLOW, Permission.INCIDENT_TRIAGE, Permission.INCIDENT_CLOSE}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.VISITOR: _VISITOR,
    Role.REPORTER: _EXACT | {Permission.STAYS_VIEW, Permission.DATA_SUBMIT, Permission.NIL_STATE},
    Role.HEAD: _EXACT | {Permission.STAYS_VIEW, Permission.DATA_SUBMIT, Permission.NIL_STATE},
    Role.HROMADA: _EXACT | {Permission.STAYS_VIEW, Permission.DATA_SUBMIT, Permission.INCIDENT_FOLLOW},
    Role.COORDINATOR: _EXACT
    | {
        Permission.STAYS_VIEW,
        Permission.DATA_SUBMIT,
        Permission.DATA_APPROVE,
        Permission.PEOPLE_INVITE,
        Permission.INCIDENT_FOLLOW,
    },
    Role.MINISTRY: _EXACT | {Permission.DATA_APPROVE, Permission.INCIDENT_FOLLOW},
    Role.ANALYST: _EXACT | {Permission.STAYS_VIEW, Permission.STORY_EDIT},
    Role.OFFICER: _EXACT | _CASES | {Permission.STAYS_VIEW},
    Role.OMBUDSMAN: _EXACT
    | _CASES
    | {
        Permission.STAYS_VIEW,
        Permission.RELEASE_PUBLISH,
        Permission.STORY_EDIT,
        Permission.PEOPLE_INVITE,
        Permission.PEOPLE_CONFIRM,
    },
    Role.AUDITOR: _STAFF | {Permission.AUDIT_VIEW},
    Role.ADMINISTRATOR: _STAFF | {Permission.PEOPLE_INVITE, Permission.PEOPLE_CONFIRM, Permission.SYSTEM_CONFIGURE},
}

NATIONAL = frozenset({Role.ANALYST, Role.OFFICER, Role.OMBUDSMAN, Role.AUDITOR, Role.ADMINISTRATOR, Role.MINISTRY})
"""Roles that reach the whole country: giving one needs a second person."""

MAY_INVITE: dict[Role, frozenset[Role]] = {
    Role.COORDINATOR: frozenset({Role.REPORTER, Role.HEAD, Role.HROMADA}),
    Role.OMBUDSMAN: frozenset(Role) - {Role.VISITOR, Role.ADMINISTRATOR},
    Role.ADMINISTRATOR: frozenset(Role) - {Role.VISITOR},
}

Codes = frozenset[str] | None


@dataclass(frozen=True)
class Extent:
    """Where a role is held. None means all; an empty set none."""

    areas: Codes = None
    ministries: Codes = None
    institutions: Codes = None

    def covers(self, other: "Extent") -> bool:
        """Whether everything in `other` lies in this extent."""
        pairs = (
            (self.areas, other.areas), (self.ministries, other.ministries), (self.institutions, other.institutions)
        )  # fmt: skip
        return all(mine is None or (theirs is not None and theirs <= mine) for mine, theirs in pairs)


@dataclass(frozen=True)
class Holding:
    """One role held by one person within one extent."""

    role: Role
    extent: Extent = Extent()
    purpose: str = ""


@dataclass(frozen=True)
class Scope:
    """What one session may see and do. Hashable: caches are keyed by it."""

    person_id: str | None = None
    holdings: frozenset[Holding] = frozenset()

    @property
    def permissions(self) -> frozenset[Permission]:
        """The union of what the roles grant; a visitor's where there are none."""
        return _VISITOR.union(*(GRANTS[holding.role] for holding in self.holdings))

    def can(self, permission: Permission) -> bool:
        """Whether some role held grants it."""
        return permission in self.permissions

    def extents(self, permission: Permission) -> frozenset[Extent]:
        """Where `permission` is held: rectangles whose union counts."""
        return frozenset(h.extent for h in self.holdings if permission in GRANTS[h.role])

    @property
    def view(self) -> View:
        """INTERNAL if exact numbers are allowed somewhere."""
        return View.INTERNAL if self.extents(Permission.NUMBERS_EXACT) else View.PUBLIC

    @property
    def whole(self) -> bool:
        """Whether exact numbers are allowed everywhere."""
        return any(extent.covers(Extent()) for extent in self.extents(Permission.NUMBERS_EXACT))

    def exact_areas(self, ministries: Iterable[str] = ()) -> Codes:
        """Areas whose numbers may be shown exactly when only `ministries` (none named: all) are asked for; None: all.

        An extent limited to institutions gives none: an area's number is more than theirs.
        """
        asked = Extent(ministries=frozenset(ministries) or None)
        found: set[str] = set()
        for extent in self.extents(Permission.NUMBERS_EXACT):
            if Extent(None, extent.ministries, extent.institutions).covers(asked):
                if extent.areas is None:
                    return None
                found |= extent.areas
        return frozenset(found)


VISITOR = Scope()
EVERYTHING = Scope(None, frozenset({Holding(Role.OMBUDSMAN)}))


def require(scope: Scope, permission: Permission) -> None:
    """Raise NotFound (not-found and not-allowed look the same) unless `scope` grants `permission`."""
    if not scope.can(permission):
        raise NotFound(what="page")


@dataclass(frozen=True)
class Predicate:
    """A condition for SQL and the values bound to it."""

    sql: str
    parameters: dict[str, list[str]] = field(default_factory=dict)


COLUMNS = {"areas": "area", "ministries": "ministry", "institutions": "institution_id"}


def rows_allowed(scope: Scope, permission: Permission, columns: Mapping[str, str] = COLUMNS) -> Predicate:
    """The one place where scope becomes SQL: true for rows (with area, ministry, institution_id) inside some extent.

    `columns` names the rows' own columns. Where the rows do not tell something, no extent limited by it allows them.
    """
    parts: list[str] = []
    parameters: dict[str, list[str]] = {}
    for number, extent in enumerate(sorted(scope.extents(permission), key=_order)):
        limits: dict[str, Codes] = {attribute: getattr(extent, attribute) for attribute in COLUMNS}
        limited = {attribute: codes for attribute, codes in limits.items() if codes is not None}
        if not limited.keys() <= columns.keys():
            continue
        names = {attribute: f"scope_{attribute}_{number}" for attribute in limited}
        tests = ["true", *(f"list_contains(${name}, {columns[attribute]})" for attribute, name in names.items())]
        parameters |= {name: sorted(limited[attribute]) for attribute, name in names.items()}
        parts.append("(" + " and ".join(tests) + ")")
    return Predicate(" or ".join(parts) or "false", parameters)


def _order(extent: Extent) -> tuple[tuple[bool, list[str]], ...]:
    """A fixed order of extents, so that one scope always makes one statement."""
    limits = (extent.areas, extent.ministries, extent.institutions)
    return tuple((codes is not None, sorted(codes or ())) for codes in limits)


def may_give(giver: Scope, holding: Holding) -> bool:
    """Whether `giver` may give this role there: a role on his list, inside his own extent."""
    return any(
        holding.role in MAY_INVITE.get(own.role, frozenset()) and own.extent.covers(holding.extent)
        for own in giver.holdings
    )
