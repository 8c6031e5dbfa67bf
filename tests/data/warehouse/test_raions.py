"""Children by raion: counted where their institution works, rounded, and not to be had by subtraction."""

from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.access import View
from data.disclosure import publish
from data.warehouse.release import Release
from geo.countries import country
from tests.data.register import AREA, OTHER_AREA, release_from
from tests.proof import LONG

PLACES = country("ua").places
RAIONS = tuple(place.code for place in PLACES.children_of(AREA))
OTHERS = tuple(place.code for place in PLACES.children_of(OTHER_AREA))
KYIV = "UA80000000000093317"
DAY = date(2024, 12, 31)


def placements(sizes: dict[str, int], **more: object) -> list[dict[str, object]]:
    """So many children in each institution; every second round the clock, every third with status."""
    return [
        {
            "institution_id": home, "child_id": f"{home}-{number}", "placement_id": f"{home}-{number}",
            "stay_mode": ("STAY_24H", "STAY_5D")[number % 2],
            "legal_status": "HAS_PARENTS" if number % 3 else "ORPHAN", **more,
        }
        for home, size in sizes.items() for number in range(size)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    hromada = PLACES.children_of(RAIONS[1])[0].code
    homes = [
        {"institution_id": "A", "raion": RAIONS[0]},
        {"institution_id": "B", "hromada": hromada},
        {"institution_id": "C", "raion": RAIONS[2]},
        {"institution_id": "D"},
        {"institution_id": "E", "region": OTHER_AREA, "raion": OTHERS[0], "relocated_to": AREA},
        {"institution_id": "F", "region": KYIV},
        {"institution_id": "G", "raion": RAIONS[3], "opened_on": "2024-03-01"},
    ]
    events = [{"institution_id": "E", "event": "relocated", "on": "2023-05-01", "value": AREA}]
    return release_from(
        tmp_path_factory.mktemp("raions"), covers_to=DAY, institutions=homes, institution_events=events,
        placements=placements({"A": 40, "B": 23, "C": 4, "D": 12, "E": 31, "F": 50}),
    )  # fmt: skip


def shown(release: Release, area: str, day: date = DAY, population: str = "all") -> dict[str, int | None]:
    sql = "select raion, children from raion_stock where area = $area and on_date = $day and population = $population"
    parameters = {"area": area, "day": day, "population": population}
    return dict(release.rows(View.PUBLIC, sql, parameters)[1])


def test_each_raion_shows_the_rounded_children_of_its_institutions(release: Release) -> None:
    assert shown(release, AREA) == {RAIONS[0]: 40, RAIONS[1]: 25, RAIONS[2]: None, RAIONS[3]: 0, "": 45}


def test_an_institution_counts_in_its_raion_only_while_it_works_in_its_area(release: Release) -> None:
    before = date(2022, 12, 31)
    assert shown(release, OTHER_AREA, before) == {OTHERS[0]: 30}
    assert shown(release, OTHER_AREA) == {}
    assert shown(release, AREA, before)[""] == 10
    assert RAIONS[3] not in shown(release, AREA, before)


def test_of_children_with_status_no_zero_is_told(release: Release) -> None:
    assert shown(release, AREA, population="status") == {
        RAIONS[0]: 15, RAIONS[1]: None, RAIONS[2]: None, RAIONS[3]: None, "": 15,
    }  # fmt: skip


def test_a_city_without_raions_has_no_rows(release: Release) -> None:
    assert shown(release, KYIV) == {}


def test_where_an_institution_stands_is_told_in_both_files(release: Release) -> None:
    sql = "select raion, hromada from institution_places where institution_id = $id order by from_date"
    for view in View:
        told = {one: release.rows(view, sql, {"id": one})[1] for one in "ABDE"}
        assert told["A"] == [(RAIONS[0], None)]
        assert told["B"][0][0] == RAIONS[1]
        assert told["D"] == [(None, None)]
        assert told["E"] == [(OTHERS[0], None), (None, None)]


def interval(children: int | None, count: int) -> tuple[int, int]:
    """What an attacker knows of a cell, who even knows which are hidden by the rule and which to protect others."""
    if children is None:
        return (1, 9) if 0 < count < 10 else (0, 10**6)
    return (0, 0) if children == 0 else (max(10, children - 2), children + 2)


@settings(max_examples=40 if LONG else 2, deadline=None, suppress_health_check=list(HealthCheck))
@given(sizes=st.tuples(st.integers(1, 30), *[st.integers(0, 30)] * 3))
def test_no_small_raion_can_be_had_by_subtraction(tmp_path_factory, sizes: tuple[int, ...]) -> None:
    homes = [{"institution_id": f"I{n}", "raion": raion} for n, raion in enumerate(RAIONS)]
    rows = placements({f"I{n}": size for n, size in enumerate(sizes)})
    made = release_from(
        tmp_path_factory.mktemp("law"), covers_to=DAY, institutions=homes, placements=rows,
        rollout=[{"region": AREA, "history_from": "2024-06-01"}],
    )  # fmt: skip
    sql = "select children from stock where area = $area and on_date = $day and breakdown = '' and population = 'all'"
    ((total,),) = made.rows(View.PUBLIC, sql, {"area": AREA, "day": DAY})[1]
    told = shown(made, AREA)
    assert set(told) == set(RAIONS)
    known = [interval(told[raion], size) for raion, size in zip(RAIONS, sizes, strict=True)]
    least, most = interval(total, sum(sizes))
    for number, size in enumerate(sizes):
        assert told[RAIONS[number]] in (publish(size, False).children, None)
        if 0 < size < 10:
            others = [bounds for place, bounds in enumerate(known) if place != number]
            low = max(known[number][0], least - sum(high for _, high in others))
            high = min(known[number][1], most - sum(low for low, _ in others))
            assert low <= size <= high
            assert high - low + 1 >= 5, (sizes, told, total)


def test_raions_of_the_small_demonstration_stand_for_what_is_counted(home) -> None:
    from data.warehouse.release import Shelf

    release = Shelf(home).current()
    exact: dict[tuple[str, str], int] = defaultdict(int)
    sql = """select presence.area, coalesce(raion, '') as raion, count(*) from presence
             left join institution_places places on places.institution_id = presence.institution_id
                 and places.area = presence.area and places.from_date <= $day
                 and (places.until_date is null or places.until_date > $day)
             where from_day <= $day and (presence.until_day is null or presence.until_day > $day) group by all"""
    for area, raion, children in release.rows(View.INTERNAL, sql, {"day": release.latest})[1]:
        exact[area, raion] = children
    hidden = []
    for area in {area for area, _ in exact}:
        for raion, children in shown(release, area, release.latest).items():
            hidden.append(children is None)
            assert children is None or publish(exact[area, raion], False).children == children
    assert 0.1 < np.mean(hidden) < 0.9
