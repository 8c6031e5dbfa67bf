"""Tiny registers for tests: rows as dicts → files in the import format → a real release, built and opened.

Every row needs only the columns a test speaks of; the rest is filled in from DEFAULTS. Areas may be named by any code
the country pack knows. Unless a test says otherwise every area is live with data since 2013, nothing is occupied, and
there are no returns (so no area is late).
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from data.sources.datasets import datasets
from data.warehouse.build import build
from data.warehouse.release import Release, open_release
from geo.countries import country as country_of

Row = Mapping[str, object]
AREA = "UA18000000000041385"
OTHER_AREA = "UA05000000000010236"
DEFAULTS: Mapping[str, Row] = {
    "institutions": {
        "institution_id": "I1", "name_uk": "Заклад № 1", "facility_type": "BOARD_SPECIAL", "ministry": "MES",
        "region": AREA, "opened_on": "1990-09-01", "status": "OPERATING",
    },
    "institution_events": {"institution_id": "I1"},
    "placements": {
        "institution_id": "I1", "admitted_on": "2019-09-01", "birth_month": "2010-05", "sex": "F", "disability": "NO",
        "legal_status": "HAS_PARENTS", "stay_mode": "STAY_24H", "admission_route": "PARENT_APPLICATION",
        "reason": "POVERTY",
    },
    "returns": {"institution_id": "I1", "children": 0},
    "family_care": {"region": AREA, "care_form": "FOSTER", "children": 0},
    "population": {"region": AREA, "as_of": "2022-01-01", "age_band": "7-17", "sex": "F", "children": 1000},
    "services": {"service_type": "DAY_CARE", "region": AREA},
    "published": {"region": "UA", "source": "A source", "preferred": "1", "unit": "children"},
    "targets": {"label_uk": "Ціль", "label_en": "Target", "source": "A source"},
    "milestones": {"label_uk": "Подія", "label_en": "Event", "kind": "policy"},
    "territory_status": {"status": "OCCUPIED"},
    "rollout": {"stage": "LIVE", "from": "2019-01-01", "history_from": "2013-01-01"},
    "vocabulary": {"source": "A source"},
    "incidents": {"region": AREA, "institution_id": "I1", "reported_on": "2024-05-01", "kind": "NEGLECT"},
    "nil_returns": {"institution_id": "I1"},
}  # fmt: skip
NUMBERED = {
    "placements": ("placement_id", "P{:05}"),
    "services": ("service_id", "S{:03}"),
    "incidents": ("incident_id", "R{:05}"),
}


def write_folder(
    folder: Path, *, covers_to: date, country: str = "ua", demonstration: bool = True, **tables: Iterable[Row]
) -> Path:
    """Write `tables` (dataset → rows) as CSV files and release.toml into `folder`, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    flag = "true" if demonstration else "false"
    (folder / "release.toml").write_text(f"demonstration = {flag}\ncovers_to = {covers_to}\nseed = 1\n", "utf-8")
    given: dict[str, Sequence[Row]] = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    given.setdefault("rollout", [{"region": area.code} for area in country_of(country).areas])
    given.setdefault("territory_status", [])
    for name, rows in given.items():
        _write(folder / f"{name}.csv", name, rows)
    return folder


def release_from(
    tmp_path: Path,
    *,
    covers_to: date = date(2024, 12, 31),
    country: str = "ua",
    demonstration: bool = True,
    **tables: Iterable[Row],
) -> Release:
    """A release built from `tables` (dataset → rows of the import format, see DEFAULTS) under `tmp_path`.

    Calling it again with the same `tmp_path` publishes the next release of the same home (`tmp_path / "home"`).
    """
    number = len(list(tmp_path.glob("folder-*")))
    folder = write_folder(
        tmp_path / f"folder-{number}", covers_to=covers_to, country=country, demonstration=demonstration, **tables
    )
    info = build(folder, tmp_path / "home", country)
    return open_release(tmp_path / "home", info.id)


def _write(path: Path, name: str, rows: Sequence[Row]) -> None:
    columns = [column.code for column in datasets()[name].columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(_filled(name, row, number) for number, row in enumerate(rows))


def _filled(name: str, row: Row, number: int) -> dict[str, object]:
    filled = {**DEFAULTS.get(name, {}), **row}
    if name in NUMBERED:
        column, pattern = NUMBERED[name]
        filled.setdefault(column, pattern.format(number))
    if name == "placements":
        filled.setdefault("child_id", f"C{number:05}")
    if name == "targets":
        filled.setdefault("target_code", f"T{number}")
    if name == "milestones":
        filled.setdefault("milestone_code", f"M{number}")
    return {column: "" if value is None else value for column, value in filled.items()}
