"""What stands beside a line: only what concerns what is counted."""

from datetime import date

import pytest

from data.annotations import Closure, annotations, between
from data.filters import Filters
from data.indicators.catalogue import indicator
from data.policy import milestones
from data.warehouse.release import Release
from geo.countries import country
from geo.text import Text
from tests.data.register import AREA, OTHER_AREA, release_from

OWNERS = country("ua").owner_of


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    homes = [
        {"institution_id": "A", "closed_on": "2020-06-30", "status": "LIQUIDATED"},
        {"institution_id": "B", "closed_on": "2021-06-30", "status": "LIQUIDATED", "ministry": "MOH",
         "facility_type": "BABY_HOME", "region": OTHER_AREA},
        {"institution_id": "C", "closed_on": "2021-12-31", "status": "REORGANISED",
         "transformation_stage": "RENAMED_ONLY"},
        {"institution_id": "D"},
    ]  # fmt: skip
    told = [
        {"milestone_code": "ALL", "on": "2017-08-09"},
        {"milestone_code": "HERE", "on": "2018-01-01", "area": AREA},
        {"milestone_code": "SCHOOLS", "on": "2021-06-01", "kind": "break", "ministry": "MES"},
        {"milestone_code": "BABIES", "on": "2022-01-01", "type": "BABY_HOME"},
    ]
    return release_from(
        tmp_path_factory.mktemp("annotations"), covers_to=date(2024, 12, 31), institutions=homes, milestones=told
    )


def told(release: Release, code: str = "children_in_institutions", area: str = "", **where) -> tuple[str, str]:
    filters = Filters(indicator=code).choose(**where)
    found = annotations(release, indicator(code), filters, OWNERS, area)
    return (
        " ".join(one.code for one in found.milestones), " ".join(one.institution for one in found.closures),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({}, ("ALL SCHOOLS BABIES", "A B")),
        ({"area": AREA}, ("ALL HERE SCHOOLS BABIES", "A")),
        ({"area": OTHER_AREA}, ("ALL SCHOOLS BABIES", "B")),
        ({"ministry": ("MOH",)}, ("ALL BABIES", "B")),
        ({"ministry": ("MES",)}, ("ALL SCHOOLS BABIES", "A")),
        ({"ministry": ("MES", "MOH")}, ("ALL SCHOOLS BABIES", "A B")),
        ({"type": ("BABY_HOME",)}, ("ALL BABIES", "B")),
        ({"type": ("BOARD_SPECIAL",)}, ("ALL SCHOOLS", "A")),
        ({"code": "family_based_share"}, ("ALL SCHOOLS BABIES", "A B")),
        ({"code": "children_in_family_care"}, ("ALL", "")),
        ({"code": "institutions_operating", "area": AREA}, ("ALL HERE SCHOOLS BABIES", "A")),
    ],
)
def test_a_line_has_what_concerns_it(release: Release, question: dict, expected: tuple[str, str]) -> None:
    assert told(release, **question) == expected


def test_a_renaming_is_no_closure(release: Release) -> None:
    assert "C" not in told(release)[1]


def test_closures_fall_between_two_points() -> None:
    found = [Closure(str(day), Text("", ""), date(2020, 1, day), "", "", "") for day in (1, 2, 3)]
    assert [one.institution for one in between(found, date(2020, 1, 1), date(2020, 1, 2))] == ["2"]
    assert len(between(found, None, date(2020, 1, 3))) == 3


def test_milestones_of_a_release_of_before_concern_everybody() -> None:
    class Old:
        """A release whose table has no columns that say whom it concerns."""

        def rows(self, view, sql, parameters=None):
            columns = ("milestone_code", "on", "label_uk", "label_en", "short_uk", "short_en", "kind", "source", "url")
            return columns, [("M", date(2020, 1, 1), "А", "A", None, None, "event", None, None)]

    (one,) = milestones(Old())
    assert (one.area, one.ministry, one.type, one.short) == ("", "", "", Text("А", "A"))
