"""The counting steps alone, in memory, over rows given by a test; and the same numbers counted day by day in Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb

from data import pseudonyms
from data.records.keys import Keys
from data.warehouse.build import FOLDER, STEPS, _prepare
from data.warehouse.folder import Folder
from geo.countries import country
from tests.data.register import AREA, DEFAULTS

COVERS_TO = date(2020, 6, 30)
HISTORY = date(2019, 1, 1)
KEYS = Keys(b"for counting, nobody's children!!")
Row = Mapping[str, Any]
MONTHS = {"birth_month"}


def counted(covers_to: date = COVERS_TO, **tables: Iterable[Row]) -> duckdb.DuckDBPyConnection:
    """A connection with every counted relation in the catalogue `internal`, from rows as in the import format."""
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as internal")
    _prepare(connection, Folder({}, covers_to, True), country("ua"))
    tables.setdefault("rollout", [{"region": area.code, "history_from": HISTORY} for area in country("ua").areas])
    for name, rows in tables.items():
        for number, row in enumerate(rows):
            _insert(connection, name, {**DEFAULTS.get(name, {}), **_numbered(name, number), **row})
    pseudonyms.replace(connection, KEYS, "ua")
    for step in STEPS:
        connection.execute((FOLDER / f"{step}.sql").read_text(encoding="utf-8"))
    return connection


def _numbered(name: str, number: int) -> Row:
    if name == "placements":
        return {"placement_id": f"P{number:03}", "child_id": f"C{number:03}"}
    return {"service_id": f"S{number}"} if name == "services" else {}


def _insert(connection: duckdb.DuckDBPyConnection, name: str, row: Row) -> None:
    values = {key: f"{value}-01" if key in MONTHS and len(str(value)) == 7 else value for key, value in row.items()}
    columns = ", ".join(f'"{key}"' for key in values)
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    connection.execute(f"insert into staged.{name} ({columns}) values ({places})", list(values.values()))


@dataclass(frozen=True)
class Stay:
    """One row of the register, as the oracle sees it."""

    placement: str
    child: str
    institution: str
    admitted: date
    left: date | None
    birth: date
    mode: str = "STAY_24H"
    status: str = "HAS_PARENTS"
    route: str = "PARENT_APPLICATION"
    destination: str | None = None

    @property
    def row(self) -> Row:
        """The row of `placements`."""
        return {
            "placement_id": self.placement, "child_id": self.child, "institution_id": self.institution,
            "admitted_on": self.admitted, "left_on": self.left, "birth_month": self.birth.strftime("%Y-%m"),
            "stay_mode": self.mode, "legal_status": self.status, "admission_route": self.route,
            "exit_destination": self.destination,
        }  # fmt: skip

    @property
    def turns_18(self) -> date:
        """The first day on which the child no longer counts."""
        return self.birth.replace(year=self.birth.year + 18)

    def holds(self, day: date) -> bool:
        """Whether the child is in the institution on `day` by this row alone."""
        return self.admitted <= day and (self.left is None or self.left > day) and day < self.turns_18

    def populations(self) -> list[str]:
        """Who the child is counted among."""
        found = ["all"]
        if self.mode in ("STAY_24H", "STAY_TEMP"):
            found.append("24h")
        if self.status in ("ORPHAN", "DEPRIVED"):
            found.append("status")
        return found


@dataclass(frozen=True)
class Home:
    """An institution with dated changes of area and ministry."""

    id: str
    area: str
    ministry: str
    moves: tuple[tuple[date, str], ...] = ()
    handovers: tuple[tuple[date, str], ...] = ()

    def area_on(self, day: date) -> str:
        """Where it is on `day`."""
        return ([self.area] + [area for on, area in sorted(self.moves) if on <= day])[-1]

    def ministry_on(self, day: date) -> str:
        """Whose it is on `day`."""
        return ([self.ministry] + [code for on, code in sorted(self.handovers) if on <= day])[-1]


def band(birth: date, day: date) -> str:
    """The age band of a child born in the month of `birth`."""
    months = (day.year - birth.year) * 12 + day.month - birth.month
    return "0-2" if months < 36 else "3-6" if months < 84 else "7-17"


def stock_by_hand(stays: Iterable[Stay], homes: Iterable[Home], day: date) -> Counter[tuple[str, ...]]:
    """(population, area, ministry, age) → children on `day`: each child once, by the stay admitted last."""
    where = {home.id: home for home in homes}
    chosen: dict[str, Stay] = {}
    for stay in sorted(stays, key=lambda stay: (stay.admitted, stay.placement)):
        if stay.holds(day):
            chosen[stay.child] = stay
    found: Counter[tuple[str, ...]] = Counter()
    for stay in chosen.values():
        home = where[stay.institution]
        for population in stay.populations():
            found[population, home.area_on(day), home.ministry_on(day), band(stay.birth, day)] += 1
    return found


def month_ends(first: date, last: date) -> list[date]:
    """The last days of the months from `first` to `last`."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if (day + timedelta(days=1)).day == 1]


__all__ = ["AREA", "COVERS_TO", "HISTORY", "Home", "Stay", "band", "counted", "month_ends", "stock_by_hand"]
