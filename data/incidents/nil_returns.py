"""The monthly word of an institution's staff that nothing was reported to them. It tells nothing of any case.

Silence can mean that all is well or that nobody dares to speak; a nil return makes it a statement somebody answers for.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import insert, select

from data.access import Permission, Scope
from data.errors import NotFound
from data.incidents.tables import nil_returns
from data.records import audit
from data.records.store import Store

MONTHS_BACK = 3


def own_institutions(by: Scope) -> frozenset[str]:
    """The institutions that `by` may speak for: those named where they report for or head one."""
    named = (extent.institutions for extent in by.extents(Permission.NIL_STATE))
    return frozenset().union(*(codes for codes in named if codes is not None))


def months_due(today: date) -> tuple[str, ...]:
    """The last whole months before `today` (local), newest first, as YYYY-MM."""
    last = today.year * 12 + today.month - 2
    return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(last, last - MONTHS_BACK, -1))


def stated(store: Store, institutions: Iterable[str]) -> frozenset[tuple[str, str]]:
    """(institution, month) of every nil return of these institutions."""
    columns = (nil_returns.c.institution_id, nil_returns.c.month)
    query = select(*columns).where(nil_returns.c.institution_id.in_(sorted(institutions)))
    with store.read() as connection:
        return frozenset((row.institution_id, row.month) for row in connection.execute(query))


def state(store: Store, institution_id: str, month: str, *, by: Scope, today: date) -> bool:
    """State that nothing was reported in that month; False if that was stated before.

    Raises NotFound unless the institution is one's own and the month is over and not long past. Whether there are
    cases makes no difference: who asks learns nothing of them.
    """
    about = f"institution:{institution_id}"
    with audit.refusals(store, "nil_return.state", about, by=by.person_id):
        if institution_id not in own_institutions(by) or month not in months_due(today):
            raise NotFound(what="institution", why="outside")
    row = {"institution_id": institution_id, "month": month}
    with store.write() as connection:
        same = select(nil_returns.c.month).where(*(nil_returns.c[name] == value for name, value in row.items()))
        if connection.execute(same).first():
            return False
        connection.execute(insert(nil_returns).values(**row, by=by.person_id, at=store.clock()))
        audit.append(connection, store, "nil_return.state", about, by=by.person_id, detail={"month": month})
    return True
