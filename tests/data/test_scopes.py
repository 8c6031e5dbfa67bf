"""A session's scope bounds all that is returned, whatever is asked (SEC-05): random scopes, forged questions.

Short here; the long form, 10,000 cases each, with PORTAL_PROVE=1.
"""

import os
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.access import EVERYTHING, VISITOR, Permission, View
from data.errors import NotFound, NotPublished, PortalError
from data.indicators.measure import measure
from data.indicators.model import Cell, Measured
from data.states import Flag, Reach, State
from data.stays import Stay, stays
from data.warehouse.release import Release
from tests.data.indicators.varied import AREAS, varied_release
from tests.data.scopes import GARBAGE, INSTITUTIONS, MINISTRIES, SCOPES, allowed, inside, questions

PROVE = os.environ.get("PORTAL_PROVE") == "1"


def cases(short: int) -> settings:
    """How many cases; the short form is the same every time."""
    slow = [HealthCheck.too_slow]
    number = 10_000 if PROVE else short
    return settings(
        deadline=None, max_examples=number, suppress_health_check=slow, derandomize=not PROVE, database=None
    )


Place = tuple[str, date, date, tuple[tuple[str, str], ...]]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return varied_release(tmp_path_factory.mktemp("scopes"), stays=240)


@pytest.fixture(scope="module")
def presence(release: Release) -> list[dict[str, object]]:
    names, rows = release.rows(View.INTERNAL, "select * from presence")
    return [dict(zip(names, row, strict=True)) for row in rows]


CODE = st.none() | st.sampled_from((*AREAS, *MINISTRIES, *INSTITUTIONS, *GARBAGE))
DAY = st.none() | st.dates() | st.sampled_from((date.min, date.max, date(2024, 12, 31)))


@cases(500)
@given(SCOPES, CODE, CODE, CODE, DAY)
def test_stays_are_those_allowed_and_no_others(release, presence, scope, area, institution, ministry, on):
    if not scope.can(Permission.STAYS_VIEW):
        with pytest.raises(NotFound):
            stays(release, scope, area=area, institution=institution, ministry=ministry, on=on)
        return
    found = stays(release, scope, area=area, institution=institution, ministry=ministry, on=on, limit=1000)
    wanted = [
        row for row in presence
        if allowed(scope, Permission.STAYS_VIEW, row["area"], row["ministry"], row["institution_id"])
        and area in (None, row["area"]) and institution in (None, row["institution_id"])
        and ministry in (None, row["ministry"])
        and (on is None or (row["from_day"] <= on and (row["until_day"] is None or row["until_day"] > on)))
    ]  # fmt: skip
    assert sorted(_identity(stay) for stay in found.rows) == sorted(_row_identity(row) for row in wanted)
    assert found.total == len(wanted)


def _identity(stay: Stay) -> tuple[object, ...]:
    return stay.child, stay.institution, stay.area, stay.ministry, stay.since


def _row_identity(row: dict[str, object]) -> tuple[object, ...]:
    return row["child_id"], row["institution_id"], row["area"], row["ministry"], row["from_day"]


@cases(500)
@given(SCOPES, questions())
def test_what_differs_from_the_public_lies_inside(release, scope, filters):
    try:
        mine = measure(release, scope, filters)
    except PortalError as error:
        if isinstance(error, NotPublished):
            with pytest.raises(NotPublished):
                measure(release, VISITOR, filters)
        return
    public = _public(release, mine)
    for cell in (*mine.cells, *mine.whole):
        if not inside(scope, cell, filters):
            assert Flag.EXACT not in cell.flags
            assert cell == public[_place(cell)] if _place(cell) in public else cell.value is None
            assert cell.state is not State.VALUE or cell.value is not None
        elif mine.reach is Reach.INSIDE and cell.state is State.VALUE and _controlled(mine):
            assert Flag.EXACT in cell.flags


@cases(250)
@given(SCOPES, questions(forged=False))
def test_inside_everything_is_exact(release, scope, filters):
    try:
        mine = measure(release, scope, filters)
    except PortalError:
        return
    exact = measure(release, EVERYTHING, mine.filters)
    known = {_place(cell): cell for cell in (*exact.cells, *exact.whole)}
    places = {_place(cell) for cell in (*mine.cells, *mine.whole)}
    for cell in (*mine.cells, *mine.whole):
        if inside(scope, cell, filters) and _place(cell) in known:
            assert _bare(cell) == known[_place(cell)]
    for place, cell in known.items():
        if cell.value and inside(scope, cell, filters):
            assert place in places


def _public(release: Release, mine: Measured) -> dict[Place, Cell]:
    try:
        found = measure(release, VISITOR, mine.filters)
    except NotPublished:
        return {}
    return {_place(cell): cell for cell in (*found.cells, *found.whole)}


def _controlled(mine: Measured) -> bool:
    return any(
        name in mine.indicator.sql for name in ("stock", "flow", "from family_care", "from incidents", "from silence")
    )


def _place(cell: Cell) -> Place:
    return cell.area, cell.since, cell.until, cell.dimensions


def _bare(cell: Cell) -> Cell:
    return replace(cell, flags=tuple(flag for flag in cell.flags if flag is not Flag.EXACT))
