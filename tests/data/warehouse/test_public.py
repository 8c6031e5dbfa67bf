"""What stands in public.duckdb, and what cannot be learnt from it."""

from collections import defaultdict
from typing import Any

import pytest

from data.access import View
from data.disclosure import publish
from data.warehouse.release import Release
from tests.data.warehouse.conftest import THIRD_AREA

ALLOWED = {
    "area_states", "closures", "family_care", "flow_periods", "flows", "incidents", "institution_children",
    "institution_events", "institution_periods", "institution_places", "institutions", "milestones", "population",
    "published", "raion_stock", "release_dates", "rollout", "services", "silence", "stock", "targets",
    "territory_status", "vocabulary",
}  # fmt: skip
SENSITIVE = ("disability", "parents")
DIMENSIONS = ("ministry", "type", "age", "sex", "disability", "parents")


def rows(release: Release, sql: str, view: View = View.PUBLIC, **parameters: object) -> list[tuple[Any, ...]]:
    return release.rows(view, sql, parameters)[1]


def test_no_table_but_the_allowed_ones(small_release: Release) -> None:
    found = {row[0] for row in rows(small_release, "select table_name from duckdb_tables()")}
    assert found == ALLOWED
    columns = {row[0] for row in rows(small_release, "select column_name from duckdb_columns() where not internal")}
    assert not columns & {"child_id", "placement_id", "birth_month", "left_on", "admitted_on"}
    assert rows(small_release, "select * from duckdb_views() where not internal") == []


def test_every_relation_has_the_same_columns_in_both_files(small_release: Release) -> None:
    same = ("institution_children", "institution_periods", "institution_places", "closures", "area_states")
    for table in ("stock", "family_care", *same):
        public, _ = small_release.rows(View.PUBLIC, f"select * from {table} limit 0")
        internal, _ = small_release.rows(View.INTERNAL, f"select * from {table} limit 0")
        assert public == internal


def test_at_most_two_dimensions(small_release: Release) -> None:
    for table in ("stock", "flows"):
        for (breakdown,) in rows(small_release, f"select distinct breakdown from {table}"):
            assert len(breakdown.split("+")) <= 2


def test_cells_are_rounded_or_hidden_and_hidden_ones_empty(small_release: Release) -> None:
    for table in ("stock", "flows", "family_care", "institution_children", "raion_stock"):
        bad = rows(small_release, f"""select * from {table} where hidden <> (children is null)
                                      or (not hidden and children % 5 <> 0) or children between 1 and 9""")  # fmt: skip
        assert bad == []


def exact_stock(release: Release) -> dict[tuple[str, ...], int]:
    """(breakdown, area, population, dimensions…) → exact children on the last day, the country included."""
    sql = f"select area, population, {', '.join(DIMENSIONS)}, children from stock where on_date = $day"
    breakdowns = [row[0] for row in rows(release, "select distinct breakdown from stock")]
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for area, population, *codes, children in rows(release, sql, View.INTERNAL, day=release.latest):
        if area == THIRD_AREA:
            continue
        for breakdown in breakdowns:
            used = breakdown.split("+")
            cut = tuple(code if name in used else "*" for name, code in zip(DIMENSIONS, codes, strict=True))
            for place in (area, "UA"):
                found[(breakdown, place, population, *cut)] += children
    return found


def test_each_cell_comes_from_its_own_exact_count(small_release: Release) -> None:
    exact = exact_stock(small_release)
    sql = f"select breakdown, area, population, {', '.join(DIMENSIONS)}, children from stock where on_date = $day"
    shown = rows(small_release, sql, day=small_release.latest)
    for *key, children in shown:
        count = exact.pop(tuple(key), 0)
        if children is not None:
            assert publish(count, False).children == children, key
    assert not exact, "every count of a published area stands in some table"
    assert len(shown) > 100


def test_an_area_without_a_value_is_nowhere_and_in_no_sum(small_release: Release) -> None:
    assert rows(small_release, "select * from stock where area = $area", area=THIRD_AREA) == []
    assert rows(small_release, "select * from flows where area = $area", area=THIRD_AREA) == []
    assert rows(small_release, "select * from family_care where area = $area", area=THIRD_AREA) == []
    assert rows(small_release, "select children from family_care where area = 'UA'") == [(110,)]


