"""Files → one new release: read, checked, counted, made fit for publishing, put on the shelf. Or refused, whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from types import MappingProxyType
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from data import pseudonyms
from data.errors import BuildRefused
from data.indicators.model import ReleaseInfo
from data.records.keys import Keys, read_secret, write_secret
from data.sources.check import know_places, stage_and_check
from data.sources.datasets import Dataset, datasets
from data.warehouse.folder import Folder, read_folder
from data.warehouse.public import publish_tables
from data.warehouse.publishing import FILES, checksum_of, publish, sha256, workshop
from data.warehouse.release import FORMAT, info_of, manifests
from data.warehouse.whereabouts import keep_places
from geo.countries import Country
from geo.countries import country as country_of
from geo.duties import duties

FOLDER = Path(__file__).parent
STEPS = (
    "00_rules", "01_calendar", "02_registry", "03_states", "04_presence", "05_moves", "06_stock", "07_facts",
    "08_institution_moves", "08_incidents",
)  # fmt: skip
TYPES = {"day": "date", "month": "date", "yes_no": "boolean", "integer": "bigint", "number": "double"}
CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "1200MB", "threads": "2"}
Progress = Callable[[str, float], None]
NOTHING_RECORDED: Mapping[str, Path] = MappingProxyType({})


@dataclass(frozen=True)
class _Counted:
    """What the build found out on the way to release.json."""

    covers_to: date
    rows: Mapping[str, int]
    digests: Mapping[str, str]
    attack: Mapping[str, object]


def build(
    folder: Path | None,
    home: Path,
    country: str = "ua",
    progress: Progress = lambda _step, _share: None,
    secret_file: Path | None = None,
    recorded: Mapping[str, Path] = NOTHING_RECORDED,
) -> ReleaseInfo:
    """Publish a new release made from the files in `folder` (None: the reference files alone) under `home`.

    `recorded` are files written from the portal's own records, used where the folder has none of that dataset.
    `progress` gets the step's name and the share done of it (0–1). The key of the children's codes comes from
    `secret_file` (`home`/secret), which is made if a demonstration has none. Raises BadFile if the folder cannot be
    read, BadSecret if real stays come without a secret, and BuildRefused(report=…) if the files break rules; the
    served release then stays as it was.
    """
    place = country_of(country)
    given = read_folder(folder, place)
    given = given if given.demonstration else replace(given, files={**recorded, **given.files})
    with workshop(home) as workbench:
        keys = _keys(secret_file or home / "secret", given)
        counted = _count(workbench, given, place, keys, progress)
        progress("publish", 0.0)
        facts = _facts(workbench, home, given, place, counted)
        identity = publish(home, workbench, counted.covers_to, facts)
    progress("publish", 1.0)
    return info_of({"id": identity, **facts})


def _keys(secret_file: Path, given: Folder) -> Keys:
    """The secret's keys; without stays nobody gets a code, and any will do."""
    if "placements" not in given.files:
        return Keys(token_bytes(32))
    if given.demonstration:
        write_secret(secret_file)
    return read_secret(secret_file)


def _count(workbench: Path, given: Folder, country: Country, keys: Keys, progress: Progress) -> _Counted:
    """Write both files of the release into `workbench`. Identifiers are gone before either has a single row."""
    with duckdb.connect(str(workbench / "work.duckdb"), config=CONFIGURATION) as connection:
        report = stage_and_check(connection, given.files, country, given.covers_to, progress)
        if report.errors:
            raise BuildRefused(report=report)
        covers_to = _prepare(connection, given, country)
        pseudonyms.replace(connection, keys, country.code)
        for name in FILES:
            connection.execute(f"attach $path as {name.removesuffix('.duckdb')}", {"path": str(workbench / name)})
        for number, step in enumerate(STEPS):
            progress("count", number / len(STEPS))
            connection.execute((FOLDER / f"{step}.sql").read_text(encoding="utf-8"))
        progress("count", 1.0)
        keep_places(connection, country)
        attack = publish_tables(connection, progress)
        rows, digests = _census(connection)
        for name in FILES:
            connection.execute(f"checkpoint {name.removesuffix('.duckdb')}")
            connection.execute(f"detach {name.removesuffix('.duckdb')}")
    _only(workbench, FILES)
    (workbench / "internal.duckdb").chmod(0o600)
    return _Counted(covers_to, rows, digests, attack)


