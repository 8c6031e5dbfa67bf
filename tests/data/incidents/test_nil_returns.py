"""Which months an institution answers for, for whom, once; on both engines."""

from datetime import date

import pytest
from sqlalchemy import select

from data.access import Extent, Holding, Role
from data.errors import NotFound
from data.incidents import nil_returns
from data.incidents.tables import nil_returns as table
from data.records import audit
from tests.data.incidents import cast

TODAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 1, 1), ("2025-12", "2025-11", "2025-10")),
        (date(2026, 1, 31), ("2025-12", "2025-11", "2025-10")),
        (date(2026, 3, 1), ("2026-02", "2026-01", "2025-12")),
        (date(2026, 12, 31), ("2026-11", "2026-10", "2026-09")),
    ],
)
def test_the_last_whole_months_are_due(today, months):
    assert nil_returns.months_due(today) == months


def test_it_is_stated_once_and_recorded(store, head):
    assert nil_returns.state(store, cast.HOME, "2025-12", by=head, today=TODAY)
    assert not nil_returns.state(store, cast.HOME, "2025-12", by=head, today=TODAY)
    assert nil_returns.stated(store, {cast.HOME, cast.SCHOOL}) == {(cast.HOME, "2025-12")}
    assert [entry.act for entry in audit.entries(store)].count("nil_return.state") == 1


@pytest.mark.parametrize(
    "holding",
    [
        Holding(Role.COORDINATOR, Extent(institutions=frozenset({cast.HOME}))),
        Holding(Role.OFFICER),
        Holding(Role.HEAD, Extent(institutions=frozenset({cast.SCHOOL}))),
        Holding(Role.REPORTER, Extent(areas=frozenset({cast.AREA}))),
    ],
    ids=["coordinator", "officer", "another institution", "no institution named"],
)
def test_nobody_else_may_state_it(store, holding):
    other = cast.person(store, "other", holding)
    with pytest.raises(NotFound):
        nil_returns.state(store, cast.HOME, "2025-12", by=other, today=TODAY)
    with store.read() as connection:
        assert connection.execute(select(table)).first() is None
    assert audit.entries(store)[0].outcome == "refused"
