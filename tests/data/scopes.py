"""Invented scopes and questions, and a second opinion on what a scope allows: plain loops over plain rows, no SQL."""

from datetime import date
from itertools import product

from hypothesis import strategies as st

from data.access import GRANTS, Extent, Holding, Permission, Role, Scope
from data.filters import DIMENSIONS, Every, Filters, Population
from data.indicators.catalogue import catalogue
from data.indicators.model import Cell
from data.indicators.question import of_abuse
from geo.countries import country
from tests.data.indicators.varied import AREAS

MINISTRIES = ("MES", "MSP", "MOH")
INSTITUTIONS = tuple(f"I{number}" for number in range(24))
ALL_AREAS = tuple(area.code for area in country("ua").areas)
GARBAGE = (
    "",
    "'",
    "' or true --",
    "*",
    "%",
    "MES,MOH",
    "UA",
    "I1\x00",
    "\ud800",
    "🏠",
    "x" * 300,
    "null",
    "$scope_areas_0",
)
CODES = {
    "type": ("BOARD_SPECIAL", "CHILD_HOME", "DISABLED_HOME", "BABY_HOME"), "age": ("0-2", "3-6", "7-17"),
    "sex": ("F", "M"), "disability": ("YES", "NO", "UNKNOWN"), "parents": ("YES", "NO", "UNKNOWN"),
    "route": ("COURT", "PARENT_APPLICATION"), "reason": ("POVERTY",), "destination": ("EXIT_FAMILY", "EXIT_OTHER"),
    "form": ("GUARD", "FOSTER"), "legal_status": ("HAS_PARENTS", "ORPHAN", "UNKNOWN"),
    "stay_mode": ("STAY_24H", "STAY_DAY"), "home_area": (*AREAS[:2], "UNKNOWN"), "abuse": ("NEGLECT", "PHYSICAL"),
    "alleged": ("staff", "child"), "delay": ("000-003", "UNKNOWN"), "action": ("000-001", "NONE"),
}  # fmt: skip
DAYS = st.sampled_from((None, date(2022, 9, 30), date(2023, 12, 31), date(2024, 2, 29), date(2023, 10, 17), date.max))
CHILDREN = tuple(code for code, told in sorted(catalogue().items()) if {"stock", "flows"} & {*told.sql.split()})
SPANS = ((date(2023, 1, 1), date(2023, 12, 31)), (date(2023, 5, 2), None), (None, date(2023, 8, 1)))


@st.composite
def limits(draw: st.DrawFn, codes: tuple[str, ...], all_in: int, most: int = 3) -> frozenset[str] | None:
    """All (None) in `all_in` of ten cases, else a few; now and then none."""
    chance = draw(st.integers(0, 19))
    if chance == 19:
        return frozenset()
    return None if chance < 2 * all_in else draw(st.frozensets(st.sampled_from(codes), min_size=1, max_size=most))


EXTENTS = st.builds(Extent, limits(AREAS, 3), limits(MINISTRIES, 6, 2), limits(INSTITUTIONS, 8))
EXACT = tuple(role for role in Role if Permission.NUMBERS_EXACT in GRANTS[role])
ROLES = st.sampled_from((*EXACT, *EXACT, *(role for role in Role if role is not Role.VISITOR)))
SCOPES = st.builds(
    lambda holdings: Scope("p", frozenset(holdings)),
    st.lists(st.builds(Holding, ROLES, EXTENTS), min_size=1, max_size=3),
)


def codes_of(dimension: str, bad: bool) -> st.SearchStrategy[tuple[str, ...]]:
    """Codes of a dimension; if `bad`, now and then something that is none."""
    real = {"area": (*AREAS, ALL_AREAS[-1]), "ministry": MINISTRIES, **CODES}[dimension]
    found = st.lists(st.sampled_from(real), min_size=1, max_size=3).map(tuple)
    return found | st.sampled_from(GARBAGE).map(lambda code: (code,)) if bad else found


@st.composite
def questions(draw: st.DrawFn, forged: bool = True) -> Filters:
    """Any question; if `forged`, one in three is not as it should be: what does not exist or is not allowed."""
    told = catalogue()[draw(st.sampled_from((*CHILDREN, *CHILDREN, *sorted(catalogue()))))]
    bad = forged and draw(st.integers(0, 2)) == 0
    dimensions = DIMENSIONS[1:] if bad else [dimension for dimension in told.breakdowns if dimension != "area"]
    used = draw(st.lists(st.sampled_from(dimensions), unique=True, max_size=3)) if dimensions else []
    if "ministry" in dimensions and draw(st.booleans()):
        used = list(dict.fromkeys((*used, "ministry")))
    by = tuple(dimension for dimension in used if draw(st.booleans()))
    where = {dimension: draw(codes_of(dimension, bad)) for dimension in used if dimension not in by}
    if draw(st.integers(0, 2)) == 0:
        where["area"] = draw(codes_of("area", bad))
    since, until = draw(st.sampled_from((*((None, None),) * 4, *SPANS)))
    return Filters(
        told.code, draw(DAYS), since, until, draw(st.sampled_from((None, None, None, *Every))),
        draw(st.sampled_from(tuple(Population) if bad else told.populations)),
        by=(("area",) if draw(st.integers(0, 4)) else ()) + by,
    ).choose(**where)  # fmt: skip


def allowed(scope: Scope, permission: Permission, area: str, ministry: str, institution: str) -> bool:
    """Whether a row lies where some role that grants `permission` is held."""
    return any(
        (extent.areas is None or area in extent.areas)
        and (extent.ministries is None or ministry in extent.ministries)
        and (extent.institutions is None or institution in extent.institutions)
        for extent in (held.extent for held in scope.holdings if permission in GRANTS[held.role])
    )


def inside(scope: Scope, cell: Cell, filters: Filters) -> bool:
    """Whether whatever rows a cell may be made of (of any institution, even one not yet known) are all allowed.

    Numbers of reports of abuse are exact for those alone who work on reports.
    """
    told_of = catalogue().get(filters.indicator)
    needed = Permission.INCIDENT_TRIAGE if told_of and of_abuse(told_of) else Permission.NUMBERS_EXACT
    areas = ALL_AREAS if cell.area == "UA" else (cell.area,)
    told = dict(cell.dimensions).get("ministry")
    ministries = (told,) if told else filters.chosen("ministry") or (*MINISTRIES, "another")
    return all(allowed(scope, needed, area, ministry, "another") for area, ministry in product(areas, ministries))
