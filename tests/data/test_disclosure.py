"""What may be published of a count; the warehouse's macros agree with it."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.disclosure import is_sensitive, pinned, publish, publish_share
from data.warehouse.build import FOLDER


@pytest.mark.parametrize(
    ("count", "sensitive", "children", "low", "high"),
    [
        (0, False, 0, 0, 0), (0, True, None, 0, 9), (1, False, None, 1, 9), (9, True, None, 0, 9),
        (10, False, 10, 10, 12), (12, False, 10, 10, 12), (13, False, 15, 13, 17),
        (82_599, False, 82_600, 82_598, 82_602),
    ],
)  # fmt: skip
def test_publish(count: int, sensitive: bool, children: int | None, low: int, high: int) -> None:
    shown = publish(count, sensitive)
    assert (shown.children, shown.low, shown.high) == (children, low, high)
    assert shown.hidden == (children is None)


@given(st.integers(0, 200_000), st.booleans())
def test_the_truth_is_within_what_is_told_and_never_told_exactly(count: int, sensitive: bool) -> None:
    shown = publish(count, sensitive)
    assert shown.low <= count <= shown.high
    assert count == 0 or count in range(10, 13) or not pinned(shown.low, shown.high)


def test_no_count_is_negative() -> None:
    with pytest.raises(ValueError):
        publish(-1, False)


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [(None, 100, False), (50, None, False), (50, 100, True), (95, 100, False), (5, 100, False), (0, 0, False)],
)
def test_a_share_is_hidden_with_its_parts_and_complement(
    numerator: int | None, denominator: int | None, shown: bool
) -> None:
    assert publish_share(numerator, denominator) is shown


def test_the_macros_of_the_warehouse_do_the_same() -> None:
    with duckdb.connect() as connection:
        connection.execute((FOLDER / "00_rules.sql").read_text(encoding="utf-8"))
        sql = """select n, sensitive, shown(n, is_hidden(n, sensitive))
                 from range(200) as numbers(n), (values (true), (false)) as flags(sensitive)"""
        for count, sensitive, children in connection.execute(sql).fetchall():
            assert publish(count, sensitive).children == children, (count, sensitive)
        for population in ("all", "24h", "status"):
            for breakdown in ("", "ministry", "age+disability", "parents", "reason", "type+destination"):
                ((found,),) = connection.execute(
                    "select is_sensitive($population, $breakdown)", {"population": population, "breakdown": breakdown}
                ).fetchall()
                assert found == is_sensitive(population, frozenset(breakdown.split("+"))), (population, breakdown)
