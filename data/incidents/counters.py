"""Numbers that only grow, counted inside the transaction that uses them.

The row of a counter stays locked until its transaction ends: whoever writes about a case counts its change first, so
that writers go one after another and a greater number was always kept later.
"""

from sqlalchemy import Connection, text

CHANGES = "changes"
BEGUN = text("insert into incident_counters (name, value) values (:name, 0) on conflict (name) do nothing")
COUNTED = text("update incident_counters set value = value + 1 where name = :name returning value")


def next_change(connection: Connection) -> int:
    """The number of the change that this transaction makes; call it before anything is read that will be changed."""
    return _next(connection, CHANGES)


def next_number(connection: Connection, year: int) -> str:
    """The next case's number, "2026-0007". One that is given and rolled back is given again."""
    return f"{year}-{_next(connection, f'cases {year}'):04d}"


def _next(connection: Connection, name: str) -> int:
    connection.execute(BEGUN, {"name": name})
    return int(connection.execute(COUNTED, {"name": name}).scalar_one())
