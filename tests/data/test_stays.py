"""Rows about children: only the columns on the list, only inside the scope, for nobody without the right."""

from dataclasses import fields
from datetime import date

import pytest

from data.access import EVERYTHING, GRANTS, VISITOR, Extent, Holding, Permission, Role, Scope
from data.errors import NotFound
from data.stays import LONGEST_PAGE, Stay, stays
from data.warehouse.release import Release
from tests.data.register import AREA, OTHER_AREA, release_from

INSTITUTIONS = (
    {"institution_id": "I1", "name_uk": "Заклад № 1", "region": AREA},
    {"institution_id": "I2", "name_uk": "Заклад № 2", "region": OTHER_AREA},
    {"institution_id": "I3", "name_uk": "Заклад № 3", "region": AREA, "ministry": "MOH", "facility_type": "BABY_HOME"},
)
PLACEMENTS = (
    {"institution_id": "I1", "admitted_on": "2020-01-10", "left_on": "2022-05-01", "exit_destination": "EXIT_FAMILY"},
    {"institution_id": "I1", "admitted_on": "2021-03-01", "birth_month": "2015-03"},
    {"institution_id": "I2", "admitted_on": "2023-09-01", "legal_status": "ORPHAN"},
    {"institution_id": "I3", "admitted_on": "2024-02-01", "birth_month": "2023-11", "sex": "M"},
)
UNTOLD = {"birth_month", "placement_id", "home_area", "parents", "round_the_clock", "with_status"}


def scope(role: Role, *extents: Extent) -> Scope:
    return Scope("somebody", frozenset(Holding(role, extent) for extent in extents))


OWN = Extent(frozenset({AREA}))
COORDINATOR = scope(Role.COORDINATOR, OWN)
HEAD = scope(Role.HEAD, Extent(None, None, frozenset({"I3"})))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return release_from(tmp_path_factory.mktemp("stays"), institutions=INSTITUTIONS, placements=PLACEMENTS)


def where(release: Release, who: Scope, **asked: object) -> list[str]:
    found = stays(release, who, **asked)
    assert found.total >= len(found.rows)
    return [stay.institution for stay in found.rows]


def test_the_newest_come_first_and_only_from_inside(release: Release) -> None:
    assert where(release, EVERYTHING) == ["I3", "I2", "I1", "I1"]
    assert where(release, COORDINATOR) == ["I3", "I1", "I1"]
    assert where(release, HEAD) == ["I3"]


def test_what_is_asked_only_narrows(release: Release) -> None:
    assert where(release, COORDINATOR, area=OTHER_AREA) == []
    assert where(release, COORDINATOR, institution="I2") == where(release, COORDINATOR, institution="nowhere") == []
    assert where(release, COORDINATOR, ministry="MOH") == ["I3"]
    assert where(release, COORDINATOR, on=date(2022, 4, 30)) == ["I1", "I1"]
    assert where(release, COORDINATOR, on=date(2022, 5, 1)) == ["I1"]


@pytest.mark.parametrize("text", ["' or true --", "$covers_to", "I1\x00", "\ud800", ""])
def test_garbage_finds_nothing(release: Release, text: str) -> None:
    for name in ("area", "institution", "ministry"):
        assert stays(release, EVERYTHING, **{name: text}).total == 0


def test_areas_and_institutions_add_up(release: Release) -> None:
    both = Scope("somebody", HEAD.holdings | scope(Role.COORDINATOR, Extent(frozenset({OTHER_AREA}))).holdings)
    assert where(release, both) == ["I3", "I2"]


def test_pages(release: Release) -> None:
    found = stays(release, EVERYTHING, limit=2, offset=1)
    assert ([stay.institution for stay in found.rows], found.total) == (["I2", "I1"], 4)
    assert stays(release, EVERYTHING, offset=99).total == 4
    for limit, offset, rows in ((-1, 0, 0), (0, -5, 0), (LONGEST_PAGE * 99, 0, 4)):
        assert len(stays(release, EVERYTHING, limit=limit, offset=offset).rows) == rows


@pytest.mark.parametrize("role", Role)
def test_without_the_right_there_is_nothing(release: Release, role: Role) -> None:
    who = scope(role, Extent())
    if Permission.STAYS_VIEW in GRANTS[role]:
        assert stays(release, who).total == 4
    else:
        with pytest.raises(NotFound):
            stays(release, who)


def test_a_visitor_finds_no_page(release: Release) -> None:
    with pytest.raises(NotFound):
        stays(release, VISITOR)


def test_the_right_reaches_as_far_as_the_role_that_gives_it(release: Release) -> None:
    """A ministry sees exact numbers everywhere, which adds nothing to the rows a head may read."""
    both = Scope("somebody", HEAD.holdings | scope(Role.MINISTRY, Extent()).holdings)
    assert where(release, both) == ["I3"]


def test_a_row_tells_an_age_band_and_no_birth_month(release: Release) -> None:
    told = {field.name for field in fields(Stay)}
    assert not told & UNTOLD
    baby, *_, left = stays(release, COORDINATOR).rows
    assert (baby.age, baby.sex, baby.ministry, baby.type, baby.until) == ("0-2", "M", "MOH", "BABY_HOME", None)
    assert (left.age, left.until, left.legal_status) == ("7-17", date(2022, 5, 1), "HAS_PARENTS")
    assert "2023-11" not in repr(stays(release, EVERYTHING))


def test_age_is_told_on_the_day_asked_about(release: Release) -> None:
    (then,) = (stay for stay in stays(release, HEAD, on=date(2024, 6, 1)).rows)
    young, *_ = stays(release, EVERYTHING, institution="I1", on=date(2021, 3, 2)).rows
    assert (then.age, young.age) == ("0-2", "3-6")