def _prepare(connection: DuckDBPyConnection, given: Folder, country: Country) -> date:
    """Give the steps what they rest on: a table for each dataset, the areas, the days; returns the last day covered."""
    connection.execute("create schema if not exists staged")
    for dataset in datasets().values():
        connection.execute(f"create table if not exists staged.{dataset.code} ({_columns(dataset)})")
    covers_to = given.covers_to or _covers_to(connection)
    connection.execute("set variable covers_to = $day::date", {"day": covers_to})
    connection.execute("set variable country = $iso", {"iso": country.iso})
    connection.execute("set variable silent_months = $months", {"months": duties(country.code).silence.months})
    lists: Mapping[str, tuple[str, str, list[str]]] = {
        "areas": ("code", "varchar", [area.code for area in country.areas]),
        "protected": ("area", "varchar", sorted(country.protected_areas)),
        "reference_dates": ("on_date", "date", [str(day) for day in country.reference_dates]),
    }
    for table, (column, kind, values) in lists.items():
        sql = f"create table {table} as select unnest($values::{kind}[]) as {column}"
        connection.execute(sql, {"values": values})
    know_places(connection, country)
    return covers_to


def _columns(dataset: Dataset) -> str:
    named = (f'"{column.code}" {TYPES.get(column.kind, "varchar")}' for column in dataset.columns)
    return ", ".join(("row_number integer", *named))


def _covers_to(connection: DuckDBPyConnection) -> date:
    """Without a word in the folder: the last quarter returned; else the last quarter that has ended."""
    today = datetime.now(UTC).date()
    sql = "select max(as_of) from staged.returns where as_of <= $today"
    ((newest,),) = connection.execute(sql, {"today": today}).fetchall()
    if isinstance(newest, date):
        return newest
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def _census(connection: DuckDBPyConnection) -> tuple[dict[str, int], dict[str, str]]:
    """Per dataset its rows, and a digest of their content that does not depend on their order."""
    rows, digests = {}, {}
    for dataset in datasets().values():
        columns = ", ".join(f'"{column.code}"' for column in dataset.columns)
        sql = f"select count(*), coalesce(sum(hash({columns})::hugeint), 0)::varchar from staged.{dataset.code}"
        ((rows[dataset.code], digests[dataset.code]),) = connection.execute(sql).fetchall()
    return rows, digests


def _only(workbench: Path, names: tuple[str, ...]) -> None:
    """Leave nothing but `names` in the folder. A log beside a finished file would mean that it is not finished."""
    for path in workbench.iterdir():
        if path.name.removesuffix(".wal") in names and path.suffix == ".wal":
            raise AssertionError(f"{path.name} was not written back")
        if path.name not in names and path.is_file():
            path.unlink()


def _facts(workbench: Path, home: Path, given: Folder, country: Country, counted: _Counted) -> dict[str, object]:
    """What release.json says."""
    sums = {name: sha256(workbench / name) for name in FILES}
    before = next(iter(manifests(home)), {})
    return {
        "format": FORMAT,
        "country": country.code,
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "covers_to": str(counted.covers_to),
        "demonstration": given.demonstration,
        "checksum": checksum_of(sums),
        "files": {name: {"sha256": sums[name], "bytes": (workbench / name).stat().st_size} for name in FILES},
        "rows": counted.rows,
        "digests": counted.digests,
        "changed": _changed(counted, before),
        "attack": counted.attack,
    }


def _changed(counted: _Counted, before: Mapping[str, Any]) -> dict[str, int]:
    """Per dataset whose content differs from the release before: how many rows more (0: as many, but others)."""
    rows, digests = before.get("rows", {}), before.get("digests", {})
    differ = (code for code, digest in counted.digests.items() if digest != digests.get(code, "0"))
    return {code: counted.rows[code] - rows.get(code, 0) for code in differ}