def test_a_hidden_part_cannot_be_had_by_subtraction(small_release: Release) -> None:
    exact = exact_stock(small_release)
    sql = f"""select area, population, breakdown, {", ".join(DIMENSIONS)}, children from stock where on_date = $day
              and breakdown in ('', 'ministry', 'type', 'age', 'sex', 'disability', 'parents')"""
    tables: dict[tuple[str, str, str], dict[tuple[str, ...], int | None]] = defaultdict(dict)
    for area, population, breakdown, *codes, children in rows(small_release, sql, day=small_release.latest):
        tables[area, population, breakdown][tuple(codes)] = children
    attacked = 0
    for (area, population, breakdown), cells in tables.items():
        total = tables[area, population, ""][("*",) * 6]
        hidden = [codes for codes, children in cells.items() if children is None]
        if not total or breakdown == "" or len(hidden) != 1:
            continue
        shown = [interval(children) for children in cells.values() if children is not None]
        low = interval(total)[0] - sum(part[1] for part in shown)
        high = interval(total)[1] - sum(part[0] for part in shown)
        count = exact.get((breakdown, area, population, *hidden[0]), 0)
        assert low <= count <= high
        if count < 10:
            attacked += 1
            assert min(high, 9) - max(low, 0 if "status" in population or breakdown in SENSITIVE else 1) + 1 >= 5
    assert attacked


def interval(children: int) -> tuple[int, int]:
    """What a shown count can have been."""
    return (0, 0) if children == 0 else (max(10, children - 2), children + 2)


def test_zeros_of_sensitive_tables_are_hidden(small_release: Release) -> None:
    sql = "select count(*) from stock where {} and not hidden and children = 0"
    assert rows(small_release, sql.format("population = 'status'")) == [(0,)]
    assert rows(small_release, sql.format("breakdown in ('disability', 'parents', 'type+disability')")) == [(0,)]
    assert rows(small_release, sql.format("breakdown = '' and population = 'all'"))[0][0] > 0


def test_a_place_where_children_live_is_not_on_the_map_of_the_front(small_release: Release) -> None:
    found = dict(rows(small_release, "select institution_id, latitude from institutions"))
    assert found["I3"] == 49.2
    assert found["I5"] is None
    assert dict(rows(small_release, "select institution_id, latitude from institutions", View.INTERNAL))["I5"] == 50.0


@pytest.mark.parametrize("dimension", ["", "ministry", "reason", "destination"])
def test_each_flow_comes_from_its_own_exact_count(small_release: Release, dimension: str) -> None:
    named = dimension or "'*'"
    exact: dict[tuple[object, ...], int] = defaultdict(int)
    sql = f"select on_date, area, population, kind, {named}, sum(children) from moves group by all"
    periods = rows(small_release, "select from_date, to_date from flow_periods")
    for day, area, population, kind, code, children in rows(small_release, sql, View.INTERNAL):
        for since, until in periods:
            if since <= day <= until and area != THIRD_AREA:
                for place in (area, "UA"):
                    exact[since, until, place, population, kind, code] += children
    sql = (
        f"select from_date, to_date, area, population, kind, {named}, children from flows where breakdown = $breakdown"
    )
    shown = 0
    for *key, children in rows(small_release, sql, breakdown=dimension):
        count = exact[tuple(key)]
        assert children is None or publish(count, False).children == children, key
        shown += children is not None and children > 0
    assert shown


@pytest.mark.parametrize(("table", "date"), [("stock", "on_date"), ("flows", "to_date")])
def test_rows_lie_so_that_a_question_reads_few(small_release: Release, table: str, date: str) -> None:
    sql = f"""select count(*) from (select (breakdown, population, {date}) as now,
              lag((breakdown, population, {date})) over (order by rowid) as before from {table}) where now < before"""
    assert rows(small_release, sql) == [(0,)]
