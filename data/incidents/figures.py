"""What the records tell the figures: cases and nil returns as files in the import format, for the next release."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import select

from data.incidents.facts import Fact, facts
from data.incidents.tables import nil_returns
from data.records.store import Store
from geo.duties import Duties

FILES = ("incidents", "nil_returns")
COLUMNS = (
    "incident_id", "institution_id", "region", "reported_on", "occurred_on", "kind", "alleged", "notified_in_time",
    "action_hours", "outcome", "closed_on",
)  # fmt: skip
DAY = len("2026-01-31")


def write_figures(store: Store, duties: Duties, folder: Path) -> Mapping[str, Path]:
    """Write `incidents.csv` and `nil_returns.csv` into `folder`; dataset → path. Codes, days and hours only.

    Cases whose area nobody knows are in no figure: areas would not add up to the country. Invented cases are left out.
    """
    paths = {name: folder / f"{name}.csv" for name in FILES}
    _write(paths["incidents"], COLUMNS, (_row(one) for one in facts(store, duties) if one.area))
    with store.read() as connection:
        query = select(nil_returns.c.institution_id, nil_returns.c.month).order_by(nil_returns.c.institution_id)
        told = [tuple(row) for row in connection.execute(query)]
    _write(paths["nil_returns"], ("institution_id", "month"), told)
    return paths


def _row(one: Fact) -> tuple[object, ...]:
    known = one.occurred if len(one.occurred) == DAY and one.occurred <= one.received_on.isoformat() else ""
    in_time = {True: "yes", False: "no", None: ""}[one.notified_in_time]
    hours = "" if one.first_action_hours is None else one.first_action_hours
    closed = one.closed_on if one.outcome else None
    return (
        one.case, one.institution_id, one.area, one.received_on, known, one.kind, one.alleged, in_time, hours,
        one.outcome if closed else "", closed or "",
    )  # fmt: skip


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
